"""A small PDF drawn with shapes, as a sample of an entrant's file."""

from pathlib import Path


def write_pdf(path: Path, *, blocks: int) -> None:
    """One A4 page with a heading bar and `blocks` paragraphs of grey bars, always the same bytes."""
    shapes = ["0.14 0.34 0.84 rg 60 740 475 44 re f"]
    for block in range(blocks):
        top = 690 - block * 110
        shapes.append(f"0.95 0.65 0.09 rg 60 {top} 160 14 re f")
        shapes += [
            f"0.87 0.89 0.92 rg 60 {top - 22 * line} {475 - 60 * (line % 3)} 9 re f" for line in (1, 2, 3)
        ]
    stream = "\n".join(shapes).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end)

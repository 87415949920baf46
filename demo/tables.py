"""Write files of a bundle: comma-separated CSV, UTF-8 without BOM, LF, no line breaks in cells."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Cell = str | int
Row = Mapping[str, Cell]


def write_text(path: Path, text: str) -> None:
    """Write `text` in NFC with LF line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(unicodedata.normalize("NFC", text).encode())


def write_table(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write one table; missing columns are empty. ValueError for a line break or an unknown column."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if any("\n" in str(cell) or "\r" in str(cell) for cell in row.values()):
            raise ValueError(f"{name}: line break in {row}")
        writer.writerow(row)
    write_text(folder / name, out.getvalue())

"""Writing the plain files of a bundle: comma CSV, UTF-8 without BOM, LF, nothing broken inside a cell."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Cell = str | int
Row = Mapping[str, Cell]


def write_text(path: Path, text: str) -> None:
    """Write `text` as it is, in composed Unicode and with LF line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(unicodedata.normalize("NFC", text).encode())


def write_table(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write one table; a row may leave out columns. ValueError for a line break or an unknown column."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        if any("\n" in str(cell) or "\r" in str(cell) for cell in row.values()):
            raise ValueError(f"{name}: line break in {row}")
        writer.writerow(row)
    write_text(folder / name, out.getvalue())

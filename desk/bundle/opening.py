"""Opening what people hand over: a folder or workbook in the shell, a ZIP, workbook or table in a browser."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import IO

from django.utils.translation import gettext as _

from desk.bundle.importing import TABLES
from festival.bundle.files import WORKBOOK, BundleFiles, Loose
from festival.tables.raw import Refused
from festival.tables.sources import LARGEST_FILE, LARGEST_ZIP, Folder, Zip, limited
from festival.tables.spec import Table, heading_key
from festival.tables.spreadsheets import csv_table


def open_path(path: Path) -> BundleFiles:
    """A folder, or a workbook with what lies beside it. Refused when it is neither."""
    if path.is_dir():
        return BundleFiles(Folder(path))
    if path.is_file() and path.suffix.lower() == ".xlsx":
        return BundleFiles(Folder(path.parent), workbook=path.name, is_asked=True)
    raise Refused(_("“%(path)s” is neither a folder nor an XLSX file") % {"path": path})


def open_upload(upload: IO[bytes], *, name: str) -> BundleFiles:
    """What a browser sent: a ZIP of a bundle, a workbook, or one table as CSV. Refused when it is none."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".zip":
        if getattr(upload, "size", 0) > LARGEST_ZIP:
            raise Refused(_("too large when unpacked"))
        return BundleFiles(Zip(upload))
    data = limited(upload, LARGEST_FILE)
    if suffix == ".xlsx":
        return BundleFiles(Loose({WORKBOOK: data}), is_asked=True)
    if suffix == ".toml":
        return BundleFiles(Loose({"festival.toml": data}))
    if suffix in {".csv", ".txt", ".tsv"}:
        return BundleFiles(Loose({f"{table_of(name, data).name}.csv": data}))
    raise Refused(_("“%(name)s” is neither a ZIP, nor an XLSX, nor a CSV file") % {"name": name})


def table_of(name: str, data: bytes) -> Table:
    """Which table a CSV file holds: by its name, else by its headings; Refused when neither tells."""
    stem = PurePath(name).stem
    named = [table for table in TABLES if table.is_named(stem)]
    if named:
        return named[0]
    heading = {heading_key(words) for words in csv_table(name, data, {}).headings if words.strip()}
    fits = {table.name: _fit(table, heading) for table in TABLES}
    best = max(TABLES, key=lambda table: fits[table.name])
    if not fits[best.name] or list(fits.values()).count(fits[best.name]) > 1:
        names = ", ".join(f"{table.name}.csv" for table in TABLES)
        raise Refused(_("which table is this? Please name the file one of: %(names)s") % {"names": names})
    return best


def _fit(table: Table, heading: set[str]) -> int:
    """How many headings the table understands; 0 when a required column is not among them."""
    known = {word: column for word, column in table.by_heading.items() if word in heading}
    required = {column.key for column in table.columns if column.required}
    found = {column.key for column in known.values()}
    return len(found) if required <= found else 0

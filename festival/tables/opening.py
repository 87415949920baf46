"""From a file to its sheets, and from the sheets of several files to the tables that they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext as _

from festival.tables.body import raw_table
from festival.tables.csv_file import csv_sheet
from festival.tables.headings import SEARCHED_ROWS, find_heading
from festival.tables.raw import RawTable, Refused, Sheet, TableSpec
from festival.tables.report import Fault
from festival.tables.xlsx import workbook_sheets

OTHER_STARTS: Final = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<")
OTHER_SUFFIXES: Final = {".xls", ".xlsb", ".ods", ".numbers", ".pdf", ".doc", ".docx", ".odt", ".htm"}
OTHER_PARTS: Final = {"mimetype", "word/document.xml", "xl/workbook.bin", "Index/Document.iwa"}


def sheets_of(file: str, data: bytes) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file; Refused for any other kind of file."""
    suffix = PurePath(file).suffix.lower()
    is_zip = data.startswith(b"PK\x03\x04")
    if suffix in OTHER_SUFFIXES or data.lstrip()[:9].startswith(OTHER_STARTS) or (is_zip and _is_other(data)):
        raise Refused(
            _("this kind of file is not read; please save it as .xlsx (Excel workbook, no password)")
        )
    return workbook_sheets(file, data) if is_zip or suffix in {".xlsx", ".xlsm"} else [csv_sheet(file, data)]


def _is_other(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not OTHER_PARTS.isdisjoint(archive.namelist())
    except zipfile.BadZipFile:
        return False


def table_in(file: str, data: bytes, spec: TableSpec) -> RawTable:
    """The table that a file holds: in the sheet of its name, else in the one with most of its headings."""
    try:
        sheets = sheets_of(file, data)
    except Refused as refusal:
        return broken(file, refusal)
    if not sheets:
        return broken(file, Refused(_("a workbook without sheets")))
    return raw_table(max(sheets, key=lambda sheet: (spec.is_named(sheet.name), fit(sheet, spec))), spec)


def broken(file: str, refusal: Refused) -> RawTable:
    """A table that could not be read, with the one fault that says why."""
    return RawTable(file, faults=[Fault(file, refusal.row, "", refusal.reason)], is_whole=False)


def fit(sheet: Sheet, spec: TableSpec) -> int:
    """How many headings of the table a sheet has; 0 when a required column is not among them."""
    heading = find_heading(sheet, sheet.rows[:SEARCHED_ROWS], spec)
    if heading is None or any(column not in heading.meanings for column in spec.required):
        return 0
    return heading.score


def table_of(sheet: Sheet, specs: Iterable[TableSpec]) -> TableSpec | None:
    """The table that a sheet holds, by its headings alone; None when none fits, or several alike."""
    fits = sorted(((fit(sheet, spec), spec) for spec in specs), key=lambda found: found[0], reverse=True)
    is_clear = bool(fits) and fits[0][0] > 0 and (len(fits) == 1 or fits[1][0] < fits[0][0])
    return fits[0][1] if is_clear else None


def looked_for(specs: Sequence[TableSpec]) -> str:
    """The required headings of each table, for the fault of a file of which nothing was read."""
    return "; ".join(f"{spec.name} ({', '.join(map(spec.heading_of, spec.required))})" for spec in specs)

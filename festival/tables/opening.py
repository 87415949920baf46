"""From a file to its sheets, and to the table that a sheet holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.translation import gettext as _

from festival.tables.body import raw_table
from festival.tables.csv_file import csv_sheet
from festival.tables.headings import find_heading
from festival.tables.raw import RawTable, Refused, Sheet, TableSpec
from festival.tables.xlsx import workbook_sheets

OTHER_STARTS: Final = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<")
OTHER_SUFFIXES: Final = (".xls", ".xlsb", ".ods", ".numbers", ".pdf", ".doc", ".docx", ".odt", ".htm")


def sheets_of(file: str, read: Callable[[], bytes]) -> list[Sheet]:
    """The sheets of a workbook, or the one of a CSV file; one with a refusal for what cannot be read."""
    name = file.lower()
    try:
        data = read()
        if name.endswith(OTHER_SUFFIXES) or data.lstrip()[:9].startswith(OTHER_STARTS):
            raise Refused(
                _("this kind of file is not read; please save it as .xlsx (Excel workbook, no password)")
            )
        is_workbook = data.startswith(b"PK\x03\x04") or name.endswith((".xlsx", ".xlsm"))
        return workbook_sheets(file, data) if is_workbook else [csv_sheet(file, data)]
    except Refused as refusal:
        return [Sheet(file, refusal=refusal)]


def table_in(file: str, data: bytes, spec: TableSpec) -> RawTable:
    """The table that a file holds: in the sheet of its name, else in the one with most of its headings."""
    sheets = sheets_of(file, lambda: data) or [Sheet(file, refusal=Refused(_("a workbook without sheets")))]
    return raw_table(max(sheets, key=lambda sheet: (spec.is_named(sheet.name), fit(sheet, spec))), spec)


def fit(sheet: Sheet, spec: TableSpec) -> int:
    """How many headings of the table a sheet has; 0 when a required column is not among them."""
    heading = find_heading(sheet, sheet.rows, spec)
    return heading.score if heading and {*spec.required} <= {*heading.meanings} else 0


def table_of(sheet: Sheet, specs: Sequence[TableSpec]) -> TableSpec | None:
    """The table that a sheet holds, by its headings alone; None when none fits, or several alike."""
    fits = [fit(sheet, spec) for spec in specs]
    best = max(fits, default=0)
    return specs[fits.index(best)] if best and fits.count(best) == 1 else None

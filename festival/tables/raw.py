"""From bytes to cells: CSV text and XLSX sheets, as one kind of raw table."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import openpyxl
from django.utils.translation import gettext as _

from festival.tables.cells import Refused, plain
from festival.tables.sources import LARGEST_FILE, MEGABYTE
from festival.tables.spec import Table

MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 200
LARGEST_SHEETS: Final = 200 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell of a workbook that holds nothing we can take over, and why."""

    reason: str


RawCell = str | date | Unreadable


@dataclass(frozen=True, slots=True)
class RawTable:
    """A heading and rows of cells, each row with its number in the spreadsheet."""

    file: str
    heading: Sequence[str]
    rows: Sequence[tuple[int, Sequence[RawCell]]]
    heading_row: int = 1


class BrokenFile(Refused):
    """A file that cannot be read as a table; `row` where it broke, if that is known."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason)
        self.row = row


def csv_table(file: str, data: bytes) -> RawTable:
    """A table from CSV: UTF-8 with or without a mark, parted by comma, semicolon or tab."""
    text = _decoded(data)
    rows: list[tuple[int, Sequence[RawCell]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, cells))
            if number > MOST_ROWS:
                raise BrokenFile(_("more than %(most)d rows") % {"most": MOST_ROWS})
    except csv.Error:
        raise BrokenFile(
            _("quotation marks do not match from here on; the rest cannot be read"), len(rows) + 1
        ) from None
    return _with_heading(file, rows)


def _decoded(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BrokenFile(_("this is a workbook, not CSV"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise BrokenFile(_("not UTF-8; save it as “CSV UTF-8”"), row) from None


def _delimiter(text: str) -> str:
    """What parts the cells of the first line that holds anything, quoted words apart."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)


def _with_heading(file: str, rows: Sequence[tuple[int, Sequence[RawCell]]]) -> RawTable:
    filled = [(number, cells) for number, cells in rows if any(map(_is_filled, cells))]
    if not filled:
        return RawTable(file, (), ())
    number, heading = filled[0]
    words = [str(cell) if isinstance(cell, str | date) else "" for cell in heading]
    return RawTable(file, words, filled[1:], heading_row=number)


def _is_filled(cell: RawCell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


class Workbook:
    """The sheets of an XLSX file, read once; formulas give the value that was last seen."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        _refuse_hostile(data)
        self._sheets = _sheets(data)

    @property
    def names(self) -> list[str]:
        """Names of the sheets, in their order."""
        return list(self._sheets)

    def table(self, table: Table) -> RawTable | None:
        """The sheet that holds this table, if there is one."""
        name = next((name for name in self._sheets if table.is_named(name)), None)
        return None if name is None else self.sheet(name)

    def sheet(self, name: str) -> RawTable:
        """A sheet as a table."""
        return _with_heading(f"{self.file}/{name}", self._sheets[name])

    def lines(self, name: str) -> str | None:
        """A sheet read as text, one line a row (festival.toml kept in a workbook)."""
        rows = self._sheets.get(name)
        if rows is None:
            return None
        by_number = {number: next((str(c) for c in cells if _is_filled(c)), "") for number, cells in rows}
        last = max(by_number, default=0)
        return "\n".join(by_number.get(number, "") for number in range(1, last + 1))


def _refuse_hostile(data: bytes) -> None:
    """A workbook is a ZIP of XML: neither may grow without end when opened."""
    if len(data) > LARGEST_FILE:
        raise BrokenFile(_("larger than %(most)d MB") % {"most": LARGEST_FILE // MEGABYTE})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(member.file_size for member in book.infolist()) > LARGEST_SHEETS:
                raise BrokenFile(_("too large when unpacked"))
            for member in book.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with book.open(member) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise BrokenFile(_("this is not an XLSX workbook"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise BrokenFile(_("this is not an XLSX workbook")) from None


def _sheets(data: bytes) -> dict[str, list[tuple[int, list[RawCell]]]]:
    try:
        typed = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        seen: Any = None
        found: dict[str, list[tuple[int, list[RawCell]]]] = {}
        for sheet in typed.worksheets:
            rows = list(_rows(sheet))
            if any(cell.data_type == "f" for row in rows for cell in row):
                seen = seen or openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
                rows = list(_rows(seen[sheet.title]))
                formulas = list(_rows(sheet))
            else:
                formulas = rows
            found[sheet.title] = [
                (number, [_raw(cell, asked) for cell, asked in zip(row, asked_row, strict=False)])
                for number, (row, asked_row) in enumerate(zip(rows, formulas, strict=True), start=1)
            ]
    except BrokenFile:
        raise
    except Exception:  # openpyxl raises what it meets: KeyError, ValueError, XML errors
        raise BrokenFile(_("this is not an XLSX workbook")) from None
    return found


def _rows(sheet: Any) -> Iterable[Any]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            raise BrokenFile(_("more than %(most)d rows") % {"most": MOST_ROWS})
        yield row


def _raw(cell: Any, asked: Any) -> RawCell:
    """One cell of a workbook as text, a day, or why not. `asked` is the cell with its formula."""
    value = cell.value
    if asked.data_type == "f" and value is None:
        return Unreadable(_("a formula without a value; paste its value instead"))
    if cell.data_type == "e":
        return Unreadable(_("an error of the spreadsheet (%(value)s)") % {"value": value})
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: float, shown_as: str) -> str:
    """A number as the spreadsheet shows it: 15 digits, and leading zeros where the format gives them."""
    text = plain(Decimal(format(value, ".15g"))) if abs(value) < 1e15 else str(value)
    if re.fullmatch(r"0+", shown_as) and text.isdigit():
        return text.zfill(len(shown_as))
    return text

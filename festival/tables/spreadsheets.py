"""From bytes to cells: CSV text and XLSX sheets, as one kind of raw table."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import openpyxl
from django.utils.translation import gettext as _

from festival.tables.raw import DateText, RawCell, RawRow, RawTable, Refused, Unreadable
from festival.tables.report import Fault
from festival.tables.sources import LARGEST_FILE, MEGABYTE
from festival.tables.spec import Table, heading_key

MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 200
LARGEST_SHEETS: Final = 200 * MEGABYTE


def csv_table(file: str, data: bytes, known: Mapping[str, object]) -> RawTable:
    """A table from CSV: UTF-8 with or without a mark, parted by comma, semicolon or tab."""
    text = _decoded(data)
    rows: list[RawRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, cells))
            if number > MOST_ROWS:
                raise Refused(_("more than %(most)d rows") % {"most": MOST_ROWS})
    except csv.Error:
        raise Refused(
            _("quotation marks do not match from here on; the rest cannot be read"), len(rows) + 1
        ) from None
    return raw_table(file, rows, known)


def _decoded(data: bytes) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(_("this is a workbook, not CSV"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise Refused(_("not UTF-8; save it as “CSV UTF-8”"), row) from None


def _delimiter(text: str) -> str:
    """What parts the cells of the first line that holds anything, quoted words apart."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(",;\t", key=bare.count)


def raw_table(file: str, rows: Sequence[RawRow], known: Mapping[str, object]) -> RawTable:
    """The table in these rows. `known`: what a heading means, by `heading_key`; `{}` keeps all headings."""
    filled = [(number, [_tidy(cell) for cell in cells]) for number, cells in rows]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        return RawTable(file)
    heading_row, heading = filled[0]
    words = [cell if isinstance(cell, str) else "" for cell in heading]
    headings, faults, warnings = _headings(file, heading_row, words, filled[1:], known)
    table_rows: list[RawRow] = []
    for number, cells in filled[1:]:
        if any(cells[len(headings) :]):
            reason = _("more cells than the heading has; a comma too many?")
            faults.append(Fault(file, number, "", reason))
        cells += [""] * (len(headings) - len(cells))
        table_rows.append((number, cells[: len(headings)]))
    return RawTable(file, headings, heading_row, table_rows, faults, warnings)


def _headings(
    file: str, number: int, words: Sequence[str], rows: Sequence[RawRow], known: Mapping[str, object]
) -> tuple[list[str], list[Fault], list[Fault]]:
    """The headings that are read, with the faults and warnings about them."""
    headings: list[str] = []
    faults, warnings = [], []
    seen: list[object] = []
    for place, word in enumerate(words):
        meaning = known.get(heading_key(word)) if known else place
        kept = word
        if meaning is None:
            kept = ""
            is_used = word or any(len(cells) > place and cells[place] for _number, cells in rows)
            reason = _("unknown column “%(heading)s”") % {"heading": word or place + 1}
            if is_used:
                warnings.append(Fault(file, None, "", reason))
        elif meaning in seen:
            kept = ""
            faults.append(Fault(file, number, word, _("this column stands here twice")))
        seen.append(meaning)
        headings.append(kept)
    return headings, faults, warnings


def _tidy(cell: RawCell) -> RawCell:
    if isinstance(cell, Unreadable | DateText):
        return cell
    return cell.strip("\ufeff\u200b \t\r\n\xa0")


def _is_filled(cell: RawCell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


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
        return None if name is None else self.sheet(name, table.by_heading)

    def sheet(self, name: str, known: Mapping[str, object]) -> RawTable:
        """A sheet as a table."""
        return raw_table(f"{self.file}/{name}", self._sheets[name], known)

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
        raise Refused(_("larger than %(most)d MB") % {"most": LARGEST_FILE // MEGABYTE})
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(member.file_size for member in book.infolist()) > LARGEST_SHEETS:
                raise Refused(_("too large when unpacked"))
            for member in book.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with book.open(member) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise Refused(_("this is not an XLSX workbook"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise Refused(_("this is not an XLSX workbook")) from None


def _sheets(data: bytes) -> dict[str, list[RawRow]]:
    try:
        typed = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        seen: Any = None
        found: dict[str, list[RawRow]] = {}
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
    except Refused:
        raise
    except Exception:  # openpyxl raises what it meets: KeyError, ValueError, XML errors
        raise Refused(_("this is not an XLSX workbook")) from None
    return found


def _rows(sheet: Any) -> Iterable[Any]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            raise Refused(_("more than %(most)d rows") % {"most": MOST_ROWS})
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
        return DateText(value.date()) if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return DateText(value)
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return str(value)


def _number(value: float, shown_as: str) -> str:
    """A number as the spreadsheet shows it: 15 digits, and leading zeros where the format gives them."""
    text = _plain(Decimal(format(value, ".15g"))) if abs(value) < 1e15 else str(value)
    if re.fullmatch(r"0+", shown_as) and text.isdigit():
        return text.zfill(len(shown_as))
    return text


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

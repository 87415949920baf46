"""From a file to its sheets, and to the table that a sheet holds without the lines around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from festival.tables.csv_file import csv_sheet
from festival.tables.headings import Column, Heading, columns_of, find_heading
from festival.tables.raw import RawRow, RawTable, Refused, Sheet
from festival.tables.report import Report
from festival.tables.xlsx import workbook_sheets
from festival.text import search_key

if TYPE_CHECKING:
    from festival.forms.table import Table

OTHER_STARTS: Final = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<")
OTHER_SUFFIXES: Final = (".xls", ".xlsb", ".ods", ".numbers", ".pdf", ".doc", ".docx", ".odt", ".htm")
_TOTAL: Final = re.compile(r"(?:tổng|cộng)(?: cộng| số| lại)?\b|tong (?:cong|so)\b", re.IGNORECASE)
_FOOTER: Final = re.compile(
    r"(?:nguoi (?:lap|tong hop|ky|bao cao)|thu truong|hieu truong|truong phong|chu tich|ke toan|noi nhan"
    r"|xac nhan|ky ten|danh sach|an dinh|ghi chu|luu y|tm|kt)\b|.*\bngay\b.*\bthang\b.*\bnam\b"
)
_SECTION: Final = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)/:]\s*\S")
BELOW: Final = gettext_noop("the lines below the table are not read: %(rows)s (“%(text)s”)")
REPEATED: Final = gettext_noop("the heading once more, not read: %(rows)s")
EMPTY: Final = gettext_noop("rows without anything in a column that is read: %(rows)s (“%(text)s”)")
NO_ROW: Final = gettext_noop("no row of the table, not read: %(rows)s (“%(text)s”)")


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


def fit(sheet: Sheet, spec: Table) -> int:
    """How many headings of the table a sheet has; 0 when a required column is not among them."""
    heading = find_heading(sheet, spec)
    return heading.score if heading and {*spec.required} <= {*heading.meanings} else 0


def table_of(sheet: Sheet, specs: Sequence[Table]) -> Table | None:
    """The table that a sheet holds, by its headings alone; None when none fits, or several alike."""
    fits = [fit(sheet, spec) for spec in specs]
    best = max(fits, default=0)
    return specs[fits.index(best)] if best and fits.count(best) == 1 else None


def raw_table(sheet: Sheet, spec: Table, report: Report) -> RawTable:
    """The table of a sheet; one that holds anything but no heading, or cannot be read, has one fault."""
    table = RawTable(sheet.label, report, is_whole=sheet.refusal is None)
    if sheet.refusal is not None:
        table.fault(sheet.refusal.row, "", sheet.refusal.reason)
        return table
    heading = find_heading(sheet, spec)
    if heading is None:
        if sheet.rows:
            names = ", ".join(map(spec.heading_of, spec.required))
            table.fault(None, "", _("no heading row found; looked for: %(names)s") % {"names": names})
        return table
    start = heading.at + heading.height
    body = sheet.rows[start:]
    row = table.heading_row = sheet.rows[start - 1][0]
    if heading.at:
        above = {"rows": numbers(number for number, _cells in sheet.rows[: heading.at])}
        table.warn(row, "", _("the heading; the rows above it are not read: %(rows)s") % above)
    columns = columns_of(heading, body, spec, table)
    places = {place: column.heading for column in columns for place in column.places}
    _fill_merged(sheet, body, places, table)
    table.headings = [column.heading for column in columns]
    needed = [at for at, column in enumerate(columns) if column.meaning in spec.required] or [0]
    table.rows = _rows(sheet, heading, columns, needed, table)
    _warn_of_cells(sheet, places, table)
    return table


def _fill_merged(sheet: Sheet, body: Sequence[RawRow], places: dict[int, str], table: RawTable) -> None:
    """A cell merged over several rows counts for each of them."""
    at = [number for number, _cells in body]
    filled: set[tuple[int, int]] = set()
    for top, left, bottom, _right in sheet.merges:
        rows = body[bisect_left(at, top) : bisect_right(at, bottom)] if left in places else []
        covered = {(number, left) for number, _cells in rows}
        if filled & covered:
            table.fault(top, "", _("merged cells lie over one another"))
            return
        filled |= covered
        value = rows[0][1][left] if rows and rows[0][0] == top and left < len(rows[0][1]) else ""
        if len(rows) < 2 or not value:
            continue
        for _number, cells in rows[1:]:
            cells += [""] * (left + 1 - len(cells))
            cells[left] = cells[left] or value
        words = {"value": value, "rows": numbers(number for number, _cells in rows)}
        reason = _("merged cells: “%(value)s” is taken for rows %(rows)s")
        table.warn(top, places[left], reason % words)


def _rows(
    sheet: Sheet, heading: Heading, columns: Sequence[Column], needed: Sequence[int], table: RawTable
) -> list[RawRow]:
    """The rows of the table itself: no repeated heading, no totals and sections, no footer."""
    start = heading.at + heading.height
    head = [set(enumerate(map(str, cells))) for _number, cells in sheet.rows[heading.at : start]]
    body = [(*row, [column.cell(row[1]) for column in columns]) for row in sheet.rows[start:]]
    last = max((at for at, row in enumerate(body) if all(row[2][n] for n in needed)), default=-1)
    kept: list[RawRow] = []
    skipped: dict[str, list[tuple[int, str]]] = defaultdict(list)
    is_over = False
    for at, (number, cells, values) in enumerate(body):
        found = [(place, str(cell)) for place, cell in enumerate(cells) if cell]
        text = found[0][1]
        is_total = bool(_TOTAL.match(text))
        is_over = is_over or (at > last and (is_total or bool(_FOOTER.match(search_key(text)))))
        order = [word.strip("()") for _place, word in found]
        is_numbering = not kept and len(found) > 2 and order == [str(n + 1) for n in range(len(found))]
        if is_over:
            skipped[BELOW].append((number, text))
        elif is_numbering or (len(found) > 1 and any(words.issuperset(found) for words in head)):
            skipped[REPEATED].append((number, text))
        elif not any(values):
            skipped[EMPTY].append((number, text))
        elif (is_total or _SECTION.match(text)) and not all(values[n] for n in needed):
            skipped[NO_ROW].append((number, text))
        else:
            kept.append((number, values))
            if any(cells[len(heading.words) :]):
                table.fault(number, "", _("more cells than the heading has; a comma too many?"))
    for reason, rows in skipped.items():
        words = {"rows": numbers(number for number, _text in rows), "text": rows[0][1][:60]}
        table.warn(rows[0][0], "", _(reason) % words)
    return kept


def _warn_of_cells(sheet: Sheet, places: dict[int, str], table: RawTable) -> None:
    """What is hidden, rounded or converted in the rows and columns that are read."""
    read = {number for number, _cells in table.rows}
    if sheet.is_hidden:
        table.warn(None, "", _("this sheet is hidden, and is read all the same"))
    hidden = [number for number in sheet.hidden_rows if number in read]
    if hidden:
        words = {"rows": numbers(hidden)}
        table.warn(hidden[0], "", _("hidden rows are read all the same: %(rows)s") % words)
    for place in sorted(sheet.hidden_columns & places.keys()):
        table.warn(table.heading_row, places[place], _("this column is hidden, and is read all the same"))
    for number, place, reason in sheet.notes:
        if place < 0 or number == table.heading_row or (number in read and place in places):
            table.warn(number, places.get(place, ""), reason)


def numbers(rows: Iterable[int]) -> str:
    """Row numbers as text: 3, 7–9."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans)

"""From rows to a table: cells cleaned, merged ones filled, the lines around the table left out."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _

from festival.tables.headings import Column, columns_of, find_heading
from festival.tables.legacy import from_legacy
from festival.tables.raw import DateText, Notes, RawCell, RawTable, Sheet, TableSpec
from festival.tables.spec import heading_key
from festival.text import LOOK_ALIKES, search_key, visible_text

_TOTAL: Final = re.compile(r"(?:tổng|cộng)(?: cộng| số| lại)?\b|tong (?:cong|so)\b", re.IGNORECASE)
_FOOTER: Final = re.compile(
    r"(?:nguoi (?:lap|tong hop|ky|bao cao)|thu truong|hieu truong|truong phong|chu tich|ke toan|noi nhan"
    r"|xac nhan|ky ten|danh sach|an dinh|ghi chu|luu y|tm|kt)\b|.*\bngay\b.*\bthang\b.*\bnam\b"
)
_SECTION: Final = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)/:]\s*\S")
Rows = list[tuple[int, list[RawCell]]]
CellNote = tuple[int, int, str]


def raw_table(sheet: Sheet, spec: TableSpec) -> RawTable:
    """The table of a sheet; one that holds anything but no heading of the table has one fault."""
    notes = Notes(sheet.file, list(sheet.warnings))
    rows, converted = _clean(sheet)
    heading = find_heading(sheet, rows, spec)
    if rows and heading is None:
        names = ", ".join(map(spec.heading_of, spec.required))
        notes.fault(None, "", _("no heading row found; looked for: %(names)s") % {"names": names})
    if heading is None:
        return RawTable(sheet.file, faults=notes.faults, warnings=notes.warnings)
    start = heading.at + heading.height
    notes.row = rows[start - 1][0]
    if heading.at:
        above = numbers(number for number, _cells in rows[: heading.at])
        notes.warn(
            notes.row, "", _("the heading; the rows above it are not read: %(rows)s") % {"rows": above}
        )
    body = rows[start:]
    columns = columns_of(heading, body, spec, notes)
    _fill_merged(sheet, body, columns, notes)
    kept = _without_lines_around(body, rows[heading.at : start], columns, spec, notes)
    _refuse_overhang(kept, len(heading.words), columns, notes)
    _warn_of_cells(sheet, converted, kept, columns, notes)
    return RawTable(
        sheet.file,
        [column.heading for column in columns],
        notes.row,
        [(number, [column.cell(cells) for column in columns]) for number, cells in kept],
        notes.faults,
        notes.warnings,
    )


def _clean(sheet: Sheet) -> tuple[Rows, list[CellNote]]:
    """The rows with their cells in clean text, and what was found to be of an old encoding, by cell."""
    rows: Rows = []
    found: list[CellNote] = []
    for number, raw in sheet.rows:
        cells = list(raw)
        for place, cell in enumerate(cells):
            if not isinstance(cell, str) or isinstance(cell, DateText) or (cell.isascii() and cell.isalnum()):
                continue
            text = unicodedata.normalize("NFC", cell)
            legacy = from_legacy(text)
            if legacy and legacy[0]:
                text = legacy[0]
                reason = _("typed in %(encoding)s, converted to “%(text)s”") % {
                    "encoding": legacy[1],
                    "text": text,
                }
                found.append((number, place, reason))
            elif legacy:
                reason = _("perhaps typed in %(encoding)s; please check: “%(text)s”")
                found.append((number, place, reason % {"encoding": legacy[1], "text": text}))
            cells[place] = unicodedata.normalize("NFC", visible_text(text).translate(LOOK_ALIKES)).strip()
        if any(cells):
            rows.append((number, cells))
    return rows, found


def _fill_merged(sheet: Sheet, body: Rows, columns: Sequence[Column], notes: Notes) -> None:
    """A cell merged over several rows counts for each of them."""
    headings = {place: column.heading for column in columns for place in column.places}
    at = [number for number, _cells in body]
    left_over = len(body) * len(headings)
    for top, left, bottom, _right in sheet.merges:
        first, end = bisect_left(at, top), bisect_right(at, bottom)
        left_over -= end - first if left in headings else 0
        if left_over < 0:
            notes.fault(top, "", _("merged cells lie over one another"))
            return
        if left not in headings or end - first < 2 or at[first] != top or len(body[first][1]) <= left:
            continue
        rows = body[first:end]
        value = rows[0][1][left]
        for _number, cells in rows[1:]:
            cells += [""] * (left + 1 - len(cells))
            cells[left] = cells[left] or value
        reason = _("merged cells: “%(value)s” is taken for rows %(rows)s")
        filled = {"value": value, "rows": numbers(number for number, _cells in rows)}
        notes.warn(top, headings[left], reason % filled)


def _without_lines_around(
    body: Rows, head: Rows, columns: Sequence[Column], spec: TableSpec, notes: Notes
) -> Rows:
    """The rows of the table itself: no repeated heading, no totals and sections, no footer."""
    places = {place for column in columns for place in column.places}
    needed = [column for column in columns if column.meaning in spec.required] or columns[:1]
    is_complete = [all(column.cell(cells) for column in needed) for _number, cells in body]
    last = max((at for at, complete in enumerate(is_complete) if complete), default=-1)
    keys = [[heading_key(str(cell)) for cell in cells] for _number, cells in head]
    kept: Rows = []
    skipped: list[tuple[str, int, str]] = []
    is_over = False
    for at, (number, cells) in enumerate(body):
        text = next(str(cell) for cell in cells if cell)
        word = search_key(text)
        is_over = is_over or (at > last and bool(_TOTAL.match(text) or _FOOTER.match(word)))
        if is_over:
            skipped.append((_("the lines below the table are not read: %(rows)s (“%(text)s”)"), number, text))
        elif _repeats(cells, keys) or (not kept and _is_numbering(cells)):
            skipped.append((_("the heading once more, not read: %(rows)s"), number, text))
        elif not any(cells[place] for place in places if place < len(cells)):
            skipped.append(
                (_("rows without anything in a column that is read: %(rows)s (“%(text)s”)"), number, text)
            )
        elif not is_complete[at] and (_TOTAL.match(text) or _SECTION.match(text)):
            skipped.append((_("no row of the table, not read: %(rows)s (“%(text)s”)"), number, text))
        else:
            kept.append((number, cells))
    for reason in dict.fromkeys(reason for reason, _number, _text in skipped):
        rows = [(number, text) for why, number, text in skipped if why == reason]
        shown = {"rows": numbers(number for number, _text in rows), "text": rows[0][1][:60]}
        notes.warn(rows[0][0], "", reason % shown)
    return kept


def _repeats(cells: Sequence[RawCell], keys: Sequence[Sequence[str]]) -> bool:
    """Whether a row holds the words of the heading again."""
    found = [(place, heading_key(str(cell))) for place, cell in enumerate(cells) if cell]
    return len(found) > 1 and any(
        all(place < len(words) and words[place] == key for place, key in found) for words in keys
    )


def _is_numbering(cells: Sequence[RawCell]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3)."""
    found = [str(cell).strip("()") for cell in cells if cell]
    return len(found) > 2 and found == [str(number) for number in range(1, len(found) + 1)]


def _refuse_overhang(rows: Rows, width: int, columns: Sequence[Column], notes: Notes) -> None:
    for number, cells in rows:
        if any(cells[max([width, *(column.places[-1] + 1 for column in columns)]) :]):
            notes.fault(number, "", _("more cells than the heading has; a comma too many?"))


def _warn_of_cells(
    sheet: Sheet,
    converted: Sequence[CellNote],
    rows: Rows,
    columns: Sequence[Column],
    notes: Notes,
) -> None:
    """What is hidden, rounded or converted in the rows and columns that are read."""
    headings = {place: column.heading for column in columns for place in column.places}
    read = {number for number, _cells in rows}
    if sheet.is_hidden:
        notes.warn(None, "", _("this sheet is hidden, and is read all the same"))
    hidden = [number for number in sheet.hidden_rows if number in read]
    if hidden:
        reason = _("hidden rows are read all the same: %(rows)s") % {"rows": numbers(hidden)}
        notes.warn(hidden[0], "", reason)
    for place in sorted(sheet.hidden_columns & headings.keys()):
        notes.warn(notes.row, headings[place], _("this column is hidden, and is read all the same"))
    rounded = [
        (number, place, _("shown as %(shown)s, stored as %(stored)s") % {"shown": shown, "stored": stored})
        for number, place, shown, stored in sheet.rounded
    ]
    for number, place, reason in (*converted, *rounded):
        if (number in read and place in headings) or number == notes.row:
            notes.warn(number, headings.get(place, ""), reason)


def numbers(rows: Iterable[int]) -> str:
    """Row numbers as text: 3, 7–9."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans)

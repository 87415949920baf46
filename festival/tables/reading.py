"""Reading a table: headings in English keys or Vietnamese, every cell by its kind, all faults named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _

from festival.tables.cells import Day, Refused
from festival.tables.raw import BrokenFile, RawCell, RawTable, Unreadable, Workbook, csv_table
from festival.tables.report import Fault, Report
from festival.tables.sources import limited
from festival.tables.spec import Column, Table, heading_key


@dataclass(slots=True)
class Row:
    """A row read: values by column key; `broken` names the columns that could not be read."""

    file: str
    number: int
    values: dict[str, Any]
    headings: dict[str, str]
    broken: set[str] = field(default_factory=set)
    is_leaning: bool = False

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def is_sound(self) -> bool:
        """Nothing wrong with it, nor with what it leans on."""
        return not self.broken and not self.is_leaning

    def has(self, key: str) -> bool:
        """Whether the file has this column at all."""
        return key in self.headings

    def fault(self, key: str, reason: str) -> Fault:
        """A fault of one of its cells."""
        self.broken.add(key)
        return Fault(self.file, self.number, self.headings.get(key, key), reason)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table; `is_whole` is False when the file could not be read to its end."""

    file: str
    rows: Sequence[Row] = ()
    headings: frozenset[str] = frozenset()
    is_whole: bool = True

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_table(upload: IO[bytes], spec: Table, *, name: str = "") -> tuple[Rows, Report]:
    """One table from an uploaded CSV or XLSX file (the sheet named like the table, else the first).

    Nothing is raised for what people type: look at `report.faults`.
    """
    file = PurePath(name or getattr(upload, "name", "") or f"{spec.name}.csv").name
    report = Report(order=[spec.name])
    try:
        raw = _raw_table(file, limited(upload, 20 * 1024 * 1024), spec)
    except Refused as refusal:
        report.fault(file, getattr(refusal, "row", None), "", refusal.reason)
        return Rows(file, is_whole=False), report
    return rows_of(raw, spec, report), report


def _raw_table(file: str, data: bytes, spec: Table) -> RawTable:
    if file.lower().endswith(".xlsx") or data.startswith(b"PK\x03\x04"):
        book = Workbook(file, data)
        if not book.names:
            raise BrokenFile(_("a workbook without sheets"))
        return book.table(spec) or book.sheet(book.names[0])
    return csv_table(file, data)


def rows_of(raw: RawTable, spec: Table, report: Report) -> Rows:
    """The rows of a raw table; faults and warnings go into the report."""
    places = _columns_of(raw, spec, report)
    headings = {column.key: raw.heading[place] for place, column in places.items()}
    rows = []
    for number, cells in raw.rows:
        row = Row(raw.file, number, {c.key: c.cell.empty for c in spec.columns}, headings)
        _read_cells(row, cells, places, report)
        _refuse_overhang(row, cells, len(raw.heading), report)
        _refuse_empty(row, spec, report)
        rows.append(row)
    return Rows(raw.file, rows, frozenset(headings))


def _columns_of(raw: RawTable, spec: Table, report: Report) -> dict[int, Column]:
    """Which column of the file is which of the table's."""
    places: dict[int, Column] = {}
    for place, words in enumerate(raw.heading):
        column = spec.by_heading.get(heading_key(words))
        if column is None:
            if words.strip():
                report.unknown_column(raw.file, words.strip())
            elif any(len(cells) > place and cells[place] for _number, cells in raw.rows):
                report.unknown_column(raw.file, str(place + 1))
        elif column in places.values():
            report.fault(raw.file, raw.heading_row, words.strip(), _("this column stands here twice"))
        else:
            places[place] = column
    return places


def _read_cells(row: Row, cells: Sequence[RawCell], places: dict[int, Column], report: Report) -> None:
    for place, column in places.items():
        cell = cells[place] if place < len(cells) else ""
        try:
            row.values[column.key] = _value(cell, column)
        except Refused as refusal:
            report.add(row.fault(column.key, refusal.reason))


def _value(cell: RawCell, column: Column) -> Any:
    if isinstance(cell, Unreadable):
        raise Refused(cell.reason)
    if isinstance(cell, date):
        if not isinstance(column.cell, Day):
            raise Refused(_("the spreadsheet made a date of this; format the column as text"))
        return cell
    text = cell.strip("\ufeff\u200b \t\r\n\xa0")
    return column.cell.read(text) if text else column.cell.empty


def _refuse_overhang(row: Row, cells: Sequence[RawCell], width: int, report: Report) -> None:
    if any(cell if isinstance(cell, str) else True for cell in cells[width:]):
        report.add(row.fault("", _("more cells than the heading has; a comma too many?")))


def _refuse_empty(row: Row, spec: Table, report: Report) -> None:
    for column in spec.columns:
        if column.required and column.key not in row.broken and row[column.key] in ("", None, ()):
            report.add(row.fault(column.key, _("this cell may not be empty")))

"""Reading a table: headings in English keys or Vietnamese, every cell by its kind, all faults named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _

from festival.tables.cells import Day
from festival.tables.opening import table_in
from festival.tables.raw import DateText, RawCell, RawTable, Refused, Unreadable
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
        raw = table_in(file, limited(upload, 20 * 1024 * 1024), spec)
    except Refused as refusal:
        report.fault(file, refusal.row, "", refusal.reason)
        return Rows(file, is_whole=False), report
    return rows_of(raw, spec, report), report


def rows_of(raw: RawTable, spec: Table, report: Report) -> Rows:
    """The rows of a raw table; faults and warnings go into the report."""
    report.take(raw)
    places = {place: spec.by_heading[heading_key(words)] for place, words in enumerate(raw.headings) if words}
    headings = {column.key: raw.headings[place] for place, column in places.items()}
    rows = []
    for number, cells in raw.rows:
        row = Row(raw.file, number, {c.key: c.cell.empty for c in spec.columns}, headings)
        _read_cells(row, cells, places, report)
        _refuse_empty(row, spec, report)
        rows.append(row)
    return Rows(raw.file, rows, frozenset(headings), raw.is_whole)


def _read_cells(row: Row, cells: Sequence[RawCell], places: dict[int, Column], report: Report) -> None:
    for place, column in places.items():
        try:
            row.values[column.key] = _value(cells[place], column)
        except Refused as refusal:
            report.add(row.fault(column.key, refusal.reason))


def _value(cell: RawCell, column: Column) -> Any:
    if isinstance(cell, Unreadable):
        raise Refused(cell.reason)
    if isinstance(cell, DateText) and not isinstance(column.cell, Day):
        raise Refused(_("the spreadsheet made a date of this; format the column as text"))
    return column.cell.read(cell) if cell else column.cell.empty


def _refuse_empty(row: Row, spec: Table, report: Report) -> None:
    for column in spec.columns:
        if column.required and column.key not in row.broken and row[column.key] in ("", None, ()):
            report.add(row.fault(column.key, _("this cell may not be empty")))

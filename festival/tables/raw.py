"""What a file or a sheet holds, before anybody asks what the cells mean: the results of the reading layer.

Cells are clean text: NFC, no control characters, no blanks at the ends, dates in ISO form, numbers with a
point and without needless zeros. Line breaks inside a cell are kept as a single line feed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from festival.tables.report import Fault


class Refused(ValueError):
    """A file that cannot be read; `reason` is for the person who sent it, `row` where it broke, if known."""

    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.row = row


class DateText(str):
    """The ISO text of a cell that the spreadsheet holds as a date; only a date field may take it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell of a workbook whose content cannot be taken over, and why (a formula without a value)."""

    reason: str


RawCell = str | Unreadable
RawRow = tuple[int, Sequence[RawCell]]


class TableSpec(Protocol):
    """What the reading layer asks of a table: its name, and what each heading means, by `heading_key`."""

    @property
    def name(self) -> str: ...
    @property
    def by_heading(self) -> Mapping[str, Any]: ...
    @property
    def required(self) -> Collection[Any]: ...
    def heading_of(self, column: Any) -> str: ...
    def is_named(self, sheet: str) -> bool: ...


@dataclass(slots=True)
class Sheet:
    """The rows of a CSV file or of a sheet that hold anything, with what a reader should know about them.

    merges   merged cells: first row, first column, last row, last column; columns count from 0
    hidden_columns, hidden_rows   numbers of those that hold anything
    rounded  cells that show fewer decimals than they hold: row, column, shown, stored
    """

    file: str
    name: str = ""
    rows: list[RawRow] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    rounded: list[tuple[int, int, str, str]] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A heading and rows of cells; a row has its number in the spreadsheet and as many cells as `headings`.

    file         as messages name it: "schools.csv", or "festival.xlsx/schools" for a sheet
    headings     as typed, one for each column; empty for a column that nobody reads: one without a heading,
                 an unknown one, or the second of two that mean the same
    heading_row  number of the row that holds them
    rows         rows that hold anything; title block, repeated headings and footer are left out
    faults       what stops an import (no heading row, cells beyond the heading, a column twice)
    warnings     what was guessed, merged, skipped, hidden or converted
    is_whole     False when the file could not be read to its end
    """

    file: str
    headings: Sequence[str] = ()
    heading_row: int = 1
    rows: Sequence[RawRow] = ()
    faults: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()
    is_whole: bool = True


@dataclass(slots=True)
class Notes:
    """Warnings and faults found while a table is read. `row`: the heading's."""

    file: str
    warnings: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    row: int = 1

    def warn(self, row: int | None, column: str, reason: str) -> None:
        self.warnings.append(Fault(self.file, row, column, reason))

    def fault(self, row: int | None, column: str, reason: str) -> None:
        self.faults.append(Fault(self.file, row, column, reason))

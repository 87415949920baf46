"""What a file or a sheet holds, before anybody asks what the cells mean: the result of the reading layer.

Cells are clean text: NFC, no control characters, no blanks at the ends, dates in ISO form, numbers with a
point and without needless zeros. Line breaks inside a cell are kept as a single line feed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

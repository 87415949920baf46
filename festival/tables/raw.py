"""What a file or a sheet holds, before the cells are interpreted.

Cells are clean text: NFC, no control characters, no blanks at the ends, dates in ISO form, numbers with a
point and without needless zeros. Line breaks inside a cell are kept as a single line feed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from django.utils.translation import gettext as _

from festival.tables.legacy import ENCODINGS, clean_cell, from_legacy, is_latin
from festival.tables.report import Fault, Report

MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 200


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
RawRow = tuple[int, list[RawCell]]


@dataclass(slots=True)
class Sheet:
    """The rows of a CSV file or of a sheet that hold anything, with what a reader should know about them.

    merges   merged cells: first row, first column, last row, last column; columns count from 0
    hidden_columns, hidden_rows   their numbers
    refusal  why the file could not be read
    latin    texts that may be of an old encoding: row, column, text; `is_unicode`: others cannot be
    notes    what to warn of where a cell is read: row, column, reason; column -1: the row in any case
    """

    file: str
    name: str = ""
    rows: list[RawRow] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    width: int = 0
    is_hidden: bool = False
    refusal: Refused | None = None
    latin: list[tuple[int, int, str]] = field(default_factory=list)
    is_unicode: bool = False
    notes: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """How messages name it: "schools.csv", or "festival.xlsx/schools"."""
        return f"{self.file}/{self.name}" if self.name else self.file

    def add(self, number: int, cells: list[RawCell]) -> bool:
        """Keep a row that holds anything, its texts clean; Refused when there is too much."""
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and not isinstance(cell, DateText):
                cells[place] = clean_cell(cell)
                if is_latin(cell):
                    self.latin.append((number, place, unicodedata.normalize("NFC", cell)))
                elif not cell.isascii():
                    self.is_unicode = True
        if not any(cells):
            return False
        if len(self.rows) >= MOST_ROWS:
            raise Refused(_("more than %(most)d rows") % {"most": MOST_ROWS})
        if any(cells[MOST_COLUMNS:]):
            raise Refused(_("more than %(most)d columns") % {"most": MOST_COLUMNS}, number)
        self.rows.append((number, cells[:MOST_COLUMNS]))
        self.width = max(self.width, min(len(cells), MOST_COLUMNS))
        return True

    def convert(self) -> Self:
        """Convert texts of old encodings; call once all rows are there.

        Where certain ones are of a single encoding, and no letter of the sheet lies beyond Latin-1, the whole
        sheet is of it: "Côm" is "Cụm" then.
        """
        found = [(at, text, from_legacy(text)) for *at, text in self.latin]
        certain = {legacy[1] for _at, _text, legacy in found if legacy and legacy[0]}
        whole = certain.pop() if len(certain) == 1 and not self.is_unicode else ""
        rows = dict(self.rows) if found else {}
        for (number, place), text, legacy in found:
            new, encoding = (ENCODINGS[whole](text), whole) if whole else legacy or ("", "")
            if not encoding or new == text:
                continue
            reason = _("perhaps typed in %(encoding)s; please check: “%(text)s”")
            if new:
                reason = _("typed in %(encoding)s, converted to “%(text)s”")
                rows[number][place] = clean_cell(new)
            words = {"encoding": encoding, "text": rows[number][place]}
            self.notes.append((number, place, reason % words))
        return self


@dataclass(slots=True)
class RawTable:
    """A heading and rows of cells; a row has its number in the spreadsheet and as many cells as `headings`.

    file         as messages name it: "schools.csv", or "festival.xlsx/schools" for a sheet
    report       what stops an import (no heading row, cells beyond the heading, a column twice), and what was
                 guessed, merged, skipped, hidden or converted
    headings     as typed, one for each column that is read
    heading_row  number of the row that holds them
    rows         rows that hold anything; title block, repeated headings and footer are left out
    is_whole     False when the file could not be read to its end
    """

    file: str
    report: Report
    headings: Sequence[str] = ()
    heading_row: int = 1
    rows: Sequence[RawRow] = ()
    is_whole: bool = True
    is_sound: bool = True

    def warn(self, row: int | None, column: str, reason: str) -> None:
        """Report a warning."""
        self.report.warn(Fault(self.file, row, column, reason))

    def fault(self, row: int | None, column: str, reason: str) -> None:
        """Report a fault."""
        self.report.fault(Fault(self.file, row, column, reason))
        self.is_sound = False

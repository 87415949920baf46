"""What a table holds: its columns, in the words of the file format and of Vietnamese spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from festival.tables.cells import Cell
from festival.text import search_key


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its English key, its Vietnamese heading, what its cells hold.

    also      other headings that people use for it
    required  an empty cell is a fault
    extra     beyond the contract: written only where something stands in it, and left alone when absent
    """

    key: str
    heading: str
    cell: Cell
    required: bool = False
    also: tuple[str, ...] = ()
    extra: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a bundle: `schools` is schools.csv, or the sheet “schools” of festival.xlsx."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by_heading: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known: dict[str, Column] = {}
        for column in self.columns:
            for words in (column.key, column.heading, *column.also):
                known.setdefault(heading_key(words), column)
        object.__setattr__(self, "by_heading", known)

    def column(self, key: str) -> Column:
        """The column with this English key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def required(self) -> tuple[Column, ...]:
        """The columns whose cells may not be empty."""
        return tuple(column for column in self.columns if column.required)

    def heading_of(self, column: Column) -> str:
        """The Vietnamese heading of a column."""
        return column.heading

    def is_named(self, sheet: str) -> bool:
        """Whether a sheet of this name holds the table."""
        return heading_key(sheet) in {heading_key(word) for word in (self.name, self.title, *self.also)}


def heading_key(words: str) -> str:
    """One spelling of a heading: without marks, capitals and punctuation (`school_code`, "School code")."""
    return " ".join(re.findall(r"[a-z0-9]+", search_key(words)))

"""A table of a bundle as a form: one instance reads every row, one column after the other."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from festival.forms.cells import Cell
from festival.tables.headings import heading_key
from festival.tables.raw import RawTable
from festival.tables.report import CHANGED, Fault, Report


class TableForm(forms.Form):
    """The cells of a row, or the keys of a section of festival.toml.

    The instance is bound anew for each row: fields are made once a table.
    """

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row by name of the field; a cell that cannot be read is empty, see `errors`."""
        self.data = cells
        self.full_clean()
        return {name: self.cleaned_data.get(name, cell.empty) for name, cell in self.cells.items()}

    @property
    def cells(self) -> dict[str, Cell]:
        """The fields."""
        return cast(dict[str, Cell], self.fields)


@dataclass(frozen=True)
class Table:
    """A table of a bundle: `schools` is schools.csv, or the sheet “schools” of festival.xlsx.

    titles  the Vietnamese name, and other names of the sheet, parted by " | "
    key     the columns that identify a row
    """

    name: str
    titles: str
    form: type[TableForm]
    key: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The Vietnamese name."""
        return self.titles.split(" | ")[0]

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The columns by name of the field."""
        return cast(dict[str, Cell], self.form.base_fields)

    @cached_property
    def columns(self) -> dict[str, Cell]:
        """The columns by English key."""
        return {self.key_of(name): cell for name, cell in self.cells.items()}

    @cached_property
    def by_heading(self) -> dict[str, str]:
        """The field that a heading means, by `heading_key`."""
        known: dict[str, str] = {}
        for name, cell in self.cells.items():
            for words in (self.key_of(name), str(cell.label), *cell.also):
                known.setdefault(heading_key(words), name)
        return known

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Fields whose cells may not be empty."""
        return tuple(name for name, cell in self.cells.items() if cell.required)

    def heading_of(self, name: str) -> str:
        """The Vietnamese heading of a field; empty for one that the table does not have."""
        return str(self.cells[name].label) if name in self.cells else ""

    def key_of(self, name: str) -> str:
        """The English key of a field."""
        return (self.cells[name].key if name in self.cells else "") or name

    def is_named(self, sheet: str) -> bool:
        """Whether a sheet of this name holds the table."""
        return heading_key(sheet) in {heading_key(word) for word in (self.name, *self.titles.split(" | "))}


@dataclass(slots=True, eq=False)
class Row:
    """A row that was read, of a table or of festival.toml.

    headings      headings as typed, by name of the field; a field without one has no column in the file
    table         None for a section of festival.toml, whose name is `where`
    broken        fields that cannot be used
    names_faulty  the row names another one that has a fault, and gets none of its own for it
    """

    report: Report
    file: str
    number: int | None
    values: dict[str, Any]
    headings: Mapping[str, str]
    table: Table | None = None
    where: str = ""
    broken: set[str] = field(default_factory=set)
    names_faulty: bool = False
    guessed: set[str] = field(default_factory=set)

    def read(self, form: TableForm, cells: Mapping[str, Any]) -> None:
        """Take the values that a form makes of the cells, and report its faults and warnings."""
        self.values |= form.read(cells)
        for name, errors in form.errors.as_data().items() if form.errors else ():
            self.fault(name, errors[0].messages[0])
        for name, cell in form.cells.items():
            if cell.warning:
                self.guessed.add(name)
                self.warn(name, cell.warning)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def pick(self, *names: str) -> dict[str, Any]:
        """Some of the values."""
        return {name: self.values[name] for name in names}

    @property
    def is_sound(self) -> bool:
        """Nothing wrong with it, nor with what it names."""
        return not self.broken and not self.names_faulty

    def has(self, name: str) -> bool:
        """Whether the file has this column or key at all."""
        return name in self.headings

    def fault(self, name: str, reason: str) -> None:
        """Report a fault of one of its cells."""
        self.broken.add(name)
        self.report.fault(self.message(name, reason))

    def warn(self, name: str, reason: str) -> None:
        """Report what stops nothing."""
        self.report.warn(self.message(name, reason))

    def count(self, table: str, outcome: str, names: Collection[str] = ()) -> None:
        """Count what became of the row in a table; `names`: its fields that changed."""
        if self.is_sound:
            self.report.counts.rows[table][outcome] += 1
        if self.is_sound and outcome == CHANGED:
            keys = {self.table.key_of(name) if self.table else name: name for name in names}
            absent = [key for key, name in keys.items() if name in self.values and not self.has(name)]
            self.report.counts.columns[table].update(keys.keys())
            self.report.counts.emptied[table].update(absent)

    def message(self, name: str, reason: str) -> Fault:
        """A reason with its place."""
        if self.table is None:
            return Fault(self.file, None, self.where, f"{name}: {reason}" if name else reason)
        key, heading = self.table.key_of(name), self.table.heading_of(name)
        return Fault(self.file, self.number, self.headings.get(name, key), reason, key, heading)

    def is_twice(self, seen: dict[Hashable, Row], key: Hashable, name: str) -> bool:
        """Whether an earlier row of `seen` has this key; this one is then at fault."""
        first = seen.setdefault(key, self)
        if first is not self:
            same = _("the same as in row %(row)d") if self.table else _("is listed twice")
            self.fault(name, same % {"row": first.number})
        return first is not self


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table; `is_whole` is False when the file could not be read to its end."""

    rows: Sequence[Row] = ()
    is_whole: bool = True

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def rows_of(raw: RawTable, table: Table) -> Rows:
    """Every row of a raw table through the table's form; faults and warnings go into the report."""
    names = [table.by_heading[heading_key(words)] if words else "" for words in raw.headings]
    typed = {name: words for name, words in zip(names, raw.headings, strict=True) if name}
    form = table.form({})
    absent = [name for name in table.required if name not in typed]
    if raw.rows and raw.is_sound:
        head = Row(raw.report, raw.file, raw.heading_row, {}, typed, table)
        for name in absent:
            head.fault(name, _("this column is missing"))
    for name in absent:
        form.fields[name].required = False
    rows = []
    for number, cells in raw.rows:
        row = Row(raw.report, raw.file, number, {}, typed, table, broken=set(absent))
        row.read(form, dict(zip(names, cells, strict=True)))
        rows.append(row)
    return Rows(rows, raw.is_whole)

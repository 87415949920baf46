"""What is wrong with a bundle or a table, so that the person who typed it can mend all of it at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the file, the row as a spreadsheet shows it (heading: 1), the column, why.

    column  the heading as typed; `label`: the Vietnamese one, for a file whose headings are English keys
    """

    file: str
    row: int | None = None
    column: str = ""
    reason: str = ""
    key: str = ""
    label: str = ""

    def __str__(self) -> str:
        """For the shell: schools.csv:8: name: …"""
        place = f"{self.file}:{self.row}" if self.row else self.file
        return ": ".join(part for part in (place, self.column, self.reason) if part)

    def on_page(self, *, with_file: bool = True, rows: str = "") -> str:
        """For a page: Dòng 8, cột "Tên trường": …; without the column where the reason begins with it.

        rows  all rows with this reason: 8, 10–12
        """
        column = self.label if self.column == self.key and self.label else self.column
        is_named = bool(column) and self.reason.casefold().startswith(column.casefold())
        place = "" if is_named else column
        if self.row and column and not is_named:
            place = _("Row %(row)s, column “%(column)s”") % {"row": rows or self.row, "column": column}
        elif self.row:
            place = _("Row %(row)s") % {"row": rows or self.row}
        return ": ".join(part for part in (self.file if with_file else "", place, self.reason) if part)


@dataclass(slots=True)
class Counts:
    """What became of the rows, by table; changed cells, and those that an absent column emptied."""

    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    columns: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    emptied: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


@dataclass(slots=True)
class Report:
    """Faults, which stop an import, and warnings, which do not; the same one twice is one."""

    order: Sequence[str] = ()
    counts: Counts = field(default_factory=Counts)
    _faults: dict[Fault, None] = field(default_factory=dict)
    _warnings: dict[Fault, None] = field(default_factory=dict)

    def fault(self, fault: Fault) -> None:
        """Note a fault."""
        self._faults[fault] = None

    def warn(self, warning: Fault) -> None:
        """Note something that stops nothing."""
        self._warnings[warning] = None

    @property
    def faults(self) -> list[Fault]:
        """By file in the order of a bundle, then by row; faults of a row as they were found."""
        return sorted(self._faults, key=lambda fault: (*self._place(fault.file), fault.row or 0))

    @property
    def warnings(self) -> list[Fault]:
        """As found."""
        return list(self._warnings)

    def _place(self, file: str) -> tuple[int, str]:
        stem = file.rpartition("/")[2].removesuffix(".csv")
        return (self.order.index(stem), "") if stem in self.order else (len(self.order), stem)

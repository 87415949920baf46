"""What is wrong with a bundle or a table, so that the person who typed it can mend all of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from festival.tables.raw import RawTable


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the file, the row as a spreadsheet shows it (heading: 1), the column, why."""

    file: str
    row: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row else self.file
        return ": ".join(part for part in (place, self.column, self.reason) if part)


@dataclass(slots=True)
class Report:
    """Faults, which stop an import, and warnings, which do not."""

    order: Sequence[str] = ()
    _faults: list[Fault] = field(default_factory=list)
    _warnings: list[str] = field(default_factory=list)

    def fault(self, file: str, row: int | None, column: str, reason: str) -> None:
        """Note a fault; the same one twice is one."""
        self.add(Fault(file, row, column, reason))

    def add(self, fault: Fault) -> None:
        """Note a fault that was made elsewhere."""
        if fault not in self._seen():
            self._faults.append(fault)

    def warn(self, file: str, reason: str) -> None:
        """Note something odd that stops nothing."""
        line = f"{file}: {reason}"
        if line not in self._warnings:
            self._warnings.append(line)

    def take(self, table: RawTable) -> None:
        """Note what the reading of a file found."""
        for fault in table.faults:
            self.add(fault)
        for warning in table.warnings:
            if str(warning) not in self._warnings:
                self._warnings.append(str(warning))

    @property
    def faults(self) -> list[Fault]:
        """By file in the order of a bundle, then by row; faults of a row as they were found."""
        return sorted(self._faults, key=lambda fault: (*self._place(fault.file), fault.row or 0))

    @property
    def warnings(self) -> list[str]:
        """As found."""
        return list(self._warnings)

    def _seen(self) -> set[Fault]:
        return set(self._faults[-50:])

    def _place(self, file: str) -> tuple[int, str]:
        stem = file.rpartition("/")[2].removesuffix(".csv")
        return (self.order.index(stem), "") if stem in self.order else (len(self.order), stem)

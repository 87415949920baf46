"""Rows that other rows name: found, unknown, or known and broken so that nobody is blamed twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from festival.tables import Fault, Report, Row

T = TypeVar("T")


@dataclass(slots=True)
class Known(Generic[T]):
    """What may be named, by key.

    broken   keys of rows that have a fault: whoever leans on them is not faulted again
    unnamed  rows whose key could not be read; as many unknown names may mean them
    is_whole False when the file broke off: any unknown name may stand in what is missing
    """

    items: dict[Hashable, T] = field(default_factory=dict)
    broken: set[Hashable] = field(default_factory=set)
    unnamed: int = 0
    is_whole: bool = True
    _unknown: list[tuple[Hashable, Fault]] = field(default_factory=list)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items.values())

    def get(self, key: Hashable) -> T | None:
        """The thing with this key, broken or not."""
        return self.items.get(key)

    def named(self, key: Hashable, *, row: Row, column: str, reason: str) -> T | None:
        """What a cell names. None when the row cannot stand: it is then faulted, or leans on a faulty one."""
        if key in self.broken:
            row.is_leaning = True
            return None
        found = self.items.get(key)
        if found is None:
            self._unknown.append((key, row.fault(column, reason)))
        return found

    def spoil(self, key: Hashable | None) -> None:
        """A row with this key has a fault (None: its key could not even be read)."""
        if key is None:
            self.unnamed += 1
        else:
            self.broken.add(key)

    def report_unknown(self, report: Report) -> None:
        """Fault the names that nothing explains; call once everything is read."""
        if not self.is_whole:
            return
        names = {key for key, _fault in self._unknown}
        if len(names) > self.unnamed:
            for _key, fault in self._unknown:
                report.add(fault)

"""What an import will write: rows compared in memory, counted, and written in bulk at the end."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar, cast

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Model
from django.db.models.fields.files import FieldFile

M = TypeVar("M", bound=Model)


class Outcome(StrEnum):
    """What becomes of a row of the bundle."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True)
class Changes:
    """New rows, changed rows, and how many rows of the bundle came to what."""

    counts: dict[str, Counter[Outcome]] = field(default_factory=lambda: defaultdict(Counter))
    columns: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    emptied: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _new: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    _new_ids: set[int] = field(default_factory=set)
    _changed: dict[type[Model], dict[int, tuple[Model, set[str]]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _cleared: list[tuple[type[Model], list[int], dict[str, Any]]] = field(default_factory=list)
    _dropped: list[tuple[type[Model], dict[str, Any]]] = field(default_factory=list)
    _files: list[tuple[FieldFile, str, bytes]] = field(default_factory=list)
    _stored: list[tuple[Storage, str]] = field(default_factory=list)
    _afterwards: list[Callable[[], None]] = field(default_factory=list)

    def settle(self, found: M | None, make: Callable[[], M], values: Mapping[str, Any]) -> tuple[M, Outcome]:
        """Make the row, or bring the one found to `values`; nothing is written yet."""
        if found is None:
            row = make()
            for name, value in values.items():
                setattr(row, name, value)
            self.add(row)
            return row, Outcome.CREATED
        changed = [name for name, value in values.items() if not is_same(found, name, value)]
        for name in changed:
            setattr(found, name, values[name])
        self.touch(found, changed)
        return found, Outcome.CHANGED if changed else Outcome.UNCHANGED

    def add(self, row: Model) -> None:
        """A row to be made."""
        self._new[type(row)].append(row)
        self._new_ids.add(id(row))

    def touch(self, row: Model, names: Collection[str]) -> None:
        """Columns of a row to be written; of a new row all are anyway."""
        if names and not self.is_new(row):
            self._changed[type(row)].setdefault(id(row), (row, set()))[1].update(names)

    def is_new(self, row: Model) -> bool:
        """Whether the row is made by this import."""
        return id(row) in self._new_ids

    def made(self, model: type[M]) -> list[M]:
        """Rows of a model that will be made."""
        return cast(list[M], self._new.get(model, []))

    def changed_columns(self, row: Model) -> set[str]:
        """What of a row that was there already will be written."""
        return self._changed[type(row)].get(id(row), (row, set()))[1]

    def keep_behind(self, rows: Iterable[Model], *, named: int) -> None:
        """Rows that the bundle does not name come after the `named` ones, in the order they had."""
        ordered = sorted(rows, key=lambda row: (row.position, row.pk))  # type: ignore[attr-defined]
        for place, row in enumerate(ordered, start=named):
            self.settle(row, type(row), {"position": place})

    def clear_first(self, model: type[Model], pks: list[int], **values: Any) -> None:
        """Columns that must be unique and change hands: emptied before anything is written."""
        if pks:
            self._cleared.append((model, pks, values))

    def drop_link(self, through: type[Model], **where: Any) -> None:
        """A link between two rows that the bundle no longer names (the rows themselves stay)."""
        self._dropped.append((through, where))

    def afterwards(self, act: Callable[[], None]) -> None:
        """Something to do once the rows are written, in the same transaction."""
        self._afterwards.append(act)

    def store(self, field: FieldFile, name: str, data: bytes) -> None:
        """A file to be kept under a random name; only its ending is taken from `name`."""
        self._files.append((field, PurePosixPath(name).suffix.lower() or name, data))

    def count(self, table: str, outcome: Outcome, columns: Collection[str] = ()) -> None:
        """One row of the bundle came to this."""
        self.counts[table][outcome] += 1
        if outcome is Outcome.CHANGED:
            self.columns[table].update(columns)

    @property
    def total(self) -> Counter[Outcome]:
        """All tables together."""
        return sum(self.counts.values(), Counter())

    @property
    def is_empty(self) -> bool:
        """Nothing to write."""
        return not (any(self._new.values()) or any(self._changed.values()) or self._dropped)

    def write(self, order: Sequence[type[Model]]) -> None:
        """Write everything, models in the order given (what is pointed at before what points)."""
        strangers = {*self._new, *self._changed} - set(order)
        if strangers:
            raise RuntimeError(f"no place in the order of writing: {strangers}")
        self._store_files()
        for model, pks, values in self._cleared:
            model._default_manager.filter(pk__in=pks).update(**values)
        for through, where in self._dropped:
            through._default_manager.filter(**where).delete()
        for model in order:
            if rows := self._new.get(model):
                model._default_manager.bulk_create(rows)
            self._update(model)
        for act in self._afterwards:
            act()

    def _store_files(self) -> None:
        """Put new files in place; those they replace go once the transaction has been written."""
        for file, ending, data in self._files:
            old = file.name
            file.save(f"{secrets.token_hex(16)}{ending}", ContentFile(data, name=ending), save=False)
            self._stored.append((file.storage, str(file.name)))
            if old:
                transaction.on_commit(partial(file.storage.delete, old))

    def discard_files(self) -> None:
        """Take away what was stored, when the rest could not be written."""
        for storage, name in self._stored:
            storage.delete(name)
        self._stored.clear()

    def _update(self, model: type[Model]) -> None:
        alike: dict[frozenset[str], list[Model]] = defaultdict(list)
        for row, names in self._changed.get(model, {}).values():
            alike[frozenset(names)].append(row)
        for columns, rows in alike.items():
            model._default_manager.bulk_update(rows, sorted(columns), batch_size=200)


def is_same(row: Model, name: str, value: Any) -> bool:
    """Whether the row's column holds the value already, without reading another row."""
    column = row._meta.get_field(name)
    if not column.is_relation:
        return bool(getattr(row, name) == value)
    now = getattr(row, cast(Any, column).attname)
    if value is None:
        return now is None
    return value.pk is not None and now == value.pk

"""Rows of a bundle brought into the database: found by natural key, compared, created or changed in bulk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from festival.forms.table import Row
from festival.likeness import is_alike
from festival.text import search_key

M = TypeVar("M", bound=Model)
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


@dataclass(slots=True)
class Counts:
    """What became of the rows, by table; changed cells, and those that an absent column emptied."""

    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    columns: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    emptied: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, table: str, row: Row, outcome: str, names: Collection[str] = ()) -> None:
        """Count one row; `names`: its fields that changed."""
        if not row.is_sound:
            return
        self.rows[table][outcome] += 1
        if outcome == CHANGED:
            keys = {row.table.key_of(name) if row.table else name: name for name in names}
            self.columns[table].update(keys.keys())
            absent = [key for key, name in keys.items() if name in row.values and not row.has(name)]
            self.emptied[table].update(absent)

    @property
    def total(self) -> Counter[str]:
        """All tables together."""
        return sum(self.rows.values(), Counter())


class Lookup(Generic[M]):
    """What cells may name: by key, or by a name that only one has.

    reason    the fault of a cell that names nothing, with `key` and `scope`
    fold      one spelling of names
    is_whole  False when the file broke off: an unknown name may stand in the missing part

    A scope is the contest or school that the items belong to. Rows with a fault spoil their key, or, when
    the key cannot be read, one unknown key: who names it is not blamed.
    """

    def __init__(self, reason: Any, fold: Callable[[str], str] = search_key) -> None:
        self.items: dict[tuple[int | None, Any], M] = {}
        self.is_whole = True
        self._reason, self._fold = reason, fold
        self._names: dict[tuple[int | None, str], dict[int, M]] = defaultdict(dict)
        self._broken: set[tuple[int | None, Any]] = set()
        self._unnamed: Counter[int | None] = Counter()
        self._unknown: list[tuple[int | None, Any, Callable[[], None]]] = []

    def __iter__(self) -> Iterator[M]:
        return iter(self.items.values())

    def add(self, key: Any, item: M, name: str = "", *, scope: int | None = None) -> None:
        """Make an item known."""
        self.items[scope, key] = item
        if name:
            self._names[scope, self._fold(name)][item.pk] = item

    def find(self, key: Any, scope: int | None = None) -> M | None:
        """The item with this key, else the only one with this name."""
        named = self._names.get((scope, self._fold(key)), {}) if isinstance(key, str) else {}
        return self.items.get((scope, key)) or (next(iter(named.values())) if len(named) == 1 else None)

    def of(self, scope: int) -> list[M]:
        """The items of a scope."""
        return [item for (other, _key), item in self.items.items() if other == scope]

    def named(
        self, row: Row, column: str, scope: Model | None = None, *, key: Any = None, required: bool = False
    ) -> M | None:
        """What a cell names. None when it is empty or names nothing; the row is then at fault, or leans."""
        key, pk = row[column] if key is None else key, scope.pk if scope else None
        if column in row.broken or not (key or required):
            return None
        if not key:
            row.fault(column, _("has no content"))
            return None
        found = self.find(key, pk)
        if self.is_broken(key, pk):
            row.is_leaning = True
            return None
        if found is None:
            reason = self._reason % {
                "key": key,
                "scope": getattr(scope, "slug", "") or getattr(scope, "code", ""),
            }
            row.broken.add(column)
            self._unknown.append((pk, key, lambda: row.fault(column, reason)))
        return found

    def is_broken(self, key: Any, scope: int | None = None) -> bool:
        """Whether a row with this key or name has a fault."""
        keys = {key, self._fold(key) if isinstance(key, str) else key}
        anywhere = (scope, key) not in self.items and any((None, key) in self._broken for key in keys)
        return any((scope, key) in self._broken for key in keys) or anywhere

    def is_spoiled(self, scope: int) -> bool:
        """Whether any row of the scope has a fault."""
        return bool(self._unnamed[scope]) or any(other == scope for other, _key in self._broken)

    def spoil(self, key: Any, name: str = "", *, scope: int | None = None, count: int = 1) -> None:
        """A row with this key has a fault (None: the key itself cannot be read)."""
        if name:
            self._broken.add((scope, self._fold(name)))
        if key is None:
            self._unnamed[scope] += count
        else:
            self._broken.add((scope, key))

    def report_unknown(self) -> None:
        """Fault the names that nothing explains; call once everything is read."""
        names: dict[int | None, set[Any]] = defaultdict(set)
        for scope, key, _fault in self._unknown:
            names[scope].add(key)
        for scope, _key, fault in self._unknown:
            excused = sum(self._unnamed[one] for one in {scope, None})
            if self.is_whole and len(names[scope]) > excused:
                fault()


@dataclass(slots=True, eq=False)
class Change(Generic[M]):
    """What a row does to an item: the columns that differ, and those that follow from them.

    column  where a refusal is reported
    frozen  why the item may not change; empty when it may
    """

    row: Row
    item: M
    is_new: bool
    column: str
    frozen: str = ""
    columns: set[str] = field(default_factory=set)
    following: set[str] = field(default_factory=set)

    @property
    def outcome(self) -> str:
        """Created, changed or unchanged."""
        return CREATED if self.is_new else CHANGED if self.columns else UNCHANGED

    def set(self, **values: Any) -> None:
        """Columns that follow from the row's own, and are not counted."""
        self.following |= _assign(self.item, values)


class Upsert(Generic[M]):
    """The rows of one table. `put` each, then `write`; only then new items have primary keys."""

    def __init__(self, counts: Counts, table: str, model: type[M]) -> None:
        self.counts, self.table, self.model = counts, table, model
        self.changes: list[Change[M]] = []
        self._seen: dict[Hashable, Row] = {}
        self._moved: list[tuple[M, set[str]]] = []

    def is_twice(self, row: Row, key: Hashable, column: str) -> bool:
        """Whether an earlier row has this key; the later one is then at fault."""
        first = self._seen.setdefault(key, row)
        if first is not row:
            row.twice(column, first)
        return first is not row

    def put(
        self,
        row: Row,
        item: M | None,
        values: Mapping[str, Any],
        *,
        new: Mapping[str, Any],
        column: str = "",
        frozen: str = "",
    ) -> Change[M]:
        """Bring the item to `values`, or make one of them and `new`."""
        change: Change[M]
        if item is None:
            made = self.model(**{**new, **values})
            change = Change(row, made, is_new=True, column=column, frozen=frozen)
        else:
            columns = _assign(item, values)
            change = Change(row, item, is_new=False, column=column, frozen=frozen, columns=columns)
        self.changes.append(change)
        return change

    def move(self, item: M, **values: Any) -> None:
        """Columns of an item that the file does not name."""
        names = _assign(item, values)
        if names:
            self._moved.append((item, names))

    def keep_behind(self, items: Iterable[M], *, named: int) -> None:
        """Items that the file does not name come after the `named` ones, in the order they had."""
        ordered = sorted(items, key=lambda item: (item.position, item.pk))  # type: ignore[attr-defined]
        for place, item in enumerate(ordered, start=named):
            self.move(item, position=place)

    def write(self, *, unique: Collection[str] = (), even_faulty: bool = False) -> list[Change[M]]:
        """Create and update what the sound rows say; the changes that were written.

        unique       columns with values that no two may have, and that may change hands
        even_faulty  faulty rows too, so that what belongs to them can be checked before all is rolled back
        """
        for change in self.changes:
            if change.frozen and change.outcome != UNCHANGED:
                change.row.fault(change.column, change.frozen)
        done = [change for change in self.changes if even_faulty or change.row.is_sound]
        objects = self.model._default_manager
        objects.bulk_create([change.item for change in done if change.is_new])
        alike: dict[frozenset[str], list[M]] = defaultdict(list)
        for change in done:
            names = change.columns | change.following
            if names and not change.is_new:
                alike[frozenset(names)].append(change.item)
        for item, moved in self._moved:
            alike[frozenset(moved)].append(item)
        for name in unique:
            pks = [item.pk for columns, items in alike.items() if name in columns for item in items]
            empty = None if self.model._meta.get_field(name).null else ""
            objects.filter(pk__in=pks).update(**{name: empty})
        for columns, items in alike.items():
            objects.bulk_update(items, sorted(columns), batch_size=200)
        for change in done:
            self.counts.add(self.table, change.row, change.outcome, change.columns)
        return done

    def warn_alike(
        self,
        standing: Iterable[M],
        *,
        name: Callable[[M], str],
        scope: Callable[[M], object] = lambda item: None,
        shown: Callable[[M], str] | None = None,
        column: str = "",
    ) -> None:
        """Warn of items that the file does not name any more, where a new one is likely their correction."""
        named = {change.item.pk for change in self.changes if not change.is_new}
        gone: dict[object, list[M]] = defaultdict(list)
        for item in standing:
            if item.pk not in named:
                gone[scope(item)].append(item)
        for change in (change for change in self.changes if change.is_new and change.row.is_sound):
            for old in gone[scope(change.item)]:
                if is_alike(name(change.item), name(old)):
                    words = _("row not in the file any more: “%(old)s”; very like the new one")
                    reason = words % {"old": (shown or name)(old)}
                    change.row.warn(column or change.column, reason)


def _assign(item: Model, values: Mapping[str, Any]) -> set[str]:
    """Set the columns; the names of those that changed."""
    changed = set()
    for name, value in values.items():
        attname = item._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(item, attname) != (value.pk if isinstance(value, Model) else value):
            setattr(item, name, value)
            changed.add(name)
    return changed

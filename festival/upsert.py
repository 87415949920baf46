"""Rows of a bundle written to the database: found by natural key, compared, created or changed in bulk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from festival.forms.table import Row
from festival.likeness import is_alike
from festival.tables.report import CHANGED, CREATED, UNCHANGED
from festival.text import search_key

M = TypeVar("M", bound=Model)
Owner = TypeVar("Owner", bound=Model)


class Lookup(Generic[M]):
    """What cells may name: by key, or by a name that only one has. A subclass declares a table.

    reason    the fault of a cell that names nothing, with `key` and `scope`
    key       the attribute of an item that is its key in its scope, or several
    name      the attribute that is its name; `fold` makes one spelling of it
    scope     the attribute with the primary key of the contest, school or booth that it belongs to
    is_whole  False when the file could not be read to its end: an unknown name may be in the missing part
    standing  the items from before the import

    A row that names a faulty row gets no fault of its own: the keys of faulty rows are noted, and so is their
    number where the key itself cannot be read.
    """

    reason: Any = ""
    key: str | Sequence[str] = "pk"
    name = scope = ""
    fold: Callable[[str], str] = staticmethod(search_key)

    def __init__(self) -> None:
        self.standing: list[M] = []
        self.is_whole = True
        self.name_of, self.scope_of = _reader(self.name), _reader(self.scope)
        self._items: dict[int | None, dict[Any, M]] = defaultdict(dict)
        self._keys: dict[int, tuple[int | None, Any]] = {}
        self._names: dict[tuple[int | None, str], dict[int, M]] = defaultdict(dict)
        self._broken: set[tuple[int | None, Any]] = set()
        self._unnamed: Counter[int | None] = Counter()
        self._unknown: list[tuple[int | None, Any, Callable[[], None]]] = []

    def key_of(self, item: M) -> Any:
        """The key of an item in its scope."""
        return _reader(self.key)(item)

    def __iter__(self) -> Iterator[M]:
        return chain.from_iterable(items.values() for items in self._items.values())

    def load(self, items: Iterable[M]) -> None:
        """Make known what there is before the import."""
        self.standing = list(items)
        self.keep(self.standing)

    def keep(self, items: Iterable[M]) -> None:
        """Make items known by the keys and names that they have now."""
        for item in items:
            old_scope, old_key = self._keys.get(item.pk, (None, None))
            if (old := self._items[old_scope].get(old_key)) and old.pk == item.pk:
                del self._items[old_scope][old_key]
            scope, key, name = self.scope_of(item), self.key_of(item), self.name_of(item)
            self._keys[item.pk] = scope, key
            self._items[scope][key] = item
            if name:
                self._names[scope, self.fold(name)][item.pk] = item

    def get(self, key: Any, scope: int | None = None) -> M | None:
        """The item with this key."""
        return self._items[scope].get(key)

    def find(self, key: Any, scope: int | None = None) -> M | None:
        """The item with this key, else the only one with this name."""
        named = self._names.get((scope, self.fold(key)), {}) if isinstance(key, str) else {}
        return self.get(key, scope) or (next(iter(named.values())) if len(named) == 1 else None)

    def of(self, scope: int | None) -> dict[Any, M]:
        """The items of a scope, by key."""
        return self._items[scope]

    def named(
        self, row: Row, column: str, scope: Model | None = None, *, key: Any = None, required: bool = False
    ) -> M | None:
        """What a cell names. None when it is empty, unknown (a fault) or faulty (`names_faulty`)."""
        key, pk = row[column] if key is None else key, scope.pk if scope else None
        if column in row.broken or not (key or required):
            return None
        if not key:
            row.fault(column, _("has no content"))
            return None
        if self.is_broken(key, pk):
            row.names_faulty = True
            return None
        found = self.find(key, pk)
        if found is None:
            of = getattr(scope, "slug", "") or getattr(scope, "code", "")
            reason = self.reason % {"key": key, "scope": of}
            if isinstance(key, str) and len(self._names.get((pk, self.fold(key)), {})) > 1:
                reason = _("several are called “%(key)s”; please give the code") % {"key": key}
            row.broken.add(column)
            self._unknown.append((pk, key, lambda: row.fault(column, reason)))
        return found

    def is_broken(self, key: Any, scope: int | None = None) -> bool:
        """Whether a row with this key or name has a fault."""
        keys = {key, self.fold(key) if isinstance(key, str) else key}
        scopes = {scope} if self.get(key, scope) else {scope, None}
        return any((one, key) in self._broken for one in scopes for key in keys)

    def has_faulty(self, scope: int) -> bool:
        """Whether any row of the scope has a fault."""
        return bool(self._unnamed[scope]) or any(other == scope for other, _key in self._broken)

    def note_faulty(self, key: Any, name: str = "", *, scope: int | None = None, count: int = 1) -> None:
        """Note that a row with this key has a fault (None: the key itself cannot be read)."""
        if name:
            self._broken.add((scope, self.fold(name)))
        if key is None:
            self._unnamed[scope] += count
        else:
            self._broken.add((scope, key))

    def report_unknown(self) -> None:
        """Report the names that neither exist nor are those of faulty rows; call once everything is read."""
        names: dict[int | None, set[Any]] = defaultdict(set)
        for scope, key, _fault in self._unknown:
            names[scope].add(key)
        for scope, _key, fault in self._unknown:
            excused = sum(self._unnamed[one] for one in {scope, None})
            if self.is_whole and len(names[scope]) > excused:
                fault()


@dataclass(slots=True, eq=False)
class Change(Generic[M]):
    """What a row does to an item: what differs, and the columns that follow from it.

    column   where a refusal is reported
    columns  fields of the row with another value; some may be stored elsewhere than in the item
    """

    row: Row
    item: M
    column: str
    columns: set[str]
    following: set[str] = field(default_factory=set)
    is_new: bool = False

    @property
    def outcome(self) -> str:
        """Created, changed or unchanged."""
        return CREATED if self.is_new else CHANGED if self.columns else UNCHANGED

    def set(self, **values: Any) -> None:
        """Columns that follow from the row's own, and are not counted."""
        self.following |= _assign(self.item, values)


class Upsert(Lookup[M]):
    """One table: the items that there are, and what rows make of them. `put` each row, then `write`.

    table     where the rows are counted
    column    where a refusal is reported
    plain     columns that are stored as they are in the row
    optional  such columns that stay as they are where the file does not have them
    ordered   new items come last in their scope, in the column `order`

    A new item is likely the correction of another in `alike_scope`; `alike_column` has the warning, which
    calls the other as `shown`.

    Only after `write` new items have primary keys and are known.
    """

    table: str
    model: type[M]
    column = alike_column = ""
    alike_scope: str | Sequence[str] = ""
    plain: Collection[str] = ()
    optional: Collection[str] = ()
    ordered = False
    shown = "{0}"

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[Change[M]] = []
        self.done: list[Change[M]] = []
        self._seen: dict[Hashable, Row] = {}
        self._moved: list[M] = []
        self._added: Counter[int | None] = Counter()

    def frozen(self, item: M) -> str:
        """Why an item may not change; empty when it may."""
        return ""

    def is_twice(self, row: Row, key: Hashable, column: str = "") -> bool:
        """Whether an earlier row has this key; the later one is then at fault."""
        return row.is_twice(self._seen, key, column or self.column)

    def owned(
        self,
        rows: Iterable[Row] | None,
        owner_of: Callable[[Row], Owner | None],
        key: Callable[[Row], Hashable],
    ) -> Iterator[tuple[Row, Owner]]:
        """The rows that can be used, each with what it belongs to and the first with its key there."""
        for row in rows or ():
            owner = owner_of(row)
            if owner is not None and row.is_sound and not self.is_twice(row, (owner.pk, key(row))):
                yield row, owner

    def put(
        self, row: Row, item: M | None, new: Mapping[str, Any], values: Mapping[str, Any] | None = None
    ) -> Change[M]:
        """Bring the item to the row's plain columns and `values`, or make one of them and `new`."""
        names = (*self.plain, *(name for name in self.optional if row.has(name)))
        values = {**row.pick(*names), **(values or {})}
        if item is None:
            change = Change(row, self.model(**{**new, **values}), self.column, set(values), is_new=True)
        else:
            _assign(item, {name: owner for name, owner in new.items() if isinstance(owner, Model)})
            change = Change(row, item, self.column, _assign(item, values))
        if change.is_new and self.ordered:
            scope = self.scope_of(change.item)
            change.set(order=len(self.of(scope)) + self._added[scope])
            self._added[scope] += 1
        self.changes.append(change)
        return change

    def put_list(
        self, rows: Collection[Row], scope: int | None, new: Mapping[str, Any], *, key: str = "code"
    ) -> list[Change[M]]:
        """A list of festival.toml: items in its order, followed by those that it does not name."""
        known = self.of(scope)
        codes, done = [row[key] for row in rows], []
        for position, row in enumerate(rows):
            if key not in row.broken and not self.is_twice(row, (scope, row[key]), key):
                done.append(self.put(row, known.get(row[key]), new, {"position": position}))
            if not row.is_sound:
                self.note_faulty(None if key in row.broken else row[key], row["name"], scope=scope)
        if rows and not self.frozen(self.model(**new)):
            others: list[Any] = [item for code, item in known.items() if code not in codes]
            others.sort(key=lambda item: (item.position, item.pk))
            for position, item in enumerate(others, start=len(rows)):
                self._moved += [item] if _assign(item, {"position": position}) else []
        return done

    def refuse_held(self, column: str, reason: str, value: Callable[[M], Any]) -> None:
        """Report values that belong to an item that the file does not name, or to an earlier row."""
        mine = {change.item.pk for change in self.changes}
        held = {value(item): item for item in self if getattr(item, column) and item.pk not in mine}
        for change in self.changes:
            if getattr(change.item, column) and change.row.is_sound:
                holder = held.setdefault(value(change.item), change.item)
                if holder is not change.item:
                    words = {"value": getattr(change.item, column), "holder": holder}
                    change.row.fault(column, reason % words)

    def write(
        self, *, unique: Collection[str] = (), even_faulty: bool = False, is_counted: bool = True
    ) -> list[Change[M]]:
        """Create and update what the sound rows say; the changes that were written.

        unique       columns with values that no two items may have, and that two may exchange
        even_faulty  faulty rows too, so that what belongs to them can be checked before all is rolled back
        is_counted   False for rows that are counted in another table
        """
        for change in self.changes:
            if change.outcome != UNCHANGED and (reason := self.frozen(change.item)):
                change.row.fault(change.column, reason)
        done = [change for change in self.changes if even_faulty or change.row.is_sound]
        objects, stored = self.model._default_manager, {one.name for one in self.model._meta.concrete_fields}
        objects.bulk_create([change.item for change in done if change.is_new])
        alike: dict[frozenset[str], list[M]] = defaultdict(list)
        for change in done:
            names = (change.columns | change.following) & stored
            if names and not change.is_new:
                alike[frozenset(names)].append(change.item)
        if self._moved:
            alike[frozenset({"position"})] += self._moved
        for name in unique:
            pks = [item.pk for columns, items in alike.items() if name in columns for item in items]
            empty = None if self.model._meta.get_field(name).null else ""
            objects.filter(pk__in=pks).update(**{name: empty})
        for columns, items in alike.items():
            objects.bulk_update(items, sorted(columns), batch_size=200)
        for change in done if is_counted else ():
            change.row.count(self.table, change.outcome, change.columns)
        self.keep(change.item for change in done)
        self.done, self.changes = done, []
        return done

    def warn_alike(self) -> None:
        """Warn of two of one name, where a cell may name them, and of items that the file does not name any
        more, where a new one is likely their correction."""
        scope_of = _reader(self.alike_scope or self.scope)
        named = {change.item.pk for change in self.done if not change.is_new}
        gone: dict[object, list[M]] = defaultdict(list)
        for item in self.standing:
            if item.pk not in named:
                gone[scope_of(item)].append(item)
        first: dict[Hashable, Change[M]] = {}
        for change in (change for change in self.done if change.row.is_sound):
            item, name = change.item, self.name_of(change.item)
            alike = gone[scope_of(item)] if change.is_new else ()
            words = _("row not in the file any more: “%(old)s”; very like the new one")
            others = [old for old in alike if is_alike(self.alike_name(item), self.alike_name(old))]
            if name and self.reason:
                twin = first.setdefault((self.scope_of(item), self.fold(name)), change)
                if twin.item is not item and {twin.outcome, change.outcome} != {UNCHANGED}:
                    words, others = _("“%(old)s” has the same name"), [twin.item]
            for old in others:
                change.row.warn(self.alike_column or change.column, words % {"old": self.shown.format(old)})

    def alike_name(self, item: M) -> str:
        """The name by which a likely correction is known."""
        return str(self.name_of(item))


def _reader(names: str | Sequence[str]) -> Callable[[Any], Any]:
    """Reads one attribute, or several; None without any."""
    if not names:
        return lambda item: None
    return attrgetter(names) if isinstance(names, str) else attrgetter(*names)


def _assign(item: Model, values: Mapping[str, Any]) -> set[str]:
    """Set the columns; the names of those that changed."""
    changed = set()
    for name, value in values.items():
        attname = item._meta.get_field(name).attname  # type: ignore[union-attr]
        if getattr(item, attname) != (value.pk if isinstance(value, Model) else value):
            changed.add(name)
        if name in changed or isinstance(value, Model):  # who has the owner need not read it again
            setattr(item, name, value)
    return changed

"""Row locks that work alike on SQLite and PostgreSQL.

`select_for_update` does nothing on SQLite, so a lock is an UPDATE that writes a column's own value
(`SET name = name`): whoever updates the same row later waits until the transaction ends. A value is never
taken from a loaded object, because that object may be older than the row.

Order of the locks. A transaction that needs several rows locks them in this order, and rows of one model by
primary key, so that two transactions never wait for each other:

1. festival
2. contest
3. school
4. judge; stand
5. registration: booth, then entry
6. score sheet, settlement, certificate
7. head of the audit chain (`log_event`, the last statement of an action)

An action locks first, decides from the rows that `lock` returned, and writes last. What the lock's conditions
name (`state`, who froze, which run) therefore holds until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import TypeVar

from django.db import connection, models
from django.db.models import F

from festival.refusals import RuleBroken
from festival.states import stale

Row = TypeVar("Row", bound=models.Model)


def lock(row: Row, *, refusal: RuleBroken | None = None, **where: object) -> Row:
    """Lock the row and return it freshly read; the given object stays as it is.

    where    lookups on the row's own columns that must hold now
    refusal  raised when they do not hold or the row is gone; StaleState if not given
    """
    found = lock_or_none(row, **where)
    if found is None:
        raise refusal or stale()
    return found


def lock_or_none(row: Row, **where: object) -> Row | None:
    """Lock the row as `lock` does, but return None when the conditions do not hold."""
    model = type(row)
    return model._default_manager.get(pk=row.pk) if lock_keys(model, [row.pk], **where) else None


def lock_keys(model: type[models.Model], keys: Collection[int], **where: object) -> set[int]:
    """Lock several rows of a model, in the order of their keys; the keys where the conditions hold."""
    if not connection.in_atomic_block:
        raise RuntimeError("a lock outside a transaction ends at once")
    rows, column = model._default_manager.filter(**where), _plain_column(model)
    return {key for key in sorted(keys) if rows.filter(pk=key).update(**{column: F(column)})}


def fingerprint_of(values: object) -> str:
    """The first 16 hex digits of the SHA-256 of `repr(values)`, to compare values before and after a lock."""
    return sha256(repr(values).encode()).hexdigest()[:16]


def versions_of(rows: Iterable[models.Model]) -> str:
    """A fingerprint of rows in their present versions."""
    return fingerprint_of(sorted((row.pk, row.version) for row in rows))  # type: ignore[attr-defined]


def refuse_other_versions(rows: Iterable[models.Model], *, seen: str) -> None:
    """StaleState unless the locked rows have the versions of `seen`, which `versions_of` gave a page."""
    if versions_of(rows) != seen:
        raise stale()


def _plain_column(model: type[models.Model]) -> str:
    """A column that is neither key nor relation: writing it locks no other row."""
    return next(
        field.name for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation
    )

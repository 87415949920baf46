"""Saving a page only where nobody else has changed what it showed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from festival.locks import fingerprint_of, lock
from festival.states import stale


@transaction.atomic
def run_unchanged(
    action: Callable[..., object],
    rows: Sequence[Model],
    read: Callable[[Any], object],
    seen: str,
    /,
    **context: object,
) -> None:
    """Lock `rows` in their order, compare, and run the action in the same transaction.

    StaleState when what `read` gives of the last row, now locked, has another fingerprint than `seen`.
    """
    locked = [lock(row) for row in rows]
    if fingerprint_of(read(locked[-1])) != seen:
        raise stale()
    action(**context)

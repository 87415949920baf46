"""Run an action only when the values that its page was rendered with are unchanged."""

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
    """Lock `rows` in their order, compare fingerprints, and run the action in the same transaction.

    StaleState when `read` returns values of another fingerprint than `seen` for the last row, now locked.
    """
    locked = [lock(row) for row in rows]
    if fingerprint_of(read(locked[-1])) != seen:
        raise stale()
    action(**context)

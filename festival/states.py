"""The only functions that move a row's state or version."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from festival.refusals import RuleBroken, StaleState

Moves = Mapping[str, Collection[str]]


def move(row: models.Model, to: str, moves: Moves, *where: Q, **stamps: object) -> None:
    """Compare-and-set `row.state` to `to`, then read the row again.

    where  further conditions in the database, such as who made the previous move

    RuleBroken when `moves` does not allow it, StaleState when the row was changed after it was loaded.
    """
    now_at = str(row.state)  # type: ignore[attr-defined]
    if to not in moves.get(now_at, ()):
        raise bad_move()
    rows = type(row)._default_manager.filter(*where, pk=row.pk, state=now_at)
    if rows.update(state=to, **stamps) != 1:
        raise stale()
    row.refresh_from_db()


def next_version(row: models.Model, *, seen: int) -> None:
    """Increment `row.version` by compare-and-set; StaleState when it is not `seen`."""
    rows = type(row)._default_manager.filter(pk=row.pk, version=seen)
    if rows.update(version=seen + 1) != 1:
        raise stale()
    row.version = seen + 1  # type: ignore[attr-defined]


def stale() -> StaleState:
    """The refusal of a form whose row was changed meanwhile."""
    return StaleState(
        "stale", _("This was changed by someone else meanwhile. Please reload and check it again.")
    )


def bad_move() -> RuleBroken:
    """The refusal of a move that the row's state does not allow."""
    return RuleBroken(
        "bad-move", _("This is not possible in the present state. Please reload the page and look again.")
    )

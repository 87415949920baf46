"""Place many booths at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from booths.actions.stands import place_at_stand
from booths.models import Booth, Stand
from booths.queries.office import placeable, stands_of
from contests.models import Contest
from festival.locks import lock
from festival.models import Festival, User
from festival.refusals import RuleBroken


@transaction.atomic
def place_booths(*, festival: Festival, placements: Mapping[int, int | None], by: User, now: datetime) -> int:
    """Move each booth to a stand (primary keys; None removes it). Returns how many moved.

    Moved booths leave their stands first, so that two may swap. RuleBroken for two booths on one stand.
    """
    _lock_plan(festival)
    stands = {stand.pk: stand for stand in stands_of(festival)}
    moving = [b for b in placeable(festival) if b.pk in placements and placements[b.pk] != b.stand_id]
    wanted = [placements[booth.pk] for booth in moving if placements[booth.pk]]
    if len(set(wanted)) < len(wanted):
        raise RuleBroken("stand-twice", _("Two booths cannot have the same stand."))
    for booth in moving:
        if booth.stand_id is not None:
            place_at_stand(booth=booth, stand=None, by=by, now=now)
    for booth in moving:
        stand = stands.get(placements[booth.pk] or 0)
        if stand is not None:
            place_at_stand(booth=booth, stand=stand, by=by, now=now)
    return len(moving)


@transaction.atomic
def fill_stands(*, festival: Festival, by: User, now: datetime) -> int:
    """Place booths without a stand, by school, at the free stands in order. Returns how many were placed."""
    _lock_plan(festival)
    booths = placeable(festival)
    taken = {booth.stand_id for booth in booths}
    free: Sequence[Stand] = [stand for stand in stands_of(festival) if stand.pk not in taken]
    waiting: Sequence[Booth] = [booth for booth in booths if booth.stand_id is None]
    for booth, stand in zip(waiting, free, strict=False):
        place_at_stand(booth=booth, stand=stand, by=by, now=now)
    return min(len(waiting), len(free))


def _lock_plan(festival: Festival) -> None:
    """Lock the rows that placing needs, before the booths are read."""
    lock(festival)
    for contest in Contest.objects.filter(entries__booth__in=placeable(festival)).distinct().order_by("pk"):
        lock(contest)

"""The locks of an action on a booth."""

from __future__ import annotations

from booths.models import Booth
from contests.actions.locks import lock_contests, lock_school
from contests.models import Contest
from festival.locks import lock


def lock_booth(booth: Booth, *, chosen: int | None = None) -> Booth:
    """Lock the contest of the booth's entry, the contest `chosen` for it, the school and the booth.

    Returns the booth. RuleBroken when one of the contests is not open; StaleState when the booth's state or
    entry is not the loaded one.
    """
    keys = [key for key in (booth.entry.contest_id if booth.entry else None, chosen) if key]
    lock_contests(Contest.objects.filter(festival_id=booth.festival_id, pk__in=keys))
    lock_school(booth.school)
    return lock(booth, state=booth.state, entry=booth.entry_id)

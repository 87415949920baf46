"""What every action on a booth passes first: locks, then whether the school may change it now."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from booths.models import Booth
from contests.actions.locks import lock_contests, lock_school, refuse_outside
from contests.models import Contest
from contests.queries.windows import contest_window, festival_window
from contests.rules import EDITABLE
from festival.locks import lock
from festival.refusals import RuleBroken

State = Booth.State


def lock_booth(booth: Booth, *, chosen: int | None = None) -> Booth:
    """Lock the contest of the booth's entry, the contest `chosen` for it, the school and the booth.

    Returns the booth. RuleBroken when one of the contests is not open; StaleState when the booth's state or
    entry is not the loaded one.
    """
    keys = [key for key in (booth.entry.contest_id if booth.entry else None, chosen) if key]
    lock_contests(Contest.objects.filter(festival_id=booth.festival_id, pk__in=keys))
    lock_school(booth.school)
    return lock(booth, state=booth.state, entry=booth.entry_id)


def refuse_uneditable(booth: Booth, *, now: datetime) -> None:
    """RuleBroken unless the school may change the registration now."""
    if booth.state not in EDITABLE:
        raise RuleBroken(
            "not-editable", _("This registration is not a draft; take it back first to change it.")
        )
    refuse_late(booth, now=now)


def refuse_late(booth: Booth, *, now: datetime) -> None:
    """RuleBroken outside the window; what the office has sent back may be mended after it has closed."""
    if booth.state == State.RETURNED:
        return
    refuse_outside(festival_window(booth.festival), now=now)
    if booth.entry is not None:
        refuse_outside(contest_window(booth.entry.contest), now=now)

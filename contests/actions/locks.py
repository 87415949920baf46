"""Locks and preconditions of the actions of schools and the office: windows, participation, quotas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contests.models import Contest, Entry
from contests.rules import SCHOOL_MOVES, Window, window_state
from festival.locks import lock
from festival.models import School
from festival.queries.schools import takes_part
from festival.refusals import RuleBroken
from festival.states import bad_move


def lock_contest(contest: Contest) -> Contest:
    """Lock an open contest and return it; RuleBroken once its scores are being closed."""
    closed = RuleBroken(
        "contest-not-open",
        _("The marks of “%(contest)s” are locked; its entries can no longer be changed.")
        % {"contest": contest.name},
    )
    return lock(contest, state=Contest.State.OPEN, refusal=closed)


def lock_contests(contests: Iterable[Contest]) -> None:
    """Lock several open contests, in the order of their primary keys."""
    for contest in sorted(set(contests), key=lambda contest: contest.pk):
        lock_contest(contest)


def lock_school(school: School) -> School:
    """Lock the school before its registrations are counted, and return it."""
    return lock(school)


def lock_entry(entry: Entry) -> Entry:
    """Lock the entry's contest, its school and the entry, and return the entry.

    RuleBroken when the contest is not open; StaleState when the entry's state is not the loaded one.
    """
    lock_contest(entry.contest)
    lock_school(entry.school)
    return lock(entry, state=entry.state)


def refuse_outside(window: Window, *, now: datetime) -> None:
    """RuleBroken with date and time, before a window opens and after it closes."""
    stands = window_state(window, now=now)
    if stands == "not_yet" and window.opens_at is not None:
        at = local_time(window.opens_at)
        raise RuleBroken("window-not-open", _("Registration opens at %(at)s.") % {"at": at})
    if stands == "closed" and window.closes_at is not None:
        raise RuleBroken(
            "window-closed",
            _("Registration closed at %(at)s. Please speak with the organisers.")
            % {"at": local_time(window.closes_at)},
        )


def refuse_absent(school: School) -> None:
    """RuleBroken unless the school takes part: it has confirmed, or is a partner of one that registered."""
    if takes_part(school):
        return
    raise RuleBroken("not-taking-part", _("Your school has not confirmed yet that it takes part."))


def refuse_over(quota: int | None, *, used: int, wanted: int = 1, what: str) -> None:
    """RuleBroken with the numbers when `wanted` more exceed the quota of `what`."""
    if quota is None or used + wanted <= quota:
        return
    raise RuleBroken(
        "quota-full",
        _("%(what)s: a school may register %(quota)d; yours has %(used)d, %(wanted)d more do not fit.")
        % {"what": what, "quota": quota, "used": used, "wanted": wanted},
    )


def refuse_move(state: str, *, to: str) -> None:
    """RuleBroken when a school may not move its registration from `state` to `to`."""
    if to not in SCHOOL_MOVES.get(state, ()):
        raise bad_move()


def local_time(at: datetime) -> str:
    """An instant in the local time zone, such as "17:00, 20/12/2024"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'H:i')}, {date_format(local, 'd/m/Y')}"

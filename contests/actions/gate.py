"""What every act of a school or the office passes first: rows held, windows, participation, quotas.

Rows are taken by UPDATE before anything that depends on them, so that two writers queue on both databases;
the order is always contest, school, registration: nobody then waits for somebody who waits for him.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contests.models import Contest
from contests.rules import SCHOOL_MOVES, Window, window_state
from festival.models import School
from festival.refusals import RuleBroken


def hold_contest(contest: Contest | None) -> None:
    """Take an open contest's row until the transaction ends; RuleBroken once its results are being closed."""
    if contest is None:
        return
    rows = Contest.objects.filter(pk=contest.pk, state=Contest.State.OPEN)
    if rows.update(state=Contest.State.OPEN) != 1:
        raise RuleBroken(
            "contest-not-open",
            _("The marks of “%(contest)s” are locked; its entries can no longer be changed.")
            % {"contest": contest.name},
        )


def hold_school(school: School) -> None:
    """Take the school's row until the transaction ends, before its registrations are counted."""
    School.objects.filter(pk=school.pk).update(participation=F("participation"))
    school.refresh_from_db(fields=["participation"])


def refuse_outside(window: Window, *, now: datetime) -> None:
    """RuleBroken with the hour, before a window opens and after it closes."""
    stands = window_state(window, now=now)
    if stands == "not_yet" and window.opens_at is not None:
        at = in_words(window.opens_at)
        raise RuleBroken("window-not-open", _("Registration opens at %(at)s.") % {"at": at})
    if stands == "closed" and window.closes_at is not None:
        raise RuleBroken(
            "window-closed",
            _("Registration closed at %(at)s. Please speak with the organisers.")
            % {"at": in_words(window.closes_at)},
        )


def refuse_absent(school: School) -> None:
    """RuleBroken unless the school has said that it takes part."""
    if school.participation == School.Participation.CONFIRMED:
        return
    raise RuleBroken("not-taking-part", _("Your school has not confirmed yet that it takes part."))


def refuse_over(quota: int | None, *, used: int, wanted: int = 1, what: str) -> None:
    """RuleBroken with the numbers when `wanted` more do not fit into the quota of `what`."""
    if quota is None or used + wanted <= quota:
        return
    raise RuleBroken(
        "quota-full",
        _("%(what)s: a school may register %(quota)d; yours has %(used)d, %(wanted)d more do not fit.")
        % {"what": what, "quota": quota, "used": used, "wanted": wanted},
    )


def refuse_move(state: str, *, to: str) -> None:
    """RuleBroken when a school may not take its registration from this state to that."""
    if to not in SCHOOL_MOVES.get(state, ()):
        raise RuleBroken("bad-move", _("This can no longer be changed."))


def in_words(at: datetime) -> str:
    """17:00, 20/12/2024: in the time of the place."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'H:i')}, {date_format(local, 'd/m/Y')}"

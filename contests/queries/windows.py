"""Registration windows, and places used of the quotas."""

from __future__ import annotations

from contests.models import Contest, Entry
from contests.rules import Window
from festival.models import Festival, School


def festival_window(festival: Festival) -> Window:
    """The registration window of booths."""
    return Window(festival.registration_opens_at, festival.registration_closes_at)


def contest_window(contest: Contest) -> Window:
    """The registration window of the contest: its own instants, else the festival's."""
    return Window(contest.opens_at, contest.closes_at).within(festival_window(contest.festival))


def entries_used(contest: Contest, school: School, *, but: int | None = None) -> int:
    """Number of the school's entries that count towards the contest's quota, without the entry `but`."""
    return (
        Entry.objects.counted_in_quota().filter(contest=contest, school=school).exclude(pk=but or 0).count()
    )

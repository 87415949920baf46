"""Reads of contest entries for their school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from contests.models import Attachment, Category, Contest, Entry, Member
from contests.queries.windows import contest_window
from contests.rules import Need, entry_needs, quota_left, school_may_edit, school_may_move, window_state
from festival.models import School
from festival.text import search_key

LEVEL_KEYWORDS = {
    School.Level.KINDERGARTEN: ("mam non", "mau giao"),
    School.Level.PRIMARY: ("tieu hoc",),
    School.Level.LOWER_SECONDARY: ("thcs", "trung hoc co so"),
    School.Level.UPPER_SECONDARY: ("thpt", "trung hoc pho thong"),
}


@dataclass(frozen=True, slots=True)
class Quota:
    """Places used by a school, of `whole`; `whole` and `left` are None without a quota."""

    used: int
    whole: int | None
    left: int | None


def entries_of_school(school: School, contest: Contest | None = None) -> QuerySet[Entry]:
    """Entries of the school as owner or partner except booths, with members and files (two more queries)."""
    entries = Entry.objects.exclude(contest__kind=Contest.Kind.BOOTH)
    if contest is not None:
        entries = entries.filter(contest=contest)
    return (
        entries.filter(Q(school=school) | Q(partners=school))
        .distinct()
        .select_related("contest__festival", "category", "school")
        .prefetch_related("members", "attachments")
        .order_by("contest__position", "contest_id", "created_at", "pk")
    )


def quota_of(contest: Contest, school: School, entries: Sequence[Entry]) -> Quota:
    """The quota, counted in entries that are loaded already."""
    used = sum(
        entry.contest_id == contest.pk and entry.school_id == school.pk and is_counted(entry.state)
        for entry in entries
    )
    return Quota(used, contest.quota_per_school, quota_left(contest.quota_per_school, used=used))


def is_counted(state: str) -> bool:
    """Whether a registration in this state counts towards the quota."""
    return state in {Entry.State.SUBMITTED, Entry.State.RETURNED, Entry.State.APPROVED}


def needs_of(entry: Entry, *, has_categories: bool) -> tuple[Need, ...]:
    """The required fields of an entry, from its prefetched members."""
    return entry_needs(
        entry.contest.kind,
        title=entry.title,
        members=len(entry.members.all()),
        has_categories=has_categories,
        category=str(entry.category_id or ""),
    )


def categories_of(contest: Contest) -> list[Category]:
    """The contest's categories in their order."""
    return list(contest.categories.all())


def suggested_category(school: School, categories: Sequence[Category]) -> int | None:
    """Primary key of the only category named after the school's level, else None."""
    keywords = LEVEL_KEYWORDS.get(School.Level(school.level), ())
    fitting = [each.pk for each in categories if any(word in search_key(each.name) for word in keywords)]
    return fitting[0] if len(fitting) == 1 else None


def members_of(entry: Entry) -> list[Member]:
    """The members of the entry in their order."""
    return list(entry.members.all())


def attachments_of(entry: Entry) -> list[Attachment]:
    """The entry's files."""
    return list(entry.attachments.all())


def may_change(contest: Contest, *, now: datetime) -> bool:
    """Whether schools may still add, recall and withdraw entries."""
    return contest.takes_scores and window_state(contest_window(contest), now=now) == "open"


def may_move(entry: Entry, *, to: str, now: datetime) -> bool:
    """Whether the school may move the entry to this state now; one that was sent back also after the end."""
    is_open = may_change(entry.contest, now=now)
    return entry.contest.takes_scores and school_may_move(entry.state, to=to, is_open=is_open)


def may_edit(entry: Entry, *, now: datetime) -> bool:
    """Whether the school may change the entry: a draft within the window, or one that was sent back."""
    is_open = may_change(entry.contest, now=now)
    return entry.contest.takes_scores and school_may_edit(entry.state, is_open=is_open)

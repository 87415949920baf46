"""Data of the home page of a school: its registrations, and what they still lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.urls import reverse

from booths.models import Booth
from booths.pages.checklist import checklist_of as booth_checklist
from booths.queries.school import booths_of_school
from contests.models import Contest, Entry
from contests.pages.checklist import CheckItem, checklist_of
from contests.queries.school import (
    Quota,
    entries_of_school,
    is_counted,
    may_change,
    quota_of,
)
from contests.queries.windows import contest_window, festival_window
from contests.rules import Window, quota_left, window_state
from festival.models import School


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """One registration: its URL, its people, and what it lacks while it may be changed."""

    row: Booth | Entry
    address: str
    people: Sequence[str]
    checklist: Sequence[CheckItem]
    is_own: bool

    @property
    def name(self) -> str:
        """The names of the people, else the title of the booth or product."""
        is_person = isinstance(self.row, Entry) and self.row.contest.kind == Contest.Kind.INDIVIDUAL
        return ", ".join(self.people) if is_person and self.people else str(self.row)

    @property
    def more(self) -> str:
        """The title of a person's work, or the people of a product."""
        if not self.people:
            return ""
        people = ", ".join(self.people)
        return self.row.title if self.name == people else people

    @property
    def is_ready(self) -> bool:
        """Whether it is a draft that lacks nothing required."""
        return not self.missing

    @property
    def left_out(self) -> list[str]:
        """The optional items that it does not have yet."""
        return [str(item.text) for item in self.checklist if not item.done and item.hint]

    @property
    def missing(self) -> list[str]:
        """The required items that it lacks."""
        return [str(item.text) for item in self.checklist if not item.done and not item.hint]


@dataclass(frozen=True, slots=True)
class Group:
    """The registrations of one kind: the booths, or the entries of one contest.

    `is_over`: the deadline has passed.
    """

    name: str
    kind: str
    quota: Quota
    closes_at: datetime | None
    is_open: bool
    is_over: bool
    add: str
    lines: Sequence[RegistrationRow]

    @property
    def may_add(self) -> bool:
        """Whether the quota allows another one, counting drafts."""
        own = [line for line in self.lines if line.is_own]
        drafts = sum(line.row.state == Entry.State.DRAFT for line in own)
        return self.is_open and (self.quota.left is None or self.quota.left > drafts)


@dataclass(frozen=True, slots=True)
class SchoolHome:
    """The data of the page."""

    window: str
    opens_at: datetime | None
    closes_at: datetime | None
    days_left: int | None
    groups: Sequence[Group]

    @property
    def lines(self) -> list[RegistrationRow]:
        """The school's own registrations, without those that it shares."""
        return [line for group in self.groups for line in group.lines if line.is_own]

    def in_state(self, *states: str) -> list[RegistrationRow]:
        """The school's own registrations in these states."""
        return [line for line in self.lines if line.row.state in states]

    @property
    def shared(self) -> list[RegistrationRow]:
        """Registrations of other schools with this one as a partner, which make it take part."""
        lines = [line for group in self.groups for line in group.lines if not line.is_own]
        return [line for line in lines if is_counted(line.row.state)]

    @property
    def returned(self) -> list[RegistrationRow]:
        """Registrations that the organisers have sent back."""
        return self.in_state(Entry.State.RETURNED)

    @property
    def drafts(self) -> list[RegistrationRow]:
        """Registrations that are not submitted yet."""
        return self.in_state(Entry.State.DRAFT)

    @property
    def waiting(self) -> list[RegistrationRow]:
        """Registrations that wait for the organisers' decision."""
        return self.in_state(Entry.State.SUBMITTED)

    @property
    def submitted(self) -> list[RegistrationRow]:
        """Registrations that wait for a decision or were approved."""
        return self.in_state(Entry.State.SUBMITTED, Entry.State.APPROVED)


def school_home(school: School, *, now: datetime) -> SchoolHome:
    """The page in eight queries, whatever the number of rows."""
    window = festival_window(school.festival)
    return SchoolHome(
        window=window_state(window, now=now),
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        days_left=None if window.closes_at is None else (window.closes_at - now).days,
        groups=[_booths(school, window, now=now), *_contests(school, now=now)],
    )


def _booths(school: School, window: Window, *, now: datetime) -> Group:
    booths = list(booths_of_school(school))
    used = sum(booth.school_id == school.pk and is_counted(booth.state) for booth in booths)
    whole = school.festival.booths_per_school
    slug = school.festival.slug
    return Group(
        name="",
        kind=Contest.Kind.BOOTH,
        quota=Quota(used, whole, quota_left(whole, used=used)),
        closes_at=None,
        is_open=window_state(window, now=now) == "open",
        is_over=window_state(window, now=now) == "closed",
        add=reverse("booths:school-new", args=[slug]),
        lines=[_booth_line(school, booth) for booth in booths],
    )


def _booth_line(school: School, booth: Booth) -> RegistrationRow:
    address = reverse("booths:school-booth", args=[school.festival.slug, booth.pk])
    items = booth_checklist(booth, address=address) if _is_on_the_way(booth.state) else []
    return RegistrationRow(booth, address, [], items, booth.school_id == school.pk)


def _contests(school: School, *, now: datetime) -> list[Group]:
    """Contests that take entries, and those in which the school has some."""
    contests = list(
        Contest.objects.filter(festival_id=school.festival_id)
        .exclude(kind=Contest.Kind.BOOTH)
        .prefetch_related("categories")
    )
    entries = list(entries_of_school(school))
    groups = []
    for contest in contests:
        contest.festival = school.festival
        own = [entry for entry in entries if entry.contest_id == contest.pk]
        is_open = may_change(contest, now=now)
        if is_open or own or contest.state == Contest.State.OPEN:
            groups.append(_contest(school, contest, own, is_open=is_open, now=now))
    return groups


def _contest(
    school: School, contest: Contest, entries: Sequence[Entry], *, is_open: bool, now: datetime
) -> Group:
    where = [school.festival.slug, contest.slug]
    listing = reverse("contests:school-entries", args=where)
    is_product = contest.kind == Contest.Kind.PRODUCT
    window = contest_window(contest)
    line = partial(_entry_line, school=school, listing=listing, has_categories=bool(contest.categories.all()))
    return Group(
        name=contest.name,
        kind=contest.kind,
        quota=quota_of(contest, school, entries),
        closes_at=window.closes_at if contest.closes_at else None,
        is_open=is_open,
        is_over=window_state(window, now=now) == "closed",
        add=reverse("contests:school-new", args=where) if is_product else listing,
        lines=[line(entry) for entry in entries],
    )


def _entry_line(entry: Entry, *, school: School, listing: str, has_categories: bool) -> RegistrationRow:
    people = [member.full_name for member in entry.members.all()]
    address = listing
    if entry.contest.kind == Contest.Kind.PRODUCT:
        slug = school.festival.slug
        address = reverse("contests:school-entry", args=[slug, entry.contest.slug, entry.pk])
    items: list[CheckItem] = []
    if _is_on_the_way(entry.state):
        items = checklist_of(entry, has_categories=has_categories, address=address)
    return RegistrationRow(entry, address, people, items, entry.school_id == school.pk)


def _is_on_the_way(state: str) -> bool:
    return state in {Entry.State.DRAFT, Entry.State.RETURNED}

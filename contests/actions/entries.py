"""A school saves and submits its contest entries. Other moves: `contests.actions.registrations`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from contests.actions.keys import set_entry_keys, set_member_keys
from contests.actions.locks import (
    lock_contest,
    lock_entry,
    lock_school,
    refuse_absent,
    refuse_move,
    refuse_over,
)
from contests.actions.numbers import give_number
from contests.actions.registrations import (
    RegistrationKind,
    log_by_school,
    refuse_incomplete,
    refuse_late,
    refuse_uneditable,
    step,
    withdraw,
)
from contests.labels import NEEDS
from contests.models import Category, Contest, Entry, Member
from contests.queries.windows import contest_window, entries_used
from contests.rules import SCHOOL_MOVES, Identity, entry_needs, match_people, missing
from festival.locks import lock, refuse_other_versions
from festival.models import School, User
from festival.refusals import RuleBroken
from festival.states import next_version

State = Entry.State


@dataclass(frozen=True, slots=True)
class MemberInput:
    """One member as given by a form."""

    full_name: str
    salutation: str = ""
    role: str = ""
    born_on: date | None = None
    position: str = ""
    class_name: str = ""
    mentor: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class EntryInput:
    """One entry as given by a form.

    pk       None for a new entry
    seen     the version of the entry when the form was rendered
    people   None leaves them as they are
    remove   withdraw this draft instead of saving it
    """

    pk: int | None = None
    seen: int = 0
    title: str = ""
    summary: str = ""
    category: int | None = None
    partners: Collection[int] | None = None
    people: Sequence[MemberInput] | None = field(default=None)
    remove: bool = False


@transaction.atomic
def save_entries(
    *,
    contest: Contest,
    school: School,
    rows: Sequence[EntryInput],
    by: User,
    now: datetime,
    is_draft_only: bool = False,
) -> list[Entry]:
    """Save entries, new ones as drafts; drafts may be incomplete. Returns the saved entries.

    is_draft_only  saved automatically while the user types: no audit event
    """
    contest = lock_contest(contest)
    school = lock_school(school)
    for row in rows:
        if row.remove:
            entry = _row_of(contest, school, row, now=now)
            withdraw(kind=ENTRIES, row=entry, by=by, now=now)
    entries = [_save(contest, school, row, now=now) for row in rows if not row.remove]
    if not is_draft_only:
        for entry in entries:
            log_by_school(ENTRIES, entry, "saved", by=by)
    return entries


@transaction.atomic
def submit_entries(
    *, contest: Contest, school: School, entries: Sequence[Entry], seen: str, by: User, now: datetime
) -> None:
    """Submit entries. RuleBroken for none, or when one is incomplete, outside the window, over the quota.

    seen  `versions_of` the entries that were shown before; StaleState when one was changed meanwhile
    """
    contest = lock_contest(contest)
    school = lock_school(school)
    refuse_absent(school)
    rows = [lock(entry) for entry in sorted(entries, key=lambda entry: entry.pk)]
    if not rows:
        raise RuleBroken("nothing-to-submit", _("There is nothing to submit yet."))
    refuse_other_versions(rows, seen=seen)
    for row in rows:
        refuse_move(row.state, to=State.SUBMITTED)
        refuse_late(ENTRIES, row, now=now)
        require_complete(row)
    fresh = [row for row in rows if row.state == State.DRAFT]
    used = entries_used(contest, school)
    refuse_over(contest.quota_per_school, used=used, wanted=len(fresh), what=contest.name)
    for row in rows:
        step(
            ENTRIES, row, State.SUBMITTED, SCHOOL_MOVES, now=now, submitted_at=now, decided_at=None, remark=""
        )
        log_by_school(ENTRIES, row, "submitted", by=by)
    for entry in entries:
        entry.refresh_from_db()


def _save(contest: Contest, school: School, row: EntryInput, *, now: datetime) -> Entry:
    entry = _row_of(contest, school, row, now=now)
    refuse_late(ENTRIES, entry, now=now)
    if contest.kind == Contest.Kind.INDIVIDUAL:
        _refuse_twice(entry, row.people or ())
    entry.title, entry.summary, entry.updated_at = row.title, row.summary, now
    entry.category = Category.objects.filter(contest=contest, pk=row.category or 0).first()
    names = None if row.people is None else [person.full_name for person in row.people]
    set_entry_keys(entry, names=names)
    entry.save()
    if row.partners is not None:
        others = School.objects.filter(festival_id=school.festival_id, pk__in=row.partners)
        entry.partners.set(others.exclude(pk=school.pk))
    if row.people is not None:
        _write_people(entry, row.people)
    return entry


def _row_of(contest: Contest, school: School, row: EntryInput, *, now: datetime) -> Entry:
    """The school's entry with its next version, or a new one."""
    if row.pk is None:
        return Entry(contest=contest, school=school, created_at=now)
    unknown = RuleBroken("unknown-entry", _("This entry is not your school's."))
    entry = lock(Entry(pk=row.pk), contest=contest, school=school, refusal=unknown)
    refuse_uneditable(entry)
    next_version(entry, seen=row.seen)
    return entry


def _refuse_twice(entry: Entry, people: Sequence[MemberInput]) -> None:
    """A person enters a contest once; namesakes are distinguished by their dates of birth."""
    others = Member.objects.filter(
        entry__in=Entry.objects.filter(contest_id=entry.contest_id, school_id=entry.school_id)
        .exclude(pk=entry.pk or 0)
        .exclude(state__in=[State.WITHDRAWN, State.DECLINED])
    )
    for person in people:
        if others.filter(full_name=person.full_name, born_on=person.born_on).exists():
            raise RuleBroken(
                "entered-twice",
                _("%(name)s is entered in this contest already.") % {"name": person.full_name},
            )


def _write_people(entry: Entry, people: Sequence[MemberInput]) -> None:
    """Replace the members of the entry by `people`; `match_people` decides who keeps a row."""
    known = list(entry.members.all())
    places = match_people([identity_of(person) for person in people], [identity_of(m) for m in known])
    kept = {place for place in places if place is not None}
    entry.members.exclude(pk__in=[known[place].pk for place in kept]).delete()
    for order, (person, place) in enumerate(zip(people, places, strict=True)):
        member = Member(entry=entry) if place is None else known[place]
        for name in MemberInput.__slots__:
            setattr(member, name, getattr(person, name))
        member.order = order
        set_member_keys(member)
        member.save()


def identity_of(person: MemberInput | Member) -> Identity:
    """The values that distinguish the person from a namesake on the same entry."""
    return Identity(person.full_name, person.born_on, person.class_name)


def require_complete(entry: Entry) -> None:
    """RuleBroken with the required fields that are empty, if any."""
    needs = entry_needs(
        entry.contest.kind,
        title=entry.title,
        members=entry.members.count(),
        has_categories=entry.contest.categories.exists(),
        category=str(entry.category_id or ""),
    )
    refuse_incomplete(NEEDS[code] for code in missing(needs))


def _details(entry: Entry) -> dict[str, object]:
    """Details for the audit event; the candidate number only once the entry is approved."""
    number = {"number": entry.number} if entry.state == State.APPROVED else {}
    return {"title": entry.title or entry.number, "contest": entry.contest.slug, **number}


def _follow(entry: Entry, now: datetime) -> None:
    if entry.state == State.APPROVED:
        give_number(entry)


ENTRIES: Final[RegistrationKind[Entry]] = RegistrationKind(
    noun="entry",
    lock=lock_entry,
    windows=lambda entry: [contest_window(entry.contest)],
    school=lambda entry: entry.school,
    details=_details,
    follow=_follow,
)

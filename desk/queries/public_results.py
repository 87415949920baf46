"""Published results for visitors: prizes with schools, without pupils' names and scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from awards.models import Award
from booths.models import Booth
from contests.models import Contest, Member, RegistrationState
from festival.models import Festival
from judging.queries.papers import printed_people, printed_schools
from judging.queries.results import ResultLine, current_run, frozen_lines

ADULTS = {Member.Role.TEACHER, Member.Role.STAFF, Member.Role.MANAGER}


@dataclass(frozen=True, slots=True)
class PublicPrize:
    """One prize: its name and tier, the entry that won it, and its schools.

    people  the teachers and members of staff who won it, never pupils
    booth   the code of the booth's page; empty for other entries
    """

    prize: str
    tier: int
    title: str
    people: str
    number: str
    schools: str
    booth: str


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """The prizes of one category; its name is empty in a contest without categories."""

    category: str
    prizes: Sequence[PublicPrize]


def published_contests(festival: Festival) -> list[Contest]:
    """Contests whose results are public, in the festival's order."""
    return list(Contest.objects.filter(festival=festival, state=Contest.State.PUBLISHED))


def public_groups(contest: Contest) -> list[PublicGroup]:
    """The published prizes by category, best first; six queries."""
    run = current_run(contest)
    lines = {line.entry: line for line in frozen_lines(run)} if run else {}
    awards = (
        Award.objects.filter(run=run)
        .select_related("row", "run__contest", "prize", "entry__school", "entry__booth")
        .prefetch_related("entry__partners", "entry__members")
        .order_by("row__position")
    )
    return [
        PublicGroup(category, [_prize(award, lines[award.entry_id]) for award in part])
        for category, part in groupby(awards, key=lambda award: award.row.category)
    ]


def _prize(award: Award, line: ResultLine) -> PublicPrize:
    """A pupil's name is never public, because no consents are recorded; a product's title is."""
    entry, members = award.entry, list(award.entry.members.all())
    is_titled = award.run.contest.kind != Contest.Kind.INDIVIDUAL or not members
    booth: Booth | None = getattr(entry, "booth", None)
    people = [
        name for member, name in zip(members, printed_people(entry, line), strict=True) if _is_adult(member)
    ]
    return PublicPrize(
        prize=award.prize.name,
        tier=award.prize.position + 1,
        title=line.title if is_titled else "",
        people=", ".join(people),
        number=line.number,
        schools=", ".join(printed_schools(entry, line)),
        booth=booth.code if booth and booth.state == RegistrationState.APPROVED else "",
    )


def _is_adult(member: Member) -> bool:
    """Whether the member is known to be no pupil: a role of the school's staff, and no class."""
    return member.role in ADULTS and not member.class_name

"""Published results for visitors: prizes with schools, without pupils' names and scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from awards.models import Award
from contests.models import Contest, Member
from festival.models import Festival
from judging.queries.papers import printed_schools
from judging.queries.results import ResultLine, current_run, frozen_lines


@dataclass(frozen=True, slots=True)
class PublicPrize:
    """One prize: its name and tier, the entry that won it, and its schools."""

    prize: str
    tier: int
    title: str
    number: str
    schools: str


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
        .select_related("row", "run__contest", "prize", "entry__school")
        .prefetch_related("entry__partners")
        .order_by("row__position")
    )
    pupils = _entries_with_pupils(contest)
    return [
        PublicGroup(
            category, [_prize(award, lines[award.entry_id], hide=award.entry_id in pupils) for award in part]
        )
        for category, part in groupby(awards, key=lambda award: award.row.category)
    ]


def _prize(award: Award, line: ResultLine, *, hide: bool) -> PublicPrize:
    """A pupil's name is never public, because no consents are recorded; a product's title is."""
    is_a_person = award.run.contest.kind == Contest.Kind.INDIVIDUAL
    return PublicPrize(
        prize=award.prize.name,
        tier=award.prize.position + 1,
        title="" if hide and is_a_person else line.title,
        number=line.number,
        schools=", ".join(printed_schools(award.entry, line)),
    )


def _entries_with_pupils(contest: Contest) -> set[int]:
    pupils = Member.objects.filter(entry__contest=contest, role=Member.Role.PUPIL)
    return set(pupils.values_list("entry_id", flat=True))

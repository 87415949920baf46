"""Data of the desk, the office's first page: counts of a festival, and blockers of the freezes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from awards.models import Award, Certificate, Prize
from booths.models import Booth
from contests.models import Contest, Entry
from contests.queries.office import contests_of
from festival.models import Festival, School, SignInLink
from festival.queries.schools import answered
from judging.models import Criterion, Judge, ScoreSheet
from judging.queries.blockers import judging_states, unresolved_ops
from judging.rules.states import CERTIFIED

State = Entry.State


@dataclass(frozen=True, slots=True)
class FestivalCounts:
    """Counts of one festival."""

    schools: int
    confirmed: int
    declined: int
    links: int
    sent: int
    judges: int
    sheets: int
    submitted: int
    unresolved_ops: int
    unplaced: int
    awards: int
    papers: int

    @property
    def unanswered(self) -> int:
        """Schools that have not answered."""
        return self.schools - self.confirmed - self.declined


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The data of the desk."""

    festival: Festival
    numbers: FestivalCounts
    contests: Sequence[Contest]
    states: Counter[str]
    blockers: Mapping[int, Counter[str]]

    @property
    def registered(self) -> int:
        """The number of registrations that wait, were sent back or approved."""
        return sum(self.states[state] for state in (State.SUBMITTED, State.RETURNED, State.APPROVED))

    @property
    def waiting(self) -> int:
        """The number of registrations that wait for a decision."""
        return self.states[State.SUBMITTED]

    @property
    def approved(self) -> int:
        """The number of approved registrations."""
        return self.states[State.APPROVED]

    @property
    def certified(self) -> int:
        """Contests whose results are certified."""
        return sum(contest.state in CERTIFIED for contest in self.contests)


def desk_page(festival: Festival) -> DeskPage:
    """The desk of one festival, with counts of blockers; twelve queries whatever its size."""
    contests = _contests(festival)
    judged = judging_states([contest for contest in contests if not contest.is_frozen])
    blockers = {pk: Counter[str](blocker.code for blocker in row.blockers) for pk, row in judged.items()}
    return DeskPage(festival, _counts(festival), contests, _states(festival), blockers)


def _counts(festival: Festival) -> FestivalCounts:
    links = SignInLink.objects.filter(purpose=SignInLink.Purpose.INVITATION, revoked_at__isnull=True)
    sheets = ScoreSheet.objects.filter(
        assignment__judge__isnull=False, assignment__entry__state=Entry.State.APPROVED
    )
    schools = School.objects.all()
    counted: dict[str, Any] = {
        "schools": _count(schools, "festival"),
        "confirmed": _count(schools.filter(answered(School.Participation.CONFIRMED)), "festival"),
        "declined": _count(schools.filter(answered(School.Participation.DECLINED)), "festival"),
        "links": _count(links, "festival"),
        "sent": _count(links.filter(sent_at__isnull=False), "festival"),
        "judges": _count(Judge.objects.all(), "festival"),
        "sheets": _count(sheets, "assignment__round__contest__festival"),
        "submitted": _count(sheets.counting(), "assignment__round__contest__festival"),
        "unresolved_ops": _count(unresolved_ops(), "sheet__assignment__round__contest__festival"),
        "unplaced": _count(Booth.objects.approved().filter(stand__isnull=True), "festival"),
        "awards": _count(Award.objects.all(), "run__contest__festival"),
        "papers": _count(Certificate.objects.filter(state=Certificate.State.ISSUED), "festival"),
    }
    row = Festival.objects.filter(pk=festival.pk).annotate(**{f"n_{k}": v for k, v in counted.items()})
    return FestivalCounts(*row.values_list(*(f"n_{key}" for key in counted)).get())


def _count(rows: QuerySet[Any], path: str) -> Coalesce:
    """How many of `rows` belong to the festival, as a part of one query."""
    own = rows.order_by().filter(**{path: OuterRef("pk")}).values(path).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(own, output_field=IntegerField()), Value(0))


def _contests(festival: Festival) -> list[Contest]:
    return list(
        contests_of(festival).annotate(
            has_criteria=Exists(Criterion.objects.filter(contest=OuterRef("pk"))),
            has_prizes=Exists(Prize.objects.filter(scheme__contest=OuterRef("pk"))),
        )
    )


def _states(festival: Festival) -> Counter[str]:
    """Registrations by state: booths, and entries that are not a booth's; one query."""
    booths = Booth.objects.filter(festival=festival).order_by().values("state").annotate(n=Count("pk"))
    entries = (
        Entry.objects.filter(Q(booth__isnull=True), contest__festival=festival)
        .order_by()
        .values("state")
        .annotate(n=Count("pk"))
    )
    found: Counter[str] = Counter()
    for row in booths.union(entries, all=True):
        found[row["state"]] += row["n"]
    return found

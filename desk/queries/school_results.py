"""Published results of one school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from awards.models import Award
from contests.models import Contest, Entry
from festival.models import School
from festival.text import format_points
from judging.models import ResultRow, ResultRun
from judging.queries.names import corrections_of, printed_names
from judging.queries.papers import name_in_table
from judging.queries.results import ruled_in_old_run
from judging.rules.names import PrintedNames


@dataclass(frozen=True, slots=True)
class OwnResult:
    """The result of one entry of the school in a published contest; "" for missing values."""

    contest: Contest
    category: str
    name: str
    number: str
    rank: int | None
    points: str
    prize: str
    tier: int
    is_ruled: bool


def own_results(school: School) -> Sequence[OwnResult]:
    """The school's lines in published contests, in the contests' order, best first; six queries."""
    contests = Contest.objects.filter(festival_id=school.festival_id, state=Contest.State.PUBLISHED)
    runs: dict[int, ResultRun] = {}
    for run in ResultRun.objects.filter(contest__in=contests).order_by("-pk"):
        runs.setdefault(run.contest_id, run)
    entries = Entry.objects.filter(Q(school=school) | Q(partners=school))
    rows = (
        ResultRow.objects.filter(run__in=[run.pk for run in runs.values()], entry__in=entries)
        .select_related("run__contest", "entry")
        .prefetch_related("entry__members")
        .order_by("run__contest__position", "run__contest_id", "position")
    )
    awards = {award.row_id: award for award in Award.objects.filter(row__in=rows).select_related("prize")}
    corrections = corrections_of([run.pk for run in runs.values()])
    old = {entry for run in runs.values() for entry in ruled_in_old_run(run)}
    return [
        _result(
            row,
            printed_names(row, row.run.contest.kind, corrections.of(row)),
            awards.get(row.pk),
            is_ruled=row.is_ruled or row.entry_id in old,
        )
        for row in rows
    ]


def _result(row: ResultRow, names: PrintedNames, award: Award | None, *, is_ruled: bool) -> OwnResult:
    return OwnResult(
        contest=row.run.contest,
        category=row.category,
        name=names.name or name_in_table(row.run.contest, row.entry) or row.number,
        number=row.number,
        rank=row.rank,
        points="" if row.points is None else format_points(row.points, int(row.run.rules["decimals"])),
        prize=award.prize.name if award else "",
        tier=award.prize.position + 1 if award else 0,
        is_ruled=is_ruled,
    )

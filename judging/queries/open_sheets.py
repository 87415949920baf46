"""Sheets that closing judging would leave unfinished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from contests.models import Contest, Entry
from festival.models import Festival
from judging.models import Criterion, Panel, ScoreSheet


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A judge's sheet of an approved entry that does not count yet: how many of its criteria are marked."""

    contest: str
    round: str
    judge: str
    entry: Entry
    marked: int
    criteria: int


def open_sheets(contest: Contest, *, panel: Panel | None = None) -> list[OpenSheet]:
    """The open sheets of a contest, or of one panel, by judge and candidate number; two queries."""
    rows = _sheets().filter(assignment__entry__contest=contest)
    return _open(rows if panel is None else rows.filter(assignment__panel=panel), {contest.pk})


def open_sheets_of_festival(festival: Festival) -> list[OpenSheet]:
    """The open sheets of all contests that take scores; three queries."""
    contests = festival.contests.filter(state=Contest.State.OPEN)
    rows = _sheets().filter(assignment__entry__contest__in=contests)
    return _open(rows, set(contests.values_list("pk", flat=True)))


def _sheets() -> QuerySet[ScoreSheet]:
    """The judges' sheets of approved entries, each with the number of criteria `marked`."""
    return (
        ScoreSheet.objects.filter(
            assignment__judge__isnull=False, assignment__entry__state=Entry.State.APPROVED
        )
        .select_related("assignment__entry__contest", "assignment__round__contest", "assignment__judge__user")
        .annotate(marked=Count("marks", filter=Q(marks__hundredths__isnull=False)))
        .order_by(
            "assignment__round__contest__position",
            "assignment__judge__user__sort_key",
            "assignment__judge_id",
            "assignment__round__position",
            "assignment__entry__number_key",
            "pk",
        )
    )


def _open(rows: QuerySet[ScoreSheet], contests: Collection[int]) -> list[OpenSheet]:
    criteria: Counter[tuple[int, int | None]] = Counter(
        Criterion.objects.filter(contest__in=contests).values_list("contest_id", "round_id").order_by()
    )
    found = []
    for sheet in rows:
        part, marked = sheet.assignment.round, sheet.marked  # type: ignore[attr-defined]
        wanted = criteria[part.contest_id, None] + criteria[part.contest_id, part.pk]
        if sheet.state != ScoreSheet.State.SUBMITTED or marked < wanted:
            found.append(
                OpenSheet(
                    contest=part.contest.name,
                    round=part.name or part.code,
                    judge=str(sheet.assignment.judge),
                    entry=sheet.assignment.entry,
                    marked=marked,
                    criteria=wanted,
                )
            )
    return found

"""How far an entry is judged now, and how a round is used."""

from __future__ import annotations

from dataclasses import dataclass

from contests.judged import RoundUse
from contests.models import Entry, Round
from judging.models import Assignment, Criterion, ScoreSheet
from judging.queries.results import live_lines


@dataclass(frozen=True, slots=True)
class Standing:
    """The number of an entry's sheets with marks, and its rank at this moment."""

    sheets: int
    rank: int | None


def marked_sheets(entry: Entry) -> int:
    """The number of the entry's sheets with marks, submitted or not; one query."""
    return ScoreSheet.objects.marked().filter(assignment__entry=entry).count()


def use_of_round(part: Round) -> RoundUse:
    """Whether the round has assignments or criteria of its own; two queries."""
    return RoundUse(
        is_assigned=Assignment.objects.filter(round=part).exists(),
        has_criteria=Criterion.objects.filter(round=part).exists(),
    )


def standing_of(entry: Entry) -> Standing:
    """The standing of an entry; the table is computed only when it has marks."""
    sheets = marked_sheets(entry)
    lines = live_lines(entry.contest) if sheets else []
    return Standing(sheets, next((line.rank for line in lines if line.entry == entry.pk), None))

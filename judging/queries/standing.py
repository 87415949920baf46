"""The current result of an entry during judging."""

from __future__ import annotations

from dataclasses import dataclass

from contests.models import Entry
from judging.models import ScoreSheet
from judging.queries.results import live_lines


@dataclass(frozen=True, slots=True)
class Standing:
    """The number of an entry's sheets with marks, and its rank at this moment."""

    sheets: int
    rank: int | None


def marked_sheets(entry: Entry) -> int:
    """The number of the entry's sheets with marks, submitted or not; one query."""
    return ScoreSheet.objects.filter(assignment__entry=entry, version__gt=0).count()


def standing_of(entry: Entry) -> Standing:
    """The standing of an entry; the table is computed only when it has marks."""
    sheets = marked_sheets(entry)
    lines = live_lines(entry.contest) if sheets else []
    return Standing(sheets, next((line.rank for line in lines if line.entry == entry.pk), None))

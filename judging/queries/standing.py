"""How an entry stands while it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from contests.models import Entry
from judging.models import ScoreSheet
from judging.queries.results import live_lines


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sheets of an entry hold marks, and its rank as the sheets stand now."""

    sheets: int
    rank: int | None


def marked_sheets(entry: Entry) -> int:
    """How many sheets of the entry hold marks, submitted or not; one query."""
    return ScoreSheet.objects.filter(assignment__entry=entry, version__gt=0).count()


def standing_of(entry: Entry) -> Standing:
    """The standing of an entry; the table is computed only when it has marks."""
    sheets = marked_sheets(entry)
    lines = live_lines(entry.contest) if sheets else []
    return Standing(sheets, next((line.rank for line in lines if line.entry == entry.pk), None))

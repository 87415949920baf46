"""Published prizes by entry, for the public pages of booths."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from awards.models import Award
from booths.won import WonPrize
from contests.models import Contest
from judging.models import ResultRun


def published_prizes(entries: Collection[int]) -> dict[int, WonPrize]:
    """The prizes of these entries in published contests, of the run in force; one query."""
    runs = ResultRun.objects.filter(contest=OuterRef("entry__contest")).order_by("-pk")
    awards = Award.objects.filter(
        entry__in=entries,
        entry__contest__state=Contest.State.PUBLISHED,
        run_id=Subquery(runs.values("pk")[:1]),
    )
    return {
        award.entry_id: WonPrize(
            award.prize.name, award.prize.position + 1, award.entry.contest.name, award.entry.contest.slug
        )
        for award in awards.select_related("prize", "entry__contest")
    }

"""What an action would change in the table of a contest, found by running it and rolling it back."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from contests.models import Contest
from festival.locks import lock
from festival.refusals import RuleBroken
from judging.models import ScoreSheet
from judging.queries.results import live_lines
from judging.rules.policy import EntryKey
from judging.rules.ranking import RankChange, Standing, rank_changes


def preview_ranking(action: Callable[[], object], *, contest: Contest) -> list[RankChange]:
    """The ranks and points that `action` would change; nothing stays written.

    Empty for an action that is refused, and for a contest that is frozen or has no marks.
    """
    marked = ScoreSheet.objects.marked().filter(assignment__entry__contest=contest)
    return _rolled_back(action, contest) if marked.exists() else []


@transaction.atomic
def _rolled_back(action: Callable[[], object], contest: Contest) -> list[RankChange]:
    row = lock(contest)
    if row.is_frozen:
        return []
    before = _standings(row)
    try:
        action()
        after = _standings(row)
    except RuleBroken:
        after = before
    transaction.set_rollback(True)
    return rank_changes(before, after)


def _standings(contest: Contest) -> dict[EntryKey, Standing]:
    return {line.entry: (line.rank, line.points) for line in live_lines(contest)}

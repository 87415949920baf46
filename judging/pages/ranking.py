"""Texts on what an action would change in the ranking, for the page that asks before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.utils.translation import gettext as _

from contests.models import Contest, Entry
from festival.text import format_points
from judging.actions.previews import preview_ranking
from judging.pages.lines import with_others
from judging.queries.papers import name_in_table
from judging.rules.ranking import RankChange, Standing

MOST_LINES: Final = 30


def ranking_lines(action: Callable[[], object], *, contest: Contest) -> list[str]:
    """A line for each entry whose rank or points `action` would change; see `preview_ranking`."""
    return change_lines(contest, preview_ranking(action, contest=contest))


def change_lines(contest: Contest, changes: Sequence[RankChange]) -> list[str]:
    """The changes as sentences, at most `MOST_LINES` and the number of the others; two queries."""
    shown = changes[:MOST_LINES]
    readings = Entry.objects.select_related("contest").prefetch_related("members")
    entries = readings.in_bulk([int(change.entry) for change in shown]) if shown else {}
    lines = [_line(contest, entries[int(change.entry)], change) for change in shown]
    return with_others(lines, count=len(changes))


def _line(contest: Contest, entry: Entry, change: RankChange) -> str:
    named = f"{entry.numbers} {name_in_table(contest, entry)}".strip()
    words = {"entry": named, "before": _standing(change.before), "after": _standing(change.after)}
    return _("%(entry)s: now %(before)s, then %(after)s") % words


def _standing(standing: Standing | None) -> str:
    rank, points = standing or (None, None)
    if rank is None or points is None:
        return _("not ranked")
    return _("rank %(rank)d (%(points)s points)") % {"rank": rank, "points": format_points(points)}

"""Proposed and awarded prizes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from awards.models import Award, TieDecision
from awards.queries.scheme import scheme_rule
from awards.rules import Allotment, Decision, award_by_category
from contests.models import Contest
from judging.models import ResultRun
from judging.queries.results import ResultLine, frozen_lines
from judging.rules.ranking import Placing


def allotments(
    contest: Contest, lines: Sequence[ResultLine], *, run: ResultRun | None = None
) -> dict[str, Allotment]:
    """The allotment of prizes for a table, by category; empty when the contest has no scheme."""
    scheme = scheme_rule(contest)
    if scheme is None or not scheme.tiers:
        return {}
    parts: dict[str, list[Placing]] = defaultdict(list)
    for line in lines:
        parts[line.category].append(placing_of(line))
    registered = Counter(line.category for line in lines)
    decisions = decisions_of(run) if run else {}
    return award_by_category(parts, scheme, registered=registered, decisions=decisions)


def frozen_allotments(contest: Contest, run: ResultRun) -> dict[str, Allotment]:
    """The allotment for a frozen run, with the chair's decisions."""
    return allotments(contest, frozen_lines(run), run=run)


def decisions_of(run: ResultRun) -> Mapping[str, list[Decision]]:
    """The chair's decisions on ties of this run, by category; a later decision replaces an earlier one."""
    found: dict[str, list[Decision]] = defaultdict(list)
    rows = TieDecision.objects.filter(run=run).select_related("prize").order_by("-pk")
    for row in rows:
        found[row.category].append(Decision(row.prize.code, frozenset(row.tied), frozenset(row.given)))
    return found


def prizes_by_entry(run: ResultRun) -> dict[int, str]:
    """The name of the prize by entry, for a run whose prizes are awarded; one query."""
    return dict(Award.objects.filter(run=run).values_list("entry_id", "prize__name"))


def placing_of(line: ResultLine) -> Placing:
    """The line as a dataclass for the prize rules."""
    return Placing(line.entry, line.rank, line.points, tied=line.tied, judges=line.judges)

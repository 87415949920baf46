"""The result table of a contest with its prizes, for pages, papers and the shell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awards.queries.allotting import prizes_by_entry
from contests.models import Contest
from festival.models import Membership, User
from festival.text import format_points
from judging.queries.results import ResultLine, current_run, result_lines
from judging.queries.settings import contest_rule
from judging.rules.states import may_reopen


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table with the name of its prize, "" without one."""

    line: ResultLine
    prize: str
    total: str


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The whole table; it can still change unless `is_frozen`."""

    rows: Sequence[TableRow]
    decimals: int
    is_frozen: bool


def result_table(contest: Contest) -> ResultTable:
    """The current table, with the prizes once they are awarded."""
    run = current_run(contest)
    decimals = contest_rule(contest).decimals if run is None else int(run.rules["decimals"])
    prizes = prizes_by_entry(run) if run else {}
    rows = [
        TableRow(line, prizes.get(line.entry, ""), total_text(line, decimals))
        for line in result_lines(contest)
    ]
    return ResultTable(rows, decimals, run is not None)


def total_text(line: ResultLine, decimals: int) -> str:
    """The total with a decimal comma and all its decimals; "" without a total."""
    return "" if line.points is None else format_points(line.points, decimals)


def organisers_who_may_reopen(contest: Contest) -> list[User]:
    """The organisers who neither froze nor certified the contest, by name; one query."""
    organisers = User.objects.filter(
        memberships__festival=contest.festival_id,
        memberships__role=Membership.Role.ORGANISER,
        is_active=True,
    ).order_by("sort_key", "pk")
    frozen_by, certified_by = contest.frozen_by_id, contest.certified_by_id
    return [
        user for user in organisers if may_reopen(frozen_by=frozen_by, certified_by=certified_by, by=user.pk)
    ]

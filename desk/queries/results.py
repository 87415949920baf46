"""A contest's table with its prizes, as pages, papers and the shell show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from awards.queries.allotting import prizes_by_entry
from contests.models import Contest
from festival.text import format_points
from judging.queries.results import ResultLine, current_run, result_lines
from judging.queries.settings import contest_rule


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table and the name of its prize, empty without one."""

    line: ResultLine
    prize: str
    total: str


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The whole table; `is_frozen` says whether it can still change."""

    rows: Sequence[TableRow]
    decimals: int
    is_frozen: bool


def result_table(contest: Contest) -> ResultTable:
    """The table as it stands, with the prizes once they are given."""
    run = current_run(contest)
    decimals = contest_rule(contest).decimals if run is None else int(run.rules["decimals"])
    prizes = prizes_by_entry(run) if run else {}
    rows = [
        TableRow(line, prizes.get(line.entry, ""), total_text(line, decimals))
        for line in result_lines(contest)
    ]
    return ResultTable(rows, decimals, run is not None)


def total_text(line: ResultLine, decimals: int) -> str:
    """The total with a comma and all its places; empty without one."""
    return "" if line.points is None else format_points(line.points, decimals)

"""Bảng tổng hợp điểm: the table of a contest with each judge's total, its notes and its proposed prizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from awards.models import Prize
from awards.queries.allotting import allotments, prizes_by_entry
from contests.models import Contest, Round
from contests.queries.office import codes_of
from desk.pages.results import proposed_names
from desk.queries.results import total_text
from festival.printing import Paper
from festival.text import format_points
from judging.blocker_labels import settlement_message
from judging.documents import HEAD_MARK, HEAD_NOTE, SummaryGroup, SummaryRow, score_summary
from judging.models import ResultRun
from judging.queries.freezing import with_printed_text
from judging.queries.names import corrections_listed
from judging.queries.progress import settlements_of
from judging.queries.results import ResultLine, current_run, frozen_lines, live_lines
from judging.queries.settings import contest_rule


@dataclass(frozen=True, slots=True)
class SummaryColumns:
    """The number of judges' columns, and the rounds with a column of their own."""

    judges: int
    rounds: Sequence[Round]


def summary_paper(contest: Contest) -> Paper:
    """The paper of one contest; marked as a draft until the results are certified."""
    run = current_run(contest)
    lines = with_printed_text(frozen_lines(run) if run else live_lines(contest))
    decimals = int(run.rules["decimals"]) if run else contest_rule(contest).decimals
    names = dict(Prize.objects.filter(scheme__contest=contest).values_list("code", "name"))
    prizes = (prizes_by_entry(run) if run else {}) or proposed_names(
        allotments(contest, lines, run=run), names
    )
    columns, codes = _columns(contest, lines), codes_of(contest)
    groups = [
        SummaryGroup(
            category,
            [
                _row(number, line, columns, total_text(line, decimals), prizes, codes.get(line.entry, ""))
                for number, line in enumerate(part, start=1)
            ],
        )
        for category, part in groupby(lines, key=lambda line: line.category)
    ]
    rounds = [part.name or part.code for part in columns.rounds]
    return score_summary(
        contest,
        groups,
        judge_columns=[f"GK{number}" for number in range(1, columns.judges + 1)],
        round_columns=rounds,
        notes=_notes(contest, lines, run),
        digest=run.digest if run else "",
        is_draft=contest.state not in {Contest.State.CERTIFIED, Contest.State.PUBLISHED},
    )


def _columns(contest: Contest, lines: Sequence[ResultLine]) -> SummaryColumns:
    rounds = list(Round.objects.filter(contest=contest))
    judges = max((len(_judge_totals(line)) for line in lines), default=0)
    return SummaryColumns(judges, rounds if len(rounds) > 1 else [])


def _judge_totals(line: ResultLine) -> list[str]:
    """The judges' totals of all rounds in the order of the judges; for a machine round its result."""
    return [
        points
        for totals in line.detail.get("judges", {}).values()
        for judge, points in sorted(totals.items())
        if judge
    ]


def _row(
    number: int, line: ResultLine, columns: SummaryColumns, total: str, prizes: dict[int, str], code: str
) -> SummaryRow:
    judges = [format_points(Decimal(points)) for points in _judge_totals(line)]
    rounds = line.detail.get("rounds", {})
    return SummaryRow(
        number=number,
        code=line.number,
        anonymous_code=code,
        name=line.name,
        unit=line.school,
        judges=judges + [""] * (columns.judges - len(judges)),
        rounds=[_result(rounds.get(part.code)) for part in columns.rounds],
        total=total + HEAD_MARK * line.is_ruled,
        rank="" if line.rank is None else str(line.rank),
        prize=prizes.get(line.entry, ""),
    )


def _result(points: str | None) -> str:
    return "" if points is None else format_points(Decimal(points))


def _notes(contest: Contest, lines: Sequence[ResultLine], run: ResultRun | None) -> list[str]:
    """The meaning of the mark after points, then settlements, waivers and corrections with their reasons."""
    marks = [HEAD_NOTE] if any(line.is_ruled for line in lines) else []
    corrections = corrections_listed(run) if run else []
    return [
        *marks,
        *(f"{settlement_message(row)} ({row.by})" for row in settlements_of(contest)),
        *(f"Sửa tên “{row.old}” thành “{row.new}”: {row.reason} ({row.by})" for row in corrections),
    ]

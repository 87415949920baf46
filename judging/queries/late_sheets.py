"""Sheets received after judging was closed, with their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from contests.models import Contest, Entry
from festival.text import format_points
from judging.models import Assignment, Criterion, ScoreOp
from judging.queries.rubric import criteria_by_round
from judging.rules.sync import points_of

Outcome = ScoreOp.Outcome


@dataclass(frozen=True, slots=True)
class LateSheet:
    """The last version of a sheet received too late: its marks by criterion, and its weighted total."""

    op: ScoreOp
    judge: str
    entry: Entry
    round: str
    received_at: datetime
    marks: Sequence[tuple[str, str]]
    total: str
    is_submitted: bool


def late_sheets(contest: Contest) -> list[LateSheet]:
    """The late versions without a newer one of the same sheet, newest first; two queries."""
    ops = list(_late_ops(contest))
    rubrics = criteria_by_round(_assignment(op).round for op in ops)
    return [_late_sheet(op, rubrics[_assignment(op).round_id]) for op in ops]


def count_late_sheets(contest: Contest) -> int:
    """The number of `late_sheets`; one query."""
    return _late_ops(contest).count()


def _late_ops(contest: Contest) -> QuerySet[ScoreOp]:
    newer = ScoreOp.objects.filter(
        sheet=OuterRef("sheet"),
        received_at__gt=OuterRef("received_at"),
        outcome__in=[Outcome.LATE, Outcome.APPLIED, Outcome.NOOP],
    )
    return (
        ScoreOp.objects.filter(
            ~Exists(newer), outcome=Outcome.LATE, sheet__assignment__entry__contest=contest
        )
        .select_related("sheet__assignment__entry__contest", "sheet__assignment__round", "author")
        .order_by("-received_at", "op_id")
    )


def _assignment(op: ScoreOp) -> Assignment:
    assert op.sheet is not None  # the filter joins the sheet
    return op.sheet.assignment


def _late_sheet(op: ScoreOp, rubric: Sequence[Criterion]) -> LateSheet:
    assignment = _assignment(op)
    marks: Mapping[str, int | None] = op.payload.get("marks") or {}
    points = {row: points_of(mark) for row in rubric if (mark := marks.get(row.code)) is not None}
    return LateSheet(
        op=op,
        judge=str(op.author or ""),
        entry=assignment.entry,
        round=assignment.round.name or assignment.round.code,
        received_at=op.received_at,
        marks=[(row.name, format_points(points[row]) if row in points else "") for row in rubric],
        total=format_points(sum((mark * row.weight for row, mark in points.items()), Decimal(0))),
        is_submitted=bool(op.payload.get("submitted")),
    )

"""The marks that a discrepancy is about, and how it was settled before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.models import Contest, Entry, Round
from festival.text import format_points
from judging.models import Judge, Settlement
from judging.queries.blockers import JudgingState
from judging.queries.progress import percent_text, settlements_of
from judging.queries.rubric import criteria_of
from judging.rules.discrepancy import Gap, Verdict
from judging.rules.marks import SheetMarks, is_counted, sheet_total
from judging.rules.policy import DiscrepancyThreshold, RoundRule

VERDICTS: Final[dict[Verdict, Promise]] = {
    "agree": gettext_lazy("The judges agree."),
    "discuss": gettext_lazy("The judges have to discuss it."),
    "third_judge": gettext_lazy("A third judge has to mark, or the head of the jury decides."),
}


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One criterion: its name, its maximum, and the points of each judge in a column, "" where not marked."""

    name: str
    maximum: str
    points: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class JudgeColumn:
    """One judge's sheet; `is_counted` is False while it is not submitted or not complete."""

    name: str
    total: str
    is_counted: bool

    @property
    def label(self) -> str:
        """The name, with a remark while the sheet is not counted."""
        return self.name if self.is_counted else f"{self.name} ({_('does not count yet')})"


@dataclass(frozen=True, slots=True)
class MarksTable:
    """The sheets of an entry in a round criterion by criterion, with the gap and its thresholds."""

    columns: Sequence[JudgeColumn]
    lines: Sequence[MarkLine]
    maximum: str
    gap: str
    threshold: str
    verdict: str
    takes_third_judge: bool


def marks_table(judged: JudgingState, entry: Entry, round: Round) -> MarksTable:
    """The table of a discrepancy that exists; two queries."""
    rule, gap = judged.rule.round(round.code), judged.gap_of(entry.pk, round.code)
    threshold = judged.rule.threshold_of(rule)
    assert gap is not None and threshold is not None  # the page exists for a discrepancy alone
    sheets = [
        sheet
        for sheet in judged.sheets
        if (sheet.entry, sheet.round) == (entry.pk, round.code) and sheet.judge
    ]
    judges = Judge.objects.select_related("user").in_bulk(
        [int(sheet.judge) for sheet in sheets if sheet.judge]
    )
    sheets.sort(key=lambda sheet: (judges[int(sheet.judge or 0)].user.sort_key, int(sheet.judge or 0)))
    columns = [_column(judges[int(sheet.judge or 0)], sheet, rule) for sheet in sheets]
    return MarksTable(
        columns=columns,
        lines=[
            MarkLine(
                row.name,
                format_points(row.maximum),
                [
                    (column.label, _points(sheet.marks.get(row.code)))
                    for column, sheet in zip(columns, sheets, strict=True)
                ],
            )
            for row in criteria_of(round)
        ],
        maximum=format_points(rule.maximum),
        gap=_gap_text(gap),
        threshold=_threshold_text(threshold),
        verdict=str(VERDICTS[gap.verdict]),
        takes_third_judge=gap.verdict == "third_judge",
    )


def previous_settlement(contest: Contest, entry: Entry, round: Round) -> Settlement | None:
    """The settlement of this discrepancy in force; one query."""
    return settlements_of(contest).filter(blocker="discrepancy", entry=entry, round=round).first()


def settlement_initial(settlement: Settlement | None) -> dict[str, Any]:
    """A settlement as initial values of its form; empty without one."""
    if settlement is None:
        return {}
    return {"kind": settlement.kind, "points": settlement.points, "reason": settlement.reason}


def _column(judge: Judge, sheet: SheetMarks, rule: RoundRule) -> JudgeColumn:
    return JudgeColumn(str(judge), format_points(sheet_total(sheet, rule)), is_counted(sheet, rule))


def _points(points: Decimal | None) -> str:
    return "" if points is None else format_points(points)


def _gap_text(gap: Gap) -> str:
    words = {
        "points": format_points(gap.highest_points - gap.lowest_points),
        "percent": percent_text(gap.share),
    }
    return _("%(points)s points, %(percent)s of the maximum") % words


def _threshold_text(threshold: DiscrepancyThreshold) -> str:
    agree, discuss = (
        format_points((share * 100).normalize()) for share in (threshold.agree, threshold.discuss)
    )
    words = {"agree": agree, "discuss": discuss}
    return _("below %(agree)s %% the judges agree; above %(discuss)s %% a third judge marks") % words

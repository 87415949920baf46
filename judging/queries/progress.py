"""Progress of judging in a contest, and what the office has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from contests.models import Contest, Entry
from festival.text import format_points
from judging.blocker_labels import settlement_message
from judging.models import Judge, ScoreOp, ScoreSheet, Settlement
from judging.pages.blockers import BlockerLine, blocker_lines
from judging.queries.blockers import JudgingState, judging_state, waiting_ops
from judging.queries.late_sheets import LateSheet, late_sheets
from judging.rules.discrepancy import Gap


@dataclass(frozen=True, slots=True)
class JudgeProgress:
    """One judge in one panel and round: the numbers of sheets, and the time of the last change."""

    judge: str
    judge_id: int
    panel: str
    round: str
    sheets: int
    submitted: int
    begun: int
    last_at: object

    @property
    def is_done(self) -> bool:
        """Whether every sheet is submitted."""
        return self.submitted == self.sheets


@dataclass(frozen=True, slots=True)
class GapLine:
    """A discrepancy as shown: the entry, the judges with the highest and the lowest total.

    state  "settled", "waived", or what it takes: "discuss", "third_judge"
    """

    gap: Gap
    entry: Entry
    round: str
    highest: str
    lowest: str
    percent: str
    state: str


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """A settlement in force and its text."""

    row: Settlement
    text: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The data of the progress page."""

    judges: Sequence[JudgeProgress]
    submitted: int
    sheets: int
    gaps: Sequence[GapLine]
    blockers: Sequence[BlockerLine]
    waiting: Sequence[ScoreOp]
    late: Sequence[LateSheet]
    settlements: Sequence[SettlementLine]


def progress_page(contest: Contest) -> ProgressPage:
    """The data for one contest; a fixed number of queries whatever its size."""
    judged = judging_state(contest)
    judges = judges_progress(contest)
    waiting = waiting_ops(contest)
    return ProgressPage(
        judges=judges,
        submitted=sum(row.submitted for row in judges),
        sheets=sum(row.sheets for row in judges),
        gaps=_gap_lines(contest, judged),
        blockers=blocker_lines(contest, list(judged.blockers)),
        waiting=waiting,
        late=late_sheets(contest),
        settlements=[SettlementLine(row, settlement_message(row)) for row in settlements_of(contest)],
    )


def settlements_of(contest: Contest) -> QuerySet[Settlement]:
    """The settlements in force, with the rows that their texts name."""
    rows = Settlement.objects.live().filter(contest=contest)
    return rows.select_related("entry__contest", "round", "judge__user", "by")


def judges_progress(contest: Contest) -> list[JudgeProgress]:
    """A row for each judge, panel and round, the slowest panel first; one query."""
    submitted = Q(state=ScoreSheet.State.SUBMITTED)
    rows = (
        ScoreSheet.objects.filter(
            assignment__entry__contest=contest,
            assignment__entry__state=Entry.State.APPROVED,
            assignment__judge__isnull=False,
        )
        .values(
            "assignment__judge_id",
            name=F("assignment__judge__user__full_name"),
            panel=F("assignment__panel__name"),
            round=Coalesce(NullIf(F("assignment__round__name"), Value("")), F("assignment__round__code")),
        )
        .annotate(
            sheets=Count("pk"),
            submitted=Count("pk", filter=submitted),
            begun=Count("pk", filter=~submitted & Q(version__gt=0)),
            last_at=Max("updated_at"),
        )
        .order_by("panel", "round", "assignment__judge__user__sort_key", "assignment__judge_id")
    )
    return [
        JudgeProgress(
            judge=row["name"],
            judge_id=row["assignment__judge_id"],
            panel=row["panel"] or "",
            round=row["round"] or "",
            sheets=row["sheets"],
            submitted=row["submitted"],
            begun=row["begun"],
            last_at=row["last_at"],
        )
        for row in rows
    ]


def _gap_lines(contest: Contest, judged: JudgingState) -> list[GapLine]:
    gaps = [gap for gap in judged.gaps if gap.verdict != "agree"]
    entries = Entry.objects.select_related("school", "contest").in_bulk([int(gap.entry) for gap in gaps])
    wanted = {judge for gap in gaps for judge in (gap.highest, gap.lowest)}
    judges = Judge.objects.select_related("user").in_bulk([int(judge) for judge in wanted])
    rounds = dict(contest.rounds.values_list("code", "name")) if gaps else {}
    return [
        GapLine(
            gap,
            entries[int(gap.entry)],
            rounds.get(gap.round) or gap.round,
            f"{judges[int(gap.highest)]}: {format_points(gap.highest_points)}",
            f"{judges[int(gap.lowest)]}: {format_points(gap.lowest_points)}",
            percent_text(gap.share),
            _gap_state(gap, judged),
        )
        for gap in sorted(gaps, key=lambda gap: (-gap.share, str(gap.entry)))
    ]


def _gap_state(gap: Gap, judged: JudgingState) -> str:
    if gap not in judged.unsettled:
        return "settled"
    blocking = {(row.entry, row.round) for row in judged.blockers if row.code == "discrepancy"}
    return gap.verdict if (gap.entry, gap.round) in blocking else "waived"


def percent_text(share: Fraction) -> str:
    """A share in per cent with one decimal: "26,7 %"."""
    tenths = round(share * 1000)
    return f"{format_points(Decimal(tenths).scaleb(-1))} %"

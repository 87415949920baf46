"""A judge's sheets: a list in working order, and tables of all totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.db.models import Case, Count, F, Q, QuerySet, When

from contests.models import Entry
from festival.models import Festival
from festival.text import format_points
from judging.models import Criterion, Judge, Mark, ScoreOp, ScoreSheet
from judging.queries.entry_summaries import FOR_LIST, EntrySummary, entry_summary_of
from judging.queries.own_ops import uncounted_ops
from judging.queries.rubric import criteria_by_round


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet in the judge's list.

    state   empty, marking, submitted, out (the entry left the contest)
    points  the total; None while nothing is marked, and in a list without totals
    op      an op of this sheet that is not counted (`uncounted_ops`)
    """

    pk: int
    summary: EntrySummary
    state: str
    submitted_at: datetime | None
    points: Decimal | None = None
    marks: Sequence[str] = ()
    op: ScoreOp | None = None

    @property
    def is_left(self) -> bool:
        """Whether the judge still has to submit it."""
        return self.state in {"empty", "marking"}


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The sheets of one contest, round and panel."""

    contest: str
    round: str
    panel: str
    is_open: bool
    lines: Sequence[SheetLine]
    criteria: Sequence[Criterion] = ()
    maximum: str = ""

    @property
    def taking_part(self) -> Sequence[SheetLine]:
        """The sheets of entries that take part."""
        return [line for line in self.lines if line.state != "out"]

    @property
    def out(self) -> Sequence[SheetLine]:
        """The sheets of entries that left the contest."""
        return [line for line in self.lines if line.state == "out"]

    @property
    def unsubmitted(self) -> int:
        """The number of sheets that are not submitted."""
        return sum(line.is_left for line in self.lines)


@dataclass(frozen=True, slots=True)
class SheetList:
    """All sheets of the judge in the festival."""

    groups: Sequence[SheetGroup] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of sheets of entries that take part."""
        return sum(len(group.taking_part) for group in self.groups)

    @property
    def unsubmitted(self) -> int:
        """The number of sheets that are not submitted, without those of closed contests."""
        return sum(group.unsubmitted for group in self.groups if group.is_open)

    @property
    def next(self) -> SheetLine | None:
        """The first open sheet that is not submitted."""
        lines = (line for group in self.groups if group.is_open for line in group.lines)
        return next((line for line in lines if line.is_left), None)

    def next_after(self, pk: int) -> int | None:
        """The next open sheet after this one that is not submitted; starts over at the end of the list."""
        lines = [(line, group.is_open) for group in self.groups for line in group.lines]
        here = next((place for place, (line, _) in enumerate(lines) if line.pk == pk), -1)
        turned = lines[here + 1 :] + lines[: max(here, 0)]
        return next((line.pk for line, is_open in turned if is_open and line.is_left), None)

    def submitted(self, pk: str) -> SheetLine | None:
        """The sheet with that primary key if it is submitted, for the message after submitting."""
        lines = (line for group in self.groups for line in group.lines)
        return next((line for line in lines if str(line.pk) == pk and line.state == "submitted"), None)

    def neighbours_of(self, pk: int) -> tuple[int | None, int | None]:
        """The previous and the next sheet of an entry that takes part, in the order of the list, or None."""
        lines = [line for group in self.groups for line in group.lines]
        pks = [line.pk for line in lines if line.state != "out" or line.pk == pk]
        here = pks.index(pk)
        return (pks[here - 1] if here else None, pks[here + 1] if here + 1 < len(pks) else None)


def sheets_of(judge: Judge) -> QuerySet[ScoreSheet]:
    """The judge's sheets in working order: contest, round, panel, then stand, then the number shown.

    In an anonymous contest that is the code: by candidate number the order would tell whose entry it is.
    """
    return (
        ScoreSheet.objects.filter(assignment__judge=judge)
        .select_related(
            "assignment__entry__school",
            "assignment__entry__category",
            "assignment__entry__contest",
            "assignment__round__contest",
            "assignment__panel",
        )
        .prefetch_related(*FOR_LIST)
        .order_by(
            "assignment__round__contest__position",
            "assignment__round__contest_id",
            "assignment__round__position",
            "assignment__round_id",
            "assignment__panel__name",
            F("assignment__entry__walk_order").asc(nulls_last=True),
            _shown_number(),
            "pk",
        )
    )


def _shown_number() -> Case:
    """The anonymous code of an entry in an anonymous contest, else the key of its candidate number."""
    coded = When(assignment__entry__contest__anonymous=True, then=F("assignment__entry__code"))
    return Case(coded, default=F("assignment__entry__number_key"))


def sheet_list(judge: Judge) -> SheetList:
    """The judge's sheets with states, without totals; two queries whatever their number."""
    marked = Count("marks", filter=Q(marks__hundredths__isnull=False))
    rows = sheets_of(judge).annotate(marked=marked)
    return SheetList([_group_of(judge.festival, list(part)) for _, part in groupby(rows, key=_group_key)])


def sheet_totals(judge: Judge) -> SheetList:
    """The judge's sheets with states, marks and totals, and ops that are not counted; five queries."""
    rows = list(sheets_of(judge))
    marks: dict[int, dict[int, int]] = {}
    of_judge = Mark.objects.filter(sheet__assignment__judge=judge, hundredths__isnull=False)
    for sheet, criterion, hundredths in of_judge.values_list("sheet_id", "criterion_id", "hundredths"):
        marks.setdefault(sheet, {})[criterion] = hundredths or 0
    rounds = {row.assignment.round_id: row.assignment.round for row in rows}
    rubrics, ops = criteria_by_round(rounds.values()), uncounted_ops(judge)
    groups = []
    for _, part in groupby(rows, key=_group_key):
        sheets = list(part)
        criteria = rubrics[sheets[0].assignment.round_id]
        groups.append(_table_of(judge.festival, sheets, criteria, marks, ops))
    return SheetList(groups)


def state_of(sheet: ScoreSheet, *, marked: int) -> str:
    """The state of a sheet: "empty", "marking", "submitted" or "out"."""
    if is_out(sheet):
        return "out"
    if sheet.state == ScoreSheet.State.SUBMITTED:
        return "submitted"
    return "marking" if marked or sheet.comment else "empty"


def is_out(sheet: ScoreSheet) -> bool:
    """Whether the entry left the contest: its sheets keep their marks, and are not changed or counted."""
    return sheet.assignment.entry.state != Entry.State.APPROVED


def is_open(sheet: ScoreSheet, festival: Festival) -> bool:
    """Whether the judge may still change the sheet."""
    return _is_judging_open(sheet, festival) and not is_out(sheet)


def _is_judging_open(sheet: ScoreSheet, festival: Festival) -> bool:
    """Whether the sheet's panel, contest and festival are open."""
    assignment = sheet.assignment
    panel = assignment.panel
    panel_open = panel is None or panel.state == panel.State.OPEN
    return panel_open and assignment.round.contest.takes_scores and festival.state == Festival.State.OPEN


def _group_key(sheet: ScoreSheet) -> tuple[int, int | None]:
    return sheet.assignment.round_id, sheet.assignment.panel_id


def _group_of(festival: Festival, sheets: Sequence[ScoreSheet]) -> SheetGroup:
    lines = [
        SheetLine(
            sheet.pk,
            entry_summary_of(sheet.assignment.entry),
            state_of(sheet, marked=sheet.marked),  # type: ignore[attr-defined]
            sheet.submitted_at,
        )
        for sheet in sheets
    ]
    return _named_group(festival, sheets[0], lines)


def _table_of(
    festival: Festival,
    sheets: Sequence[ScoreSheet],
    criteria: Sequence[Criterion],
    marks: dict[int, dict[int, int]],
    ops: dict[int, ScoreOp],
) -> SheetGroup:
    lines = []
    for sheet in sheets:
        own = marks.get(sheet.pk, {})
        points = [Decimal(own[c.pk]).scaleb(-2) if c.pk in own else None for c in criteria]
        total = sum(
            (p * c.weight for p, c in zip(points, criteria, strict=True) if p is not None), Decimal(0)
        )
        lines.append(
            SheetLine(
                sheet.pk,
                entry_summary_of(sheet.assignment.entry),
                state_of(sheet, marked=len(own)),
                sheet.submitted_at,
                total if own else None,
                ["" if p is None else format_points(p) for p in points],
                ops.get(sheet.pk),
            )
        )
    maximum = sum((c.maximum * c.weight for c in criteria), Decimal(0))
    return _named_group(festival, sheets[0], lines, criteria=criteria, maximum=format_points(maximum))


def _named_group(
    festival: Festival,
    sheet: ScoreSheet,
    lines: Sequence[SheetLine],
    *,
    criteria: Sequence[Criterion] = (),
    maximum: str = "",
) -> SheetGroup:
    round_, panel = sheet.assignment.round, sheet.assignment.panel
    return SheetGroup(
        contest=round_.contest.name,
        round=round_.name or round_.code,
        panel=panel.name if panel else "",
        is_open=_is_judging_open(sheet, festival),
        lines=lines,
        criteria=criteria,
        maximum=maximum,
    )

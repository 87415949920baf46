"""Blockers of a freeze, read from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from contests.models import Contest, Entry
from judging.models import ScoreOp, ScoreSheet, Settlement
from judging.queries.results import sheets_by_contest
from judging.queries.settings import contest_rules
from judging.rules.coverage import coverage_blockers, unranked_entries
from judging.rules.discrepancy import Gap, Ruling, gaps, unsettled
from judging.rules.marks import SheetMarks, is_complete
from judging.rules.policy import ContestRule, EntryKey
from judging.rules.states import Blocker, OpFacts, SheetFacts, freeze_blockers

RULINGS = {Settlement.Kind.AGREED, Settlement.Kind.THIRD_JUDGE, Settlement.Kind.HEAD}


@dataclass(frozen=True, slots=True)
class JudgingState:
    """The contest's sheets, with the discrepancies and blockers that follow from them."""

    rule: ContestRule
    sheets: Sequence[SheetMarks]
    gaps: Sequence[Gap]
    unsettled: Sequence[Gap]
    blockers: Sequence[Blocker]

    def gap_of(self, entry: EntryKey, round: str) -> Gap | None:
        """The gap of an entry in a round; None where there is none."""
        return next((gap for gap in self.gaps if (gap.entry, gap.round) == (entry, round)), None)


@dataclass(slots=True)
class _Rows:
    """Rows of one contest besides its rules and sheets.

    removed  entries with marks that are not approved now, with the time of the last decision about each
    """

    approved: list[int] = field(default_factory=list)
    touched: set[tuple[EntryKey, str, int | None]] = field(default_factory=set)
    removed: dict[int, datetime | None] = field(default_factory=dict)
    settlements: list[Settlement] = field(default_factory=list)
    waiting: list[ScoreOp] = field(default_factory=list)


def judging_state(contest: Contest) -> JudgingState:
    """Sheets, gaps and blockers of a contest; nine queries whatever its size."""
    return judging_states([contest])[contest.pk]


def judging_states(contests: Sequence[Contest]) -> dict[int, JudgingState]:
    """`judging_state` of several contests, by primary key; nine queries whatever their number."""
    rules, sheets, rows = contest_rules(contests), sheets_by_contest(contests), _rows_of(contests)
    return {row.pk: _state_of(rules[row.pk], sheets[row.pk], rows[row.pk]) for row in contests}


def _state_of(rule: ContestRule, sheets: list[SheetMarks], rows: _Rows) -> JudgingState:
    rulings: dict[tuple[EntryKey, str], Ruling] = {
        (row.entry_id, _code_of(row)): Ruling(row.entry_id, _code_of(row), row.kind)  # type: ignore[arg-type]
        for row in rows.settlements
        if row.kind in RULINGS and row.entry_id is not None
    }
    found = gaps(sheets, rule)
    open_gaps = unsettled(found, rulings)
    blockers = freeze_blockers(
        _sheet_facts(rule, sheets, rows.touched),
        coverage=coverage_blockers(rows.approved, sheets, rule),
        removed=rows.removed,
        conflicts=_facts_of(rows.waiting, ScoreOp.Outcome.CONFLICT),
        quarantined=_facts_of(rows.waiting, ScoreOp.Outcome.QUARANTINED),
        unsettled=open_gaps,
        unranked=unranked_entries(rows.approved, sheets, rule),
        waived=[_waived(row) for row in rows.settlements if _is_waiver(row, rows.removed)],
    )
    return JudgingState(rule, sheets, found, open_gaps, blockers)


def _rows_of(contests: Sequence[Contest]) -> dict[int, _Rows]:
    found = {contest.pk: _Rows() for contest in contests}
    approved = Entry.objects.approved().filter(contest__in=contests)
    for contest, pk in approved.values_list("contest_id", "pk"):
        found[contest].approved.append(pk)
    touched = ScoreSheet.objects.marked().filter(assignment__entry__contest__in=contests)
    for contest, entry, state, decided_at, code, judge in touched.values_list(
        *(f"assignment__entry__{name}" for name in ("contest_id", "pk", "state", "decided_at")),
        "assignment__round__code",
        "assignment__judge_id",
    ):
        found[contest].touched.add((entry, code, judge))
        if state != Entry.State.APPROVED:
            found[contest].removed[entry] = decided_at
    for settlement in Settlement.objects.live().filter(contest__in=contests).select_related("round"):
        found[settlement.contest_id].settlements.append(settlement)
    for contest, ops in _waiting_by_contest(contests).items():
        found[contest].waiting = ops
    return found


def _code_of(settlement: Settlement) -> str:
    return settlement.round.code if settlement.round else ""


def _waived(row: Settlement) -> Blocker:
    return Blocker(row.blocker, row.entry_id, _code_of(row), row.judge_id, str(row.op_id or ""))  # type: ignore[arg-type]


def _is_waiver(row: Settlement, removed: dict[int, datetime | None]) -> bool:
    """Whether the waiver is in force; that of a removed entry ends with the next decision about the entry."""
    if row.kind != Settlement.Kind.WAIVED or row.blocker != "entry-out":
        return row.kind == Settlement.Kind.WAIVED
    decided_at = removed.get(row.entry_id or 0)
    return decided_at is None or row.at >= decided_at


def _sheet_facts(
    rule: ContestRule, sheets: Sequence[SheetMarks], touched: set[tuple[EntryKey, str, int | None]]
) -> list[SheetFacts]:
    return [
        SheetFacts(
            sheet.entry,
            sheet.round,
            sheet.judge,
            submitted=sheet.submitted,
            complete=is_complete(sheet, rule.round(sheet.round)),
            touched=(sheet.entry, sheet.round, sheet.judge) in touched,
        )
        for sheet in sheets
        if sheet.judge is not None and not rule.round(sheet.round).is_machine
    ]


def waiting_ops(contest: Contest) -> list[ScoreOp]:
    """Score ops that the office has to decide: unresolved conflicts and quarantined ops.

    A conflict is resolved by an op of its author that names it in `settles`, or stands for it: one that is a
    conflict too waits in its place.
    """
    return _waiting_by_contest([contest])[contest.pk]


def _waiting_by_contest(contests: Sequence[Contest]) -> dict[int, list[ScoreOp]]:
    found: dict[int, list[ScoreOp]] = defaultdict(list)
    rows = (
        unresolved_ops()
        .filter(sheet__assignment__entry__contest__in=contests)
        .select_related(
            "sheet__assignment__entry",
            "sheet__assignment__judge__user",
            "sheet__assignment__round",
            "author",
            "device",
        )
    )
    for op in rows:
        assert op.sheet is not None
        found[op.sheet.assignment.entry.contest_id].append(op)
    return found


def unresolved_ops() -> QuerySet[ScoreOp]:
    """`waiting_ops` of all contests, for counting inside another query."""
    settling = ScoreOp.objects.filter(
        settles=OuterRef("pk"),
        outcome__in=[ScoreOp.Outcome.APPLIED, ScoreOp.Outcome.NOOP, ScoreOp.Outcome.CONFLICT],
    )
    return ScoreOp.objects.filter(
        ~Exists(settling),
        ~Exists(Settlement.objects.live().filter(op=OuterRef("pk"))),
        outcome__in=[ScoreOp.Outcome.CONFLICT, ScoreOp.Outcome.QUARANTINED],
    )


def _facts_of(waiting: Sequence[ScoreOp], outcome: str) -> list[OpFacts]:
    return [
        OpFacts(
            str(op.pk),
            op.sheet.assignment.entry_id,
            op.sheet.assignment.round.code,
            op.sheet.assignment.judge_id,
        )
        for op in waiting
        if op.outcome == outcome and op.sheet is not None
    ]

"""What still stands in the way of a freeze, read from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from contests.models import Contest, Entry, Round
from judging.models import ScoreOp, ScoreSheet, Settlement
from judging.queries.results import sheet_marks
from judging.queries.settings import contest_rule
from judging.rules.discrepancy import Gap, Ruling, gaps, unsettled
from judging.rules.marks import SheetMarks, is_complete
from judging.rules.policy import ContestRule, EntryKey
from judging.rules.states import Blocker, OpFacts, SheetFacts, freeze_blockers

RULINGS = {Settlement.Kind.AGREED, Settlement.Kind.THIRD_JUDGE, Settlement.Kind.HEAD}


@dataclass(frozen=True, slots=True)
class JudgingState:
    """The contest's sheets read once, with what follows from them for the office."""

    rule: ContestRule
    sheets: Sequence[SheetMarks]
    gaps: Sequence[Gap]
    unsettled: Sequence[Gap]
    blockers: Sequence[Blocker]


def judging_state(contest: Contest) -> JudgingState:
    """Sheets, gaps and blockers of a contest; eight queries whatever its size."""
    rule = contest_rule(contest)
    sheets = sheet_marks(contest)
    settlements = list(
        Settlement.objects.filter(contest=contest).values_list(
            "kind", "blocker", "entry_id", "round__code", "judge_id", "op_id"
        )
    )
    rulings: dict[tuple[EntryKey, str], Ruling] = {
        (entry, code or ""): Ruling(entry, code or "", kind)  # type: ignore[arg-type]
        for kind, _, entry, code, _, _ in settlements
        if kind in RULINGS and entry is not None
    }
    waiting = waiting_ops(contest)
    found = gaps(sheets, rule)
    open_gaps = unsettled(found, rulings)
    blockers = freeze_blockers(
        _sheet_facts(contest, rule, sheets),
        conflicts=_facts_of(waiting, ScoreOp.Outcome.CONFLICT),
        quarantined=_facts_of(waiting, ScoreOp.Outcome.QUARANTINED),
        unsettled=open_gaps,
        waived=[
            Blocker(blocker, entry, code or "", judge, str(op or ""))  # type: ignore[arg-type]
            for kind, blocker, entry, code, judge, op in settlements
            if kind == Settlement.Kind.WAIVED
        ],
    )
    return JudgingState(rule, sheets, found, open_gaps, blockers)


def _sheet_facts(contest: Contest, rule: ContestRule, sheets: Sequence[SheetMarks]) -> list[SheetFacts]:
    touched = _touched(contest)
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


def _touched(contest: Contest) -> set[tuple[int | str, str, int | str | None]]:
    rows = ScoreSheet.objects.filter(assignment__entry__contest=contest, version__gt=0)
    return set(rows.values_list("assignment__entry_id", "assignment__round__code", "assignment__judge_id"))


def waiting_ops(contest: Contest) -> list[ScoreOp]:
    """Operations that people still have to look at: conflicts nobody resolved, and quarantine.

    A conflict is resolved by the op that its author sent having seen both versions (`settles`).
    """
    return list(
        unresolved_ops()
        .filter(sheet__assignment__entry__contest=contest)
        .select_related(
            "sheet__assignment__entry",
            "sheet__assignment__judge__user",
            "sheet__assignment__round",
            "author",
            "device",
        )
    )


def unresolved_ops() -> QuerySet[ScoreOp]:
    """The same of all contests, to be counted as part of another query."""
    settling = ScoreOp.objects.filter(
        settles=OuterRef("pk"), outcome__in=[ScoreOp.Outcome.APPLIED, ScoreOp.Outcome.NOOP]
    )
    return ScoreOp.objects.filter(
        ~Exists(settling),
        ~Exists(Settlement.objects.filter(op=OuterRef("pk"))),
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


def unjudged_entries(contest: Contest) -> list[Entry]:
    """Approved entries that nobody is assigned to in some round of judges: they will not be ranked."""
    rounds = Round.objects.filter(contest=contest, marking=Round.Marking.JUDGES).count()
    entries = Entry.objects.approved().filter(contest=contest).select_related("school")
    judged: dict[int, set[int]] = {}
    pairs = ScoreSheet.objects.filter(
        assignment__entry__contest=contest, assignment__judge__isnull=False
    ).values_list("assignment__entry_id", "assignment__round_id")
    for entry, round_id in pairs.distinct():
        judged.setdefault(entry, set()).add(round_id)
    return [entry for entry in entries if len(judged.get(entry.pk, ())) < rounds]

"""Scores of a bundle brought onto sheets: the same verdict as a tablet's op, written in bulk."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from contests.bundle.contests import locked_reason
from contests.models import Contest
from festival.bundle.changes import Outcome
from festival.bundle.intake import Intake
from festival.models import Festival
from festival.tables import Row
from judging.bundle.judges import AssignmentPart
from judging.bundle.scores import SheetRows
from judging.bundle.scoring import ScoringPart
from judging.models import Criterion, Mark, Panel, ScoreOp, ScoreSheet
from judging.queries.settings import criterion_rule
from judging.rules.sync import LiveSheet, Op, Payload, hundredths_of, payload_hash, schema_of, verdict


class SheetPart:
    """Turns the rows of a sheet into one op; keeps marks, sheets and ops for writing."""

    def __init__(self, intake: Intake, scoring: ScoringPart, assignments: AssignmentPart) -> None:
        self.intake = intake
        self.scoring = scoring
        self.assignments = assignments
        self._marks: dict[int, dict[int, Mark]] = defaultdict(dict)
        self._ops: list[ScoreOp] = []

    def load(self) -> None:
        """Read the marks that there are; one query."""
        festival = self.intake.festival
        rows = (
            Mark.objects.filter(sheet__assignment__entry__contest__festival=festival) if festival.pk else ()
        )
        for mark in rows:
            self._marks[mark.sheet_id][mark.criterion_id] = mark

    def settle(self, rows: SheetRows) -> None:
        """One sheet: merge what is on it with what the rows say, and apply it if that is something new."""
        known = self.scoring.rubric(rows.box).criteria
        if rows.is_broken or known.broken or known.unnamed:
            return
        sheet = self._sheet(rows)
        criteria = self.scoring.rubric(rows.box).in_round(rows.round)
        message = {row["criterion"]: row for row in rows.rows}
        old = self._old_marks(sheet, criteria)
        new = {**old, **{code: _hundredths(row) for code, row in message.items()}}
        payload = self._payload(rows, sheet, new, is_whole=set(message) == set(new))
        if payload is None:
            return
        if self._is_new(payload, sheet):
            found = self._judge(rows, sheet, criteria, payload)
            if found is None:
                return
        else:
            found = False
        if found:
            self._apply(rows, sheet, criteria, payload)
        self._count(rows, old, is_applied=found)

    def _sheet(self, rows: SheetRows) -> ScoreSheet:
        """The sheet; a machine's is made by its first score."""
        if rows.key not in self.assignments.assignments:
            self.assignments.make(rows.key, rows.round, rows.entry, rows.judge)
        return self.assignments.sheets[rows.key]

    def _old_marks(self, sheet: ScoreSheet, criteria: list[Criterion]) -> dict[str, int | None]:
        marks = self._marks[sheet.pk] if sheet.pk else {}
        return {
            row.code: marks[row.pk].hundredths if row.pk and row.pk in marks else None for row in criteria
        }

    def _payload(
        self, rows: SheetRows, sheet: ScoreSheet, marks: dict[str, int | None], *, is_whole: bool
    ) -> Payload | None:
        """The whole sheet as it shall be; None with a fault when it is submitted with holes."""
        holes = [code for code, value in marks.items() if value is None]
        submitted = rows.submitted if rows.submitted is not None else not holes
        if submitted and holes and rows.submitted_by is not None:
            words = _("the sheet lacks points for %(criteria)s") % {"criteria": ", ".join(holes)}
            self.intake.report.add(rows.submitted_by.fault("submitted", words))
            return None
        comment = rows.comment or ("" if is_whole else sheet.comment)
        return Payload(marks, comment, submitted)

    def _is_new(self, payload: Payload, sheet: ScoreSheet) -> bool:
        """Whether it says anything that the sheet does not; an untouched sheet says nothing."""
        if sheet.version == 0:
            return payload.submitted or bool(payload.comment) or _has_marks(payload)
        return payload_hash(payload) != sheet.payload_hash

    def _judge(
        self, rows: SheetRows, sheet: ScoreSheet, criteria: list[Criterion], payload: Payload
    ) -> bool | None:
        """The verdict of the door; None with a fault when it refuses."""
        rules = tuple(criterion_rule(row) for row in criteria)
        op = Op(
            op_id="",
            sheet="",
            author=None,
            base_version=sheet.version,
            schema=schema_of(rules),
            payload=payload,
            payload_hash=payload_hash(payload),
        )
        live = LiveSheet(
            sheet.version, sheet.payload_hash, rules, takes_scores=self._closed_reason(rows) == ""
        )
        outcome = verdict(op, sheet=live)
        if outcome.outcome == "applied":
            return True
        if outcome.outcome == "noop":
            return False
        first = rows.rows[0]
        reason = self._closed_reason(rows) or _("these scores cannot stand (%(reason)s)") % {
            "reason": outcome.reason
        }
        self.intake.report.add(first.fault("points", reason))
        return None

    def _closed_reason(self, rows: SheetRows) -> str:
        """Why the sheet takes no scores; empty when it does."""
        if rows.box.contest.state != Contest.State.OPEN:
            return locked_reason(rows.box)
        if self.intake.festival.state == Festival.State.CLOSED:
            return _("the festival is closed")
        panel = self.assignments.assignments[rows.key].panel
        if panel is not None and panel.state == Panel.State.CLOSED:
            return _("the panel “%(panel)s” is closed") % {"panel": panel.name}
        return ""

    def _apply(self, rows: SheetRows, sheet: ScoreSheet, criteria: list[Criterion], payload: Payload) -> None:
        now, changes = self.intake.now, self.intake.changes
        rules = tuple(criterion_rule(row) for row in criteria)
        op = ScoreOp(
            op_id=uuid.uuid4(),
            sheet=sheet,
            author=self.intake.by,
            base_version=sheet.version,
            schema=schema_of(rules),
            payload=payload.as_json(),
            payload_hash=payload_hash(payload),
            source=ScoreOp.Source.IMPORT,
            outcome=ScoreOp.Outcome.APPLIED,
            version=sheet.version + 1,
            received_at=now,
        )
        self._ops.append(op)
        sheet.version += 1
        sheet.state = ScoreSheet.State.SUBMITTED if payload.submitted else ScoreSheet.State.DRAFT
        sheet.comment, sheet.payload_hash = payload.comment, op.payload_hash
        sheet.updated_at, sheet.submitted_at = now, now if payload.submitted else None
        changes.touch(sheet, ["version", "state", "comment", "payload_hash", "updated_at", "submitted_at"])
        known = self._marks[sheet.pk] if sheet.pk else {}
        for row in criteria:
            changes.settle(
                known.get(row.pk) if row.pk else None,
                partial(Mark, sheet=sheet, criterion=row),
                {"hundredths": payload.marks[row.code]},
            )

    def _count(self, rows: SheetRows, old: dict[str, int | None], *, is_applied: bool) -> None:
        """A row is created when it brings a mark, changed when it alters one or speaks for the sheet."""
        outcomes = {id(row): _outcome(row, old) for row in rows.rows}
        message = [row for row in (rows.commented_by, rows.submitted_by) if row is not None]
        if is_applied and all(outcome is Outcome.UNCHANGED for outcome in outcomes.values()):
            outcomes[id((message or rows.rows)[0])] = Outcome.CHANGED
        for row in rows.rows:
            self.intake.done(row, "scores", outcomes[id(row)], ["points"])

    def write_ops(self, receipt: str) -> None:
        """Keep the ops, once their sheets have numbers; `receipt` is the import's line in the record."""
        for op in self._ops:
            assert op.sheet is not None
            op.festival = self.intake.festival
            op.sheet_ref = str(op.sheet.pk)
            op.receipt = receipt
        ScoreOp.objects.bulk_create(self._ops)


def _hundredths(row: Row) -> int | None:
    points: Any = row["points"]
    return None if points is None else hundredths_of(points)


def _has_marks(payload: Payload) -> bool:
    return any(value is not None for value in payload.marks.values())


def _outcome(row: Row, old: dict[str, int | None]) -> Outcome:
    before, after = old.get(row["criterion"]), _hundredths(row)
    if before == after:
        return Outcome.UNCHANGED
    return Outcome.CREATED if before is None else Outcome.CHANGED

"""A stored score op that is not counted beside the sheet as it is saved, for the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from judging.models import ScoreOp, ScoreSheet
from judging.pages.blockers import BlockerLine, blocker_lines
from judging.pages.device_names import device_name
from judging.pages.sheet import payload_of_sheet, total_of
from judging.queries.blockers import judging_state
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import Payload, points_of


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One criterion in both versions; None is not marked. One of an older rubric is named by its code."""

    name: str
    sent: Decimal | None
    saved: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether the two versions have other points."""
        return self.sent != self.saved


@dataclass(frozen=True, slots=True)
class OpVersions:
    """Both versions with their totals.

    device  the name of the tablet or browser that sent it, "" where it is not known
    raw     the text of an op that cannot be read as a sheet, else empty; it has no marks
    line    the blocker of the freeze that this op is now, None when it blocks nothing
    """

    op: ScoreOp
    sheet: ScoreSheet
    rows: Sequence[VersionRow]
    sent: Payload
    saved: Payload
    sent_total: Decimal
    saved_total: Decimal
    device: str
    raw: str
    line: BlockerLine | None


def op_versions(op: ScoreOp, sheet: ScoreSheet) -> OpVersions:
    """Read both versions of an op of this sheet; a fixed number of queries."""
    criteria = criteria_of(sheet.assignment.round)
    rules = rule_of_criteria(criteria)
    sent, saved = _payload_of(op), payload_of_sheet(sheet, criteria)
    older = {code: code for code in sent.marks if code not in saved.marks}
    names = {**{row.code: row.name for row in criteria}, **older}
    return OpVersions(
        op=op,
        sheet=sheet,
        rows=[VersionRow(name, _points(sent, code), _points(saved, code)) for code, name in names.items()],
        sent=sent,
        saved=saved,
        sent_total=total_of(sent, rules),
        saved_total=total_of(saved, rules),
        device=device_name(op.device.label) if op.device else "",
        raw=str(op.payload.get("malformed", "")),
        line=_blocker_line(op, sheet),
    )


def _payload_of(op: ScoreOp) -> Payload:
    stored: Mapping[str, object] = op.payload
    marks, comment = stored.get("marks"), stored.get("comment")
    return Payload(
        marks if isinstance(marks, dict) else {}, str(comment or ""), submitted=bool(stored.get("submitted"))
    )


def _points(payload: Payload, code: str) -> Decimal | None:
    hundredths = payload.marks.get(code)
    return None if hundredths is None else points_of(hundredths)


def _blocker_line(op: ScoreOp, sheet: ScoreSheet) -> BlockerLine | None:
    contest = sheet.assignment.entry.contest
    blockers = [blocker for blocker in judging_state(contest).blockers if blocker.op == str(op.pk)]
    return next(iter(blocker_lines(contest, blockers)), None)

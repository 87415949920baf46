"""Actions of a judge on the plain form: the server makes the op and passes it to `receive_op`."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from festival.refusals import RuleBroken, StaleState
from judging.actions.incoming_ops import Receipt, incoming_op_of_sheet
from judging.actions.sheets import Sender, receive_op
from judging.models import Device, Judge, ScoreOp, ScoreSheet
from judging.pages.sheet import payload_of_sheet
from judging.pages.sheet_list import is_out
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import Payload, payload_hash, schema_of


class SheetConflict(StaleState):
    """Another device changed the sheet meanwhile; `op_id` identifies the conflict that the judge resolves."""

    def __init__(self, op_id: uuid.UUID) -> None:
        super().__init__("conflict", _("This sheet was changed on another device meanwhile."))
        self.op_id = op_id


def send_sheet(
    *,
    sheet: ScoreSheet,
    judge: Judge,
    payload: Payload,
    base_version: int,
    nonce: uuid.UUID,
    schema: str,
    now: datetime,
    device: Device | None = None,
    settles: ScoreOp | None = None,
) -> Receipt:
    """Pass a form's sheet to `receive_op`; the same form twice is the same op.

    SheetConflict, StaleState or RuleBroken when the op was not applied; it is stored all the same. A form
    made for another rubric raises StaleState before it becomes an op, and one for an entry that left the
    contest RuleBroken.
    """
    if is_out(sheet):
        raise RuleBroken("entry-out", _("This entry takes no part any more; its marks are kept."))
    if schema != schema_of(rule_of_criteria(criteria_of(sheet.assignment.round))):
        raise StaleState("rubric-changed", outcome_message("quarantined", "rubric-changed"))
    incoming = incoming_op_of_sheet(
        sheet,
        payload=payload,
        schema=schema,
        op_id=uuid.uuid5(nonce, payload_hash(payload)),
        base_version=base_version,
        settles=settles.pk if settles else None,
    )
    return _accepted(receive_op(incoming, Sender(judge.festival, judge.user, now, device)))


def reopen_sheet(*, sheet: ScoreSheet, judge: Judge, now: datetime) -> Receipt:
    """Turn a submitted sheet into a draft with the same marks."""
    criteria = criteria_of(sheet.assignment.round)
    payload = payload_of_sheet(sheet, criteria)
    return send_sheet(
        sheet=sheet,
        judge=judge,
        payload=Payload(payload.marks, payload.comment, submitted=False),
        base_version=sheet.version,
        nonce=uuid.uuid4(),
        schema=schema_of(rule_of_criteria(criteria)),
        now=now,
    )


def outcome_message(outcome: str, reason: str) -> str:
    """The message about an op that was not applied; empty for one that was."""
    if outcome == ScoreOp.Outcome.LATE:
        return _(
            "This sheet arrived after judging was closed: it is stored but NOT counted. Inform the secretary."
        )
    if outcome == ScoreOp.Outcome.CONFLICT:
        return _("This sheet was changed on another device meanwhile.")
    if outcome == ScoreOp.Outcome.QUARANTINED and reason == "rubric-changed":
        return _("The criteria have changed meanwhile. Check your marks and confirm them again.")
    if outcome == ScoreOp.Outcome.QUARANTINED:
        return _("This sheet is kept for review by the organisers and is not counted. Tell the secretary.")
    return ""


def _accepted(receipt: Receipt) -> Receipt:
    if receipt.outcome == ScoreOp.Outcome.CONFLICT:
        raise SheetConflict(receipt.op_id)
    message = outcome_message(receipt.outcome, receipt.reason)
    if receipt.outcome == ScoreOp.Outcome.LATE:
        raise StaleState("late", message)
    if message:
        raise RuleBroken(receipt.reason or "quarantined", message)
    return receipt

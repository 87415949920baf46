"""The one writer of score sheets: for tablets, plain forms, imports and the office.

Every op has exactly one outcome (applied, noop, conflict, late, quarantined) and is stored with it; the
outcome is computed by `judging.rules.sync`. An op and its audit event are written in one transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from contests.models import Contest
from festival.audit import log_event
from festival.locks import lock_or_none
from festival.models import Festival, User
from festival.text import is_key
from judging.actions.devices import note_seq
from judging.actions.incoming_ops import IncomingOp, Receipt, incoming_op_of_sheet
from judging.models import Criterion, Device, Mark, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import KnownOp, LiveSheet, Op, Outcome, Payload, Verdict, schema_of, verdict

Source = ScoreOp.Source
COLUMNS: Final = ("state", "comment", "payload_hash", "updated_at", "submitted_at")
"""Columns of a sheet that an applied op writes."""


@dataclass(frozen=True, slots=True)
class _Sender:
    festival: Festival
    by: User | None
    device: Device | None
    source: str
    now: datetime
    receipt: str


def receive_op(
    incoming: IncomingOp,
    *,
    festival: Festival,
    by: User | None,
    now: datetime,
    device: Device | None = None,
    source: str = Source.TABLET,
    receipt: str = "",
) -> Receipt:
    """Apply one op and return its receipt; the same op again returns the stored receipt.

    source   for import or office the caller has checked that `by` may write any sheet of the festival
    receipt  hash of the audit event that covers the op (an import's one event); without it the op gets one
    """
    sender = _Sender(festival, by, device, source, now, receipt)
    try:
        return _receive(incoming, sender=sender)
    except IntegrityError:
        return _receive(incoming, sender=sender)  # a simultaneous request has stored the same op


def receive_sheets(
    sheets: Sequence[tuple[ScoreSheet, Payload]],
    *,
    festival: Festival,
    by: User | None,
    now: datetime,
    receipt: str,
    source: str = Source.IMPORT,
) -> list[Receipt]:
    """Receive many whole sheets in the caller's transaction: the outcomes of `receive_op`, written in bulk.

    sheets   read in this transaction, by `for_scoring`, with their contests locked
    receipt  hash of the event in the audit log that covers all of them
    """
    sender = _Sender(festival, by, None, source, now, receipt)
    contests = {sheet.assignment.entry.contest for sheet, _payload in sheets}
    is_open = {
        contest.pk: lock_or_none(contest, state=Contest.State.OPEN) is not None
        for contest in sorted(contests, key=lambda contest: contest.pk)
    }
    rubrics = {round: criteria_of(round) for round in {sheet.assignment.round for sheet, _payload in sheets}}
    ops: list[ScoreOp] = []
    applied: list[ScoreSheet] = []
    marks: list[Mark] = []
    for sheet, payload in sheets:
        criteria = rubrics[sheet.assignment.round]
        schema = schema_of(rule_of_criteria(criteria))
        incoming = incoming_op_of_sheet(sheet, payload=payload, schema=schema, op_id=uuid.uuid4())
        takes_scores = is_open[sheet.assignment.entry.contest_id] and _panel_is_open(sheet)
        takes_scores = takes_scores and festival.state != Festival.State.CLOSED
        live = _live(sheet, criteria, is_open=takes_scores, sender=sender)
        found = verdict(_op_of(incoming, by=by), sheet=live)
        ops.append(_op_row(incoming.op_id, incoming, sheet, found, sender=sender))
        if found.outcome == "applied":
            for name, value in {**_columns(payload, incoming, now=now), "version": found.version}.items():
                setattr(sheet, name, value)
            applied.append(sheet)
            marks += _marks(payload, sheet, criteria)
    ScoreSheet.objects.bulk_update(applied, ["version", *COLUMNS], batch_size=200)
    _write_marks(marks)
    ScoreOp.objects.bulk_create(ops)
    return [_receipt_of(op) for op in ops]


@transaction.atomic
def _receive(incoming: IncomingOp, *, sender: _Sender) -> Receipt:
    sheet, is_open = _lock_sheet(incoming.sheet, festival=sender.festival)
    known = ScoreOp.objects.filter(pk=incoming.op_id).first()
    criteria = criteria_of(sheet.assignment.round) if sheet else []
    if incoming.payload is None and known is None:
        found = Verdict("quarantined", "malformed")
    else:
        live = _live(sheet, criteria, is_open=is_open, sender=sender) if sheet else None
        found = verdict(_op_of(incoming, by=sender.by), sheet=live, known=_known(known))
    if found.repeated and known is not None:
        return _receipt_of(known)
    if found.outcome == "applied" and sheet is not None and incoming.payload is not None:
        found = _apply(incoming.payload, sheet=sheet, criteria=criteria, incoming=incoming, now=sender.now)
    if known is not None:
        return _keep_reused(incoming, sheet, found, sender=sender)
    return _receipt_of(_keep(incoming.op_id, incoming, sheet, found, sender=sender))


def _lock_sheet(named: str, *, festival: Festival) -> tuple[ScoreSheet | None, bool]:
    """The locked sheet, and whether it takes scores; both hold until the transaction ends.

    Closing a festival or panel and freezing lock the festival or the contest too, so they wait for the op.
    """
    if not is_key(named):
        return None, False
    contest = Contest.objects.filter(festival=festival, entries__assignments__sheet=int(named)).first()
    if contest is None:
        return None, False
    is_festival_open = lock_or_none(festival, state=Festival.State.OPEN) is not None
    is_contest_open = lock_or_none(contest, state=Contest.State.OPEN) is not None
    sheet = ScoreSheet.objects.for_scoring().filter(pk=int(named)).first()
    if sheet is None:
        return None, False
    return sheet, is_festival_open and is_contest_open and _panel_is_open(sheet)


def _panel_is_open(sheet: ScoreSheet) -> bool:
    panel = sheet.assignment.panel
    return panel is None or panel.state == panel.State.OPEN


def _live(sheet: ScoreSheet, criteria: Sequence[Criterion], *, is_open: bool, sender: _Sender) -> LiveSheet:
    judge = sheet.assignment.judge
    is_own = judge is not None and sender.by is not None and judge.user_id == sender.by.pk
    return LiveSheet(
        version=sheet.version,
        payload_hash=sheet.payload_hash,
        criteria=rule_of_criteria(criteria),
        may_write=is_own or sender.source != Source.TABLET,
        takes_scores=is_open,
    )


def _apply(
    payload: Payload, *, sheet: ScoreSheet, criteria: Sequence[Criterion], incoming: IncomingOp, now: datetime
) -> Verdict:
    """Compare-and-set the sheet's version; a conflict when it has changed."""
    rows = ScoreSheet.objects.filter(pk=sheet.pk, version=incoming.base_version)
    if rows.update(version=F("version") + 1, **_columns(payload, incoming, now=now)) != 1:
        return Verdict("conflict", "version")
    _write_marks(_marks(payload, sheet, criteria))
    return Verdict("applied", version=incoming.base_version + 1)


def _columns(payload: Payload, incoming: IncomingOp, *, now: datetime) -> dict[str, object]:
    """The column values that an applied op writes on its sheet, without the version."""
    state = ScoreSheet.State.SUBMITTED if payload.submitted else ScoreSheet.State.DRAFT
    values = (state, payload.comment, incoming.payload_hash, now, now if payload.submitted else None)
    return dict(zip(COLUMNS, values, strict=True))


def _marks(payload: Payload, sheet: ScoreSheet, criteria: Sequence[Criterion]) -> list[Mark]:
    return [Mark(sheet=sheet, criterion=row, hundredths=payload.marks[row.code]) for row in criteria]


def _write_marks(marks: Sequence[Mark]) -> None:
    Mark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["hundredths"],
    )


def _keep(
    op_id: uuid.UUID, incoming: IncomingOp, sheet: ScoreSheet | None, found: Verdict, *, sender: _Sender
) -> ScoreOp:
    """Store the op with its outcome, and log its event."""
    row = _op_row(op_id, incoming, sheet, found, sender=sender)
    row.receipt = sender.receipt or _line_of(row, found, sender=sender)
    row.save(force_insert=True)
    if sender.device is not None:
        note_seq(device=sender.device, seq=incoming.device_seq, now=sender.now)
    return row


def _op_row(
    op_id: uuid.UUID, incoming: IncomingOp, sheet: ScoreSheet | None, found: Verdict, *, sender: _Sender
) -> ScoreOp:
    return ScoreOp(
        op_id=op_id,
        festival=sender.festival,
        sheet=sheet,
        sheet_ref=incoming.sheet,
        author=sender.by,
        device=sender.device,
        device_seq=incoming.device_seq,
        base_version=incoming.base_version,
        schema=incoming.schema,
        payload=incoming.payload.as_json() if incoming.payload else {"malformed": incoming.raw},
        payload_hash=incoming.payload_hash,
        source=sender.source,
        outcome=found.outcome,
        reason=found.reason,
        version=found.version,
        received_at=sender.now,
        settles_id=_settled_by(incoming, sheet, by=sender.by),
        receipt=sender.receipt,
    )


def _line_of(row: ScoreOp, found: Verdict, *, sender: _Sender) -> str:
    """Log the op's event and return the hash that the chain has now."""
    body = {
        "sheet": row.sheet_ref,
        "outcome": found.outcome,
        "reason": found.reason,
        "version": found.version,
        "hash": row.payload_hash,
    }
    line = log_event(sender.by, "score-received", row, festival=sender.festival, body=body, at=sender.now)
    return line.hash


def _keep_reused(
    incoming: IncomingOp, sheet: ScoreSheet | None, found: Verdict, *, sender: _Sender
) -> Receipt:
    """Store an op whose id another op has, once, under an id derived from its content."""
    author = sender.by.pk if sender.by else ""
    other_id = uuid.uuid5(incoming.op_id, f"{author}:{incoming.sheet}:{incoming.payload_hash}:{incoming.raw}")
    row = ScoreOp.objects.filter(pk=other_id).first()
    row = row or _keep(other_id, incoming, sheet, found, sender=sender)
    return _receipt_of(row, op_id=incoming.op_id)


def _settled_by(incoming: IncomingOp, sheet: ScoreSheet | None, *, by: User | None) -> uuid.UUID | None:
    """The conflict that this op resolves: one of the same sheet and author."""
    if incoming.settles is None or sheet is None:
        return None
    conflicts = ScoreOp.objects.filter(outcome=ScoreOp.Outcome.CONFLICT, sheet=sheet, author=by)
    return incoming.settles if conflicts.filter(pk=incoming.settles).exists() else None


def _op_of(incoming: IncomingOp, *, by: User | None) -> Op:
    return Op(
        op_id=str(incoming.op_id),
        sheet=incoming.sheet,
        author=by.pk if by else None,
        base_version=incoming.base_version,
        schema=incoming.schema,
        payload=incoming.payload or Payload({}),
        payload_hash=incoming.payload_hash,
    )


def _known(row: ScoreOp | None) -> KnownOp | None:
    if row is None:
        return None
    outcome: Outcome = row.outcome  # type: ignore[assignment]
    return KnownOp(row.sheet_ref, row.author_id, row.payload_hash, outcome, row.reason, row.version)


def _receipt_of(row: ScoreOp, *, op_id: uuid.UUID | None = None) -> Receipt:
    return Receipt(
        op_id=op_id or row.op_id,
        payload_hash=row.payload_hash,
        outcome=row.outcome,
        reason=row.reason,
        version=row.version,
        receipt=row.receipt,
        received_at=row.received_at,
        sheet_id=row.sheet_id,
    )

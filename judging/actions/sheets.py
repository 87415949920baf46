"""The one writer of score sheets: for tablets, plain forms, imports and the office.

Every op has exactly one outcome (applied, noop, conflict, late, quarantined) and is stored with it; the
outcome is computed by `judging.rules.sync`. Ops and their audit events are written in one transaction, with a
number of statements that does not grow with the ops (but for each contest locked, and each id used twice).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from contests.models import Contest
from festival.audit import NewEvent, log_events
from festival.locks import lock_keys
from festival.models import Festival, User
from festival.text import is_key
from judging.actions.devices import note_seqs
from judging.actions.incoming_ops import IncomingOp, Receipt, incoming_op_of_sheet
from judging.models import Device, Mark, Panel, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_by_round, rule_of_criteria
from judging.rules.sync import (
    KnownOp,
    LiveSheet,
    Op,
    Outcome,
    Payload,
    Verdict,
    facts_hash,
    schema_of,
    verdict,
)

Source = ScoreOp.Source
COLUMNS: Final = ("version", "state", "comment", "payload_hash", "updated_at", "submitted_at")
"""Columns of a sheet that an applied op writes."""
OPEN_STATES: Final = (Festival.State.DRAFT, Festival.State.OPEN)
"""States of a festival that takes scores; a judge sees none that is a draft."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends ops, and when.

    source   for import or office the caller has checked that `by` may write any sheet of the festival
    receipt  hash of the audit event that covers the ops (an import's one event); without it each gets one
    """

    festival: Festival
    by: User | None
    now: datetime
    device: Device | None = None
    source: str = Source.TABLET
    receipt: str = ""


Sent = tuple[IncomingOp, Sender]


def receive_op(incoming: IncomingOp, sender: Sender) -> Receipt:
    """Apply one op and return its receipt; the same op again returns the stored receipt."""
    return receive_ops([(incoming, sender)])[0]


def receive_ops(sent: Sequence[Sent]) -> list[Receipt]:
    """Apply ops in order, all in one transaction, and return their receipts."""
    try:
        return _receive(sent)
    except IntegrityError:
        return _receive(sent)  # a simultaneous request has stored one of them


def receive_sheets(sheets: Sequence[tuple[ScoreSheet, Payload]], sender: Sender) -> list[Receipt]:
    """Receive whole sheets that the server fills itself, for the office or an import; an op for each."""
    criteria = criteria_by_round({sheet.assignment.round for sheet, _payload in sheets})
    schemas = {pk: schema_of(rule_of_criteria(rows)) for pk, rows in criteria.items()}
    ops = [
        incoming_op_of_sheet(
            sheet, payload=payload, schema=schemas[sheet.assignment.round_id], op_id=uuid.uuid4()
        )
        for sheet, payload in sheets
    ]
    return receive_ops([(op, sender) for op in ops])


@transaction.atomic
def _receive(sent: Sequence[Sent]) -> list[Receipt]:
    batch = _Batch(sent)
    rows = [batch.take(incoming, sender) for incoming, sender in sent]
    batch.write()
    return [
        _receipt_of(row, op_id=incoming.op_id) for row, (incoming, _sender) in zip(rows, sent, strict=True)
    ]


class _Batch:
    """The ops of one transaction: locked and loaded when made, decided one by one, written together.

    Closing a festival or panel and freezing lock the festival or the contest too, so they wait for the batch.
    """

    def __init__(self, sent: Sequence[Sent]) -> None:
        keys = {int(incoming.sheet) for incoming, _sender in sent if is_key(incoming.sheet)}
        paths = ("pk", "assignment__entry__contest_id", "assignment__entry__contest__festival_id")
        places = ScoreSheet.objects.filter(pk__in=keys).values_list(*paths)
        self._places = {sheet: (contest, festival) for sheet, contest, festival in places}
        self._open_festivals = lock_keys(
            Festival, {festival for _contest, festival in self._places.values()}, state__in=OPEN_STATES
        )
        self._open_contests = lock_keys(
            Contest, {contest for contest, _festival in self._places.values()}, state=Contest.State.OPEN
        )
        self._sheets = ScoreSheet.objects.for_writing().in_bulk(self._places)
        self._known = ScoreOp.objects.in_bulk({incoming.op_id for incoming, _sender in sent})
        self._settled = _conflicts({op.settles for op, _sender in sent if op.settles})
        rounds = {sheet.assignment.round for sheet in self._sheets.values()}
        self._criteria = criteria_by_round(rounds)
        self._rules = {pk: rule_of_criteria(rows) for pk, rows in self._criteria.items()}
        self._new: list[tuple[ScoreOp, Sender]] = []
        self._applied: dict[int, Payload] = {}

    def take(self, incoming: IncomingOp, sender: Sender) -> ScoreOp:
        """Decide one op; the row that stands for it, stored or to be stored."""
        known, sheet = self._known.get(incoming.op_id), self._sheet(incoming, sender)
        if incoming.payload is None and known is None:
            return self._keep(incoming.op_id, incoming, sender, sheet, Verdict("quarantined", "malformed"))
        live = self._live(sheet, sender) if sheet else None
        found = verdict(_op_of(incoming, sender), sheet=live, known=_known_op(known))
        if known is not None:
            return known if found.repeated else self._keep_reused(incoming, sender, sheet, found)
        if found.outcome == "applied" and sheet and incoming.payload and found.version:
            self._apply(incoming, incoming.payload, sheet, found.version, sender.now)
        return self._keep(incoming.op_id, incoming, sender, sheet, found)

    def write(self) -> None:
        """Store what the ops made: sheets, marks, ops with their events, the numbers of the tablets."""
        sheets = [self._sheets[pk] for pk in self._applied]
        ScoreSheet.objects.bulk_create(  # an update: all of them exist
            sheets, update_conflicts=True, unique_fields=["pk"], update_fields=COLUMNS
        )
        Mark.objects.bulk_create(
            [mark for sheet in sheets for mark in self._marks(sheet)],
            update_conflicts=True,
            unique_fields=["sheet", "criterion"],
            update_fields=["hundredths"],
        )
        own = [(row, sender) for row, sender in self._new if not row.receipt]
        for (row, _sender), event in zip(own, log_events([_event_of(*pair) for pair in own]), strict=True):
            row.receipt = event.hash
        ScoreOp.objects.bulk_create([row for row, _sender in self._new])
        note_seqs(row for row, _sender in self._new)

    def _sheet(self, incoming: IncomingOp, sender: Sender) -> ScoreSheet | None:
        """The sheet that the op names, where it is one of the sender's festival."""
        sheet = self._sheets.get(int(incoming.sheet)) if is_key(incoming.sheet) else None
        is_own = sheet is not None and self._places[sheet.pk][1] == sender.festival.pk
        return sheet if is_own else None

    def _live(self, sheet: ScoreSheet, sender: Sender) -> LiveSheet:
        assignment, (contest, festival) = sheet.assignment, self._places[sheet.pk]
        judge, panel = assignment.judge, assignment.panel
        is_judge = judge is not None and sender.by is not None and judge.user_id == sender.by.pk
        return LiveSheet(
            version=sheet.version,
            payload_hash=sheet.payload_hash,
            criteria=self._rules[assignment.round_id],
            may_write=is_judge or sender.source != Source.TABLET,
            takes_scores=festival in self._open_festivals
            and contest in self._open_contests
            and (panel is None or panel.state == Panel.State.OPEN),
        )

    def _apply(
        self, incoming: IncomingOp, payload: Payload, sheet: ScoreSheet, version: int, now: datetime
    ) -> None:
        """Change the sheet in memory, so that the next op of the batch meets it so."""
        state = ScoreSheet.State.SUBMITTED if payload.submitted else ScoreSheet.State.DRAFT
        submitted_at = now if payload.submitted else None
        values = (version, state, payload.comment, incoming.payload_hash, now, submitted_at)
        for column, value in zip(COLUMNS, values, strict=True):
            setattr(sheet, column, value)
        self._applied[sheet.pk] = payload

    def _marks(self, sheet: ScoreSheet) -> list[Mark]:
        points = self._applied[sheet.pk].marks
        criteria = self._criteria[sheet.assignment.round_id]
        return [Mark(sheet=sheet, criterion=row, hundredths=points[row.code]) for row in criteria]

    def _keep(
        self,
        op_id: uuid.UUID,
        incoming: IncomingOp,
        sender: Sender,
        sheet: ScoreSheet | None,
        found: Verdict,
    ) -> ScoreOp:
        row = _op_row(op_id, incoming, sender, sheet, found)
        if incoming.settles and self._settled.get(incoming.settles) == (row.sheet_id, row.author_id):
            row.settles_id = incoming.settles
        self._known[op_id] = row
        self._new.append((row, sender))
        return row

    def _keep_reused(
        self, incoming: IncomingOp, sender: Sender, sheet: ScoreSheet | None, found: Verdict
    ) -> ScoreOp:
        """Store an op whose id another op has, once, under an id derived from its content."""
        author = sender.by.pk if sender.by else ""
        words = f"{author}:{incoming.sheet}:{incoming.payload_hash}:{incoming.raw}"
        op_id = uuid.uuid5(incoming.op_id, words)
        stored = self._known.get(op_id) or ScoreOp.objects.filter(pk=op_id).first()
        return stored or self._keep(op_id, incoming, sender, sheet, found)


def _conflicts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[int | None, int | None]]:
    """The conflicts among these ops, each with its sheet and author: who resolves one has to have both."""
    rows = (
        ScoreOp.objects.filter(pk__in=ids, outcome=ScoreOp.Outcome.CONFLICT)
        if ids
        else ScoreOp.objects.none()
    )
    return {pk: (sheet, author) for pk, sheet, author in rows.values_list("pk", "sheet_id", "author_id")}


def _op_row(
    op_id: uuid.UUID, incoming: IncomingOp, sender: Sender, sheet: ScoreSheet | None, found: Verdict
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
        receipt=sender.receipt,
    )


def _event_of(row: ScoreOp, sender: Sender) -> NewEvent:
    body = {
        "sheet": row.sheet_ref,
        "outcome": row.outcome,
        "reason": row.reason,
        "version": row.version,
        "hash": row.payload_hash,
        "facts": facts_hash(row.facts()),
    }
    return NewEvent(sender.by, "score-received", row, sender.festival, body, sender.now)


def _op_of(incoming: IncomingOp, sender: Sender) -> Op:
    return Op(
        op_id=str(incoming.op_id),
        sheet=incoming.sheet,
        author=sender.by.pk if sender.by else None,
        base_version=incoming.base_version,
        schema=incoming.schema,
        payload=incoming.payload or Payload({}),
        payload_hash=incoming.payload_hash,
    )


def _known_op(row: ScoreOp | None) -> KnownOp | None:
    if row is None:
        return None
    outcome: Outcome = row.outcome  # type: ignore[assignment]
    return KnownOp(row.sheet_ref, row.author_id, row.payload_hash, outcome, row.reason, row.version)


def _receipt_of(row: ScoreOp, *, op_id: uuid.UUID) -> Receipt:
    return Receipt(
        op_id=op_id,
        payload_hash=row.payload_hash,
        outcome=row.outcome,
        reason=row.reason,
        version=row.version,
        receipt=row.receipt,
        received_at=row.received_at,
        sheet_id=row.sheet_id,
    )

"""Replay score ops and compare them with the live sheets and the audit log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from festival.models import AuditEvent, Festival
from judging.models import Mark, ScoreOp, ScoreSheet
from judging.rules.sync import Payload, facts_hash, payload_hash

LINE = "score-received"
Outcome = ScoreOp.Outcome


def replay_faults(festival: Festival) -> Iterator[str]:
    """A message for every sheet and op of a festival that does not agree; a fixed number of queries."""
    ops = list(ScoreOp.objects.filter(festival=festival))
    yield from _line_faults(festival, ops)
    for op in ops:
        if op.outcome in (Outcome.APPLIED, Outcome.NOOP) and _hash_of(op.payload) != op.payload_hash:
            yield f"op {op.pk}: payload altered"
    applied: dict[int, list[ScoreOp]] = defaultdict(list)
    for op in ops:
        if op.outcome == Outcome.APPLIED and op.sheet_id is not None:
            applied[op.sheet_id].append(op)
    yield from _sheet_faults(festival, applied)


def _sheet_faults(festival: Festival, applied: dict[int, list[ScoreOp]]) -> Iterator[str]:
    marks: dict[int, dict[str, int | None]] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__assignment__entry__contest__festival=festival)
    for sheet_id, code, hundredths in rows.values_list("sheet_id", "criterion__code", "hundredths"):
        marks[sheet_id][code] = hundredths
    sheets = ScoreSheet.objects.filter(assignment__entry__contest__festival=festival)
    for sheet in sheets.order_by("pk"):
        own = sorted(applied.pop(sheet.pk, ()), key=lambda op: op.version or 0)
        fault = _fault_of(sheet, own, marks[sheet.pk])
        if fault:
            yield f"sheet {sheet.pk}: {fault}"
    for pk in applied:
        yield f"sheet {pk}: gone, though ops were applied to it"


def _fault_of(sheet: ScoreSheet, applied: list[ScoreOp], marks: dict[str, int | None]) -> str:
    if [op.version for op in applied] != list(range(1, len(applied) + 1)):
        return f"versions {[op.version for op in applied]} are not contiguous"
    if sheet.version != len(applied):
        return f"version {sheet.version}, but {len(applied)} ops were applied"
    if not applied:
        return "marks without an op" if any(points is not None for points in marks.values()) else ""
    last = applied[-1].payload
    live = {code: points for code, points in marks.items() if points is not None}
    if {code: points for code, points in last["marks"].items() if points is not None} != live:
        return f"marks differ from version {sheet.version}"
    if sheet.comment != last["comment"] or (sheet.state == ScoreSheet.State.SUBMITTED) != last["submitted"]:
        return f"comment or state differs from version {sheet.version}"
    if sheet.payload_hash != applied[-1].payload_hash:
        return f"hash differs from version {sheet.version}"
    at = applied[-1].received_at
    if (sheet.updated_at, sheet.submitted_at) != (at, at if last["submitted"] else None):
        return f"times differ from version {sheet.version}"
    return ""


def _line_faults(festival: Festival, ops: list[ScoreOp]) -> Iterator[str]:
    """Messages about ops without their audit event, and about events without their op."""
    events = AuditEvent.objects.filter(festival=festival)
    hashes = set(events.values_list("hash", flat=True))
    lines = {
        event.object_id: (event.seq, event.hash, _words(event))
        for event in events.filter(action=LINE).select_related("body")
    }
    for op in ops:
        seq, event_hash, body = lines.pop(str(op.pk), (0, op.receipt, None))
        if op.receipt not in hashes or op.receipt != event_hash:
            yield f"op {op.pk}: its receipt is not in the record"
        elif body is not None and body != _words_of(op, has_facts=body[-1] is not None):
            yield f"op {op.pk}: differs from line {seq} of the record"
    for op_id, (seq, _, _) in lines.items():
        yield f"op {op_id}: gone, though line {seq} of the record received it"


def _words(event: AuditEvent) -> tuple[Any, ...] | None:
    body = getattr(event, "body", None)
    if body is None or body.erased_at is not None:
        return None
    return tuple(body.body.get(key) for key in ("outcome", "reason", "version", "hash", "facts"))


def _words_of(op: ScoreOp, *, has_facts: bool) -> tuple[Any, ...]:
    """What the op's event says of it; events of before 0.1 have no hash of the facts."""
    facts = facts_hash(op.facts()) if has_facts else None
    return op.outcome, op.reason, op.version, op.payload_hash, facts


def _hash_of(payload: dict[str, Any]) -> str:
    return payload_hash(Payload(payload["marks"], payload["comment"], payload["submitted"]))

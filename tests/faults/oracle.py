"""What has to hold after a run, read with plain SQL: no code of the application decides it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from tests.faults.outbox import Outbox, canonical


def faults_of(outboxes: list[Outbox]) -> list[str]:
    """Everything that does not hold, each in a line; empty when no score was lost or counted twice."""
    return [*_faults_of_ops(outboxes), *_faults_of_sheets(outboxes), *_faults_of_chain()]


def _rows(sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _ops() -> dict[str, dict[str, Any]]:
    rows = _rows("SELECT op_id, sheet_id, outcome, version, payload, payload_hash FROM judging_scoreop")
    return {str(row["op_id"]).replace("-", ""): {**row, "payload": _loaded(row["payload"])} for row in rows}


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _faults_of_ops(outboxes: list[Outbox]) -> Iterator[str]:
    """Acknowledged ops are stored with the outcome that the tablet was told, none waits, none is unknown."""
    stored = _ops()
    for outbox in outboxes:
        if outbox.waiting:
            yield f"{len(outbox.waiting)} ops still wait on a tablet"
        for op_id, (op, outcome) in outbox.acknowledged.items():
            row = stored.get(op_id.replace("-", ""))
            if row is None:
                yield f"acknowledged op {op_id} is not stored"
            elif (row["outcome"], row["version"]) != (outcome["outcome"], outcome["version"]):
                yield f"op {op_id} is stored as {row['outcome']}, acknowledged as {outcome['outcome']}"
            elif canonical(row["payload"]) != canonical(op["payload"]):
                yield f"op {op_id} is stored with another payload"
    sent = {op_id.replace("-", "") for outbox in outboxes for op_id in outbox.attempted}
    yield from (f"op {op_id} was never sent" for op_id in stored.keys() - sent)


def _faults_of_sheets(outboxes: list[Outbox]) -> Iterator[str]:
    """Each sheet holds what its last acknowledged op says; its versions are those of its ops, without gap."""
    applied: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in _ops().values():
        if row["outcome"] == "applied":
            applied[row["sheet_id"]][row["version"]] = row
    marks: dict[int, dict[str, int | None]] = defaultdict(dict)
    for row in _rows(
        "SELECT m.sheet_id, c.code, m.hundredths FROM judging_mark m"
        " JOIN judging_criterion c ON c.id = m.criterion_id"
    ):
        marks[row["sheet_id"]][row["code"]] = row["hundredths"]
    last = dict(_last_payloads(outboxes))
    for row in _rows("SELECT id, version, state, comment FROM judging_scoresheet"):
        versions = applied[row["id"]]
        if sorted(versions) != list(range(1, row["version"] + 1)):
            yield f"sheet {row['id']} has version {row['version']} and applied ops {sorted(versions)}"
            continue
        is_submitted = row["state"] == "submitted"
        live = {"marks": marks[row["id"]], "comment": row["comment"], "submitted": is_submitted}
        head = versions[row["version"]]["payload"] if versions else None
        for name, payload in (("last applied op", head), ("tablet", last.get(row["id"]))):
            if payload is not None and canonical(payload) != canonical(live):
                yield f"sheet {row['id']} differs from its {name}"


def _last_payloads(outboxes: list[Outbox]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What each sheet shall hold: the last op that its tablet made."""
    for outbox in outboxes:
        ops = sorted((op for op, _outcome in outbox.acknowledged.values()), key=lambda op: op["device_seq"])
        yield from ((int(op["sheet"]), op["payload"]) for op in ops)


def _faults_of_chain() -> Iterator[str]:
    """The audit log has no gap, each event names the one before, and each stored op has its event."""
    before: dict[str, tuple[int, str]] = {}
    for row in _rows("SELECT chain, seq, prev_hash, hash FROM festival_auditevent ORDER BY chain, seq"):
        seq, previous = before.get(row["chain"], (0, "0" * 64))
        if (row["seq"], row["prev_hash"]) != (seq + 1, previous):
            yield f"event {row['seq']} of chain {row['chain']} does not follow the one before"
        before[row["chain"]] = row["seq"], row["hash"]
    heads = {row["chain"]: (row["seq"], row["hash"]) for row in _rows("SELECT * FROM festival_chainhead")}
    if heads != before:
        yield "the head of the audit log is not its last event"
    receipts = {row["receipt"] for row in _rows("SELECT receipt FROM judging_scoreop")}
    hashes = {row["hash"] for row in _rows("SELECT hash FROM festival_auditevent")}
    if not receipts <= hashes:
        yield f"{len(receipts - hashes)} ops have no event in the audit log"

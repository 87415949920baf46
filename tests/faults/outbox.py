"""The outbox of a simulated tablet: the rules of the protocol that a tablet keeps, without a network.

An op leaves the outbox only after a final outcome with its id and hash. Ops of one sheet go one after the
other: the next one is based on the version that the outcome of the one before names.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

FINAL: Final = frozenset({"applied", "noop", "conflict", "late", "quarantined"})
MOST_OPS: Final = 20
Op = dict[str, Any]


def canonical(payload: object) -> str:
    """The text that is hashed."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass
class Outbox:
    """Ops that wait, oldest first, and what the server acknowledged.

    versions      of each sheet, as far as the tablet knows
    attempted     ids of ops that were sent at least once; these never change
    acknowledged  the op and its outcome, by id
    """

    schema: str
    versions: dict[int, int] = field(default_factory=dict)
    waiting: list[Op] = field(default_factory=list)
    attempted: set[str] = field(default_factory=set)
    acknowledged: dict[str, tuple[Op, dict[str, Any]]] = field(default_factory=dict)
    seq: int = 0
    limit: int = MOST_OPS

    def change(self, sheet: int, payload: dict[str, Any], op_id: uuid.UUID) -> None:
        """The judge changed a sheet: an op that replaces one of the sheet that was never sent."""
        self.waiting = [
            op for op in self.waiting if op["sheet"] != str(sheet) or op["op_id"] in self.attempted
        ]
        self.seq += 1
        before = sum(op["sheet"] == str(sheet) for op in self.waiting)
        self.waiting.append(
            {
                "op_id": str(op_id),
                "sheet": str(sheet),
                "device_seq": self.seq,
                "base_version": self.versions.get(sheet, 0) + before,
                "schema": self.schema,
                "payload": payload,
                "hash": sha256(canonical(payload).encode()).hexdigest(),
            }
        )

    def batch(self) -> list[Op]:
        """What is sent now: the oldest op of each sheet, up to the limit."""
        first: dict[str, Op] = {}
        for op in self.waiting:
            first.setdefault(op["sheet"], op)
        ops = list(first.values())[: self.limit]
        self.attempted |= {op["op_id"] for op in ops}
        return ops

    def receive(self, status: int, body: bytes) -> bool:
        """Take a response; whether it acknowledged anything. No status by itself removes an op."""
        if status == 413:
            self.limit = max(1, self.limit // 2)
        outcomes = _outcomes(body) if status == 200 else {}
        done = [op for op in self.waiting if _is_final(op, outcomes.get(op["op_id"]))]
        for op in done:
            outcome = outcomes[op["op_id"]]
            self.acknowledged[op["op_id"]] = op, outcome
            self._follow(op, outcome)
        self.waiting = [op for op in self.waiting if op not in done]
        return bool(done)

    def _follow(self, op: Op, outcome: dict[str, Any]) -> None:
        """The sheet has the version of the outcome; the next op of the sheet, never sent, is based on it."""
        sheet = int(op["sheet"])
        if outcome["version"] is not None:
            self.versions[sheet] = outcome["version"]
        for later in self.waiting:
            if later["sheet"] == op["sheet"] and later["op_id"] not in self.attempted:
                later["base_version"] = self.versions.get(sheet, 0)


def _outcomes(body: bytes) -> dict[str, dict[str, Any]]:
    """The outcomes by op id; none in HTML, truncated or foreign JSON."""
    try:
        found = json.loads(body)["outcomes"]
        return {one["op_id"]: one for one in found}
    except (ValueError, KeyError, TypeError):
        return {}


def _is_final(op: Op, outcome: dict[str, Any] | None) -> bool:
    return outcome is not None and outcome["outcome"] in FINAL and outcome["hash"] == op["hash"]

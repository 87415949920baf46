"""The sequences of `tests/vectors/outbox.json`, run by the rules of the simulated tablet.

Each step calls a function (`call`, `with`). `ops` are [id, number, base version, settles] and `reports` the
ids that a batch gives, `gives` is another function's result, `expect` parts of the outline of the state after
it. `digest` is the SHA-256 of the canonical JSON of the whole last state.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final

from tests.faults import outbox
from tests.faults.outbox import State, canonical, empty_state
from tests.guards.tree import ROOT

VECTORS: Final = ROOT / "tests/vectors/outbox.json"
START: Final = empty_state(12)


def sequences() -> list[dict[str, Any]]:
    """All sequences."""
    found: list[dict[str, Any]] = json.loads(VECTORS.read_text())
    return found


def after(state: State, step: dict[str, Any]) -> State:
    """The state after a step; AssertionError where anything differs from what the step expects."""
    result = getattr(outbox, step["call"])(state, **step["with"])
    if "gives" in step:
        assert result == step["gives"]
        return state
    if step["call"] == "batch":
        state, ops, reports = result
        sent = [[op["op_id"], op["device_seq"], op["base_version"], op.get("settles")] for op in ops]
        assert (sent, [one["id"] for one in reports]) == (step["ops"], step["reports"])
    else:
        state = result
    found = outline(state)
    assert {key: found[key] for key in step["expect"]} == step["expect"]
    return state


def outline(state: State) -> dict[str, Any]:
    """The parts of a state that the steps name."""
    rows = ("op_id", "device_seq", "base_version", "settles", "aside", "failures")
    sheets = {
        key: [
            sheet["version"],
            ((sheet["payload"] or {}).get("marks") or {}).get("a"),
            _outcome(sheet["lock"]),
        ]
        for key, sheet in state["sheets"].items()
    }
    return {
        **state,
        "waiting": [[op[name] for name in rows] for op in state["waiting"]],
        "reports": [one["id"] for one in state["reports"]],
        "kept": [op["op_id"] for op in state["kept"]],
        "ledger": state["ledger"] and state["ledger"]["seq"],
        "sheets": sheets,
    }


def digest(state: State) -> str:
    """A hash of the whole state."""
    return sha256(canonical(state).encode()).hexdigest()


def _outcome(lock: dict[str, Any] | None) -> str | None:
    return str(lock["outcome"]) if lock else None

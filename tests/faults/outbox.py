"""The outbox of a simulated tablet: the rules of `static/js/tablet/outbox.js` in Python.

The functions take a state, a JSON object as the script has it, and return a new one. Both run the sequences
of `tests/vectors/outbox.json`. `Outbox` keeps the state of one tablet for the tests with servers.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

FINAL: Final = frozenset({"applied", "noop", "conflict", "late", "quarantined"})
RECEIVED: Final = frozenset({"received", "known"})
MOST_OPS: Final = 20
LONGEST_WAIT, LONGEST_PAUSE = 60, 600
SENT: Final = ("op_id", "sheet", "device_seq", "base_version", "schema", "payload", "hash")
REPORT: Final = ("id", "kind", "sheet", "text", "at")
UNTOUCHED: Final[dict[str, Any]] = {
    "version": 0,
    "payload": None,
    "received_at": None,
    "receipt": None,
    "lock": None,
}
EMPTY: Final[dict[str, Any]] = {
    "seq": 0,
    "limit": MOST_OPS,
    "failures": 0,
    "pause": 0,
    "checked": False,
    "needs": None,
    "closed": False,
    "ledger": None,
    "acknowledged_at": None,
    "flight": [],
    "waiting": [],
    "reports": [],
    "kept": [],
    "sheets": {},
}
Op = dict[str, Any]
State = dict[str, Any]


def canonical(payload: object) -> str:
    """The text that is hashed."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def empty_state(judge: object) -> State:
    """The outbox of a tablet on which the judge has done nothing."""
    return {"judge": str(judge), **EMPTY}


def change(
    state: State,
    *,
    sheet: object,
    payload: object,
    opId: str,
    schema: str,
    at: str,
    settles: str | None = None,
) -> State:
    """The judge changed a sheet: an op that replaces one of the sheet that was never sent or exported."""
    key = str(sheet)
    if any(op["op_id"] == opId for op in state["waiting"]):
        return state
    known = state["sheets"].get(key, UNTOUCHED)
    is_open = (op for op in state["waiting"] if op["sheet"] == key and _is_open(op))
    replaced: Op = next(is_open, {})
    server = (known["lock"] or {}).get("server") or {}
    op = {
        "op_id": opId,
        "sheet": key,
        "device_seq": None,
        "base_version": server.get("version") if settles else replaced.get("base_version"),
        "schema": schema,
        "payload": payload,
        "hash": sha256(canonical(payload).encode()).hexdigest(),
        "settles": settles or replaced.get("settles"),
        "at": replaced.get("at", at),
        "failures": 0,
        "aside": None,
        "exported": False,
    }
    waiting = [*(other for other in state["waiting"] if other is not replaced), op]
    shown = {**known, "payload": payload, "lock": None if settles else known["lock"]}
    return {**state, "waiting": waiting, "sheets": {**state["sheets"], key: shown}}


def report(state: State, **fields: Any) -> State:
    """The judge reports something to the organisers: id, kind, sheet, text, at."""
    if any(other["id"] == fields["id"] for other in state["reports"]):
        return state
    return {**state, "reports": [*state["reports"], {**fields, "failures": 0, "aside": None}]}


def batch(state: State) -> tuple[State, list[Op], list[Op]]:
    """The state after, the ops and the reports that are sent now: the oldest op of each sheet."""
    firsts: dict[str, Op] = {}
    for op in state["waiting"]:
        if not op["aside"]:
            firsts.setdefault(op["sheet"], op)
    things = [*firsts.values(), *(one for one in state["reports"] if not one["aside"])]
    if state["needs"] or not state["checked"]:
        things = []
    chosen = sorted(things, key=lambda one: one["failures"])[: state["limit"]]
    seq, frozen = state["seq"], {}
    for op in chosen:
        if "op_id" in op:
            seq += op["device_seq"] is None
            frozen[op["op_id"]] = _froze(state, op, seq) if op["device_seq"] is None else op
    waiting = [frozen.get(op["op_id"], op) for op in state["waiting"]]
    after = {**state, "seq": seq, "waiting": waiting, "flight": [_id_of(one) for one in chosen]}
    reports = [{name: one[name] for name in REPORT} for one in chosen if "id" in one]
    return after, [sent(op) for op in frozen.values()], reports


def sent(op: Op) -> Op:
    """An op as the server takes it."""
    return {name: op[name] for name in SENT} | ({"settles": op["settles"]} if op["settles"] else {})


def receive(state: State, *, status: int, body: str = "", retryAfter: int = 0) -> State:
    """Take a response. Only an outcome removes an op."""
    reply = _parsed(body)
    if status == 200 and isinstance(reply.get("outcomes"), list):
        return _accepted(state, reply)
    failures, pause = state["failures"] + 1, min(LONGEST_PAUSE, retryAfter)
    failed = {**state, "failures": failures, "pause": pause}
    is_ours = isinstance(reply.get("error"), str)
    if is_ours and (status in (401, 403) or reply["error"] == "device"):
        return {**failed, "needs": "sign-in", "flight": []}
    if status in (413, 500) or (status == 400 and is_ours):
        return _refused(failed, status)
    return {**failed, "checked": False, "flight": []}


def reconcile(state: State, ledger: Any) -> State:
    """Acknowledged ops that a restored server lacks wait again, before all others."""
    if not _is_ledger(ledger):
        return state
    if _is_other(state["ledger"], ledger):
        return {**state, "needs": "other-server"}
    lost = [op for op in state["kept"] if _is_lost(op, ledger)]
    again = [
        {name: value for name, value in op.items() if name not in ("outcome", "ledger_seq")}
        for op in sorted(lost, key=lambda op: op["device_seq"])
    ]
    kept = [op for op in state["kept"] if not _is_lost(op, ledger)]
    needs = None if state["needs"] == "other-server" else state["needs"]
    waiting = [*again, *state["waiting"]]
    return {**state, "needs": needs, "ledger": ledger, "kept": kept, "waiting": waiting}


def refresh(state: State, *, sheets: list[dict[str, Any]], ledger: Any = None) -> State:
    """Take the server's state of the judge's sheets, where it is newer and nothing waits."""
    if ledger and _is_other(state["ledger"], ledger):
        return {**state, "needs": "other-server"}
    is_fresh = bool(ledger and state["ledger"] and ledger["seq"] >= state["ledger"]["seq"])
    busy = {op["sheet"] for op in state["waiting"]}
    known = dict(state["sheets"])
    for server in sheets:
        key = str(server["sheet"])
        merged = merge(known.get(key), server, is_waiting=key in busy, is_fresh=is_fresh)
        if merged is not None:
            known[key] = merged
    return {**state, "ledger": ledger if is_fresh else state["ledger"] or ledger, "sheets": known}


def merge(local: Any, server: Mapping[str, Any], *, is_waiting: bool, is_fresh: bool) -> Any:
    """The sheet as it is shown: what waits here, else the newer version."""
    if is_waiting or (local and not is_fresh and server["version"] <= local["version"]):
        return local
    before = (local or UNTOUCHED)["lock"] or {}
    uncounted = server.get("uncounted", before)
    lock = {"server": None, **before, **uncounted} if uncounted else None
    is_own = lock is not None and before.get("op_id") == lock["op_id"]
    is_same = local is not None and local["version"] == server["version"]
    return {
        "version": server["version"],
        "payload": local["payload"] if is_own else server["payload"],
        "received_at": server["updated_at"],
        "receipt": local["receipt"] if is_same else None,
        "lock": lock,
    }


def retry(state: State) -> State:
    """What was set aside is tried again, at once."""
    lists = {
        name: [{**one, "aside": None, "failures": 0} for one in state[name]]
        for name in ("waiting", "reports")
    }
    needs = None if state["needs"] == "sign-in" else state["needs"]
    return {**state, "needs": needs, "failures": 0, "pause": 0, **lists}


def exported(state: State) -> State:
    """The queue was written to a file, which may be imported: none of its ops is replaced any more."""
    return {**state, "waiting": [{**op, "exported": True} for op in state["waiting"]]}


def wait(state: State, *, jitter: float) -> float:
    """Seconds until the next attempt; `jitter` is 0 to 1."""
    backoff = min(LONGEST_WAIT, 2 ** (state["failures"] - 1)) if state["failures"] else 0
    seconds: float = max(min(LONGEST_WAIT, backoff * (0.8 + 0.4 * jitter)), state["pause"])
    return seconds


def summary(state: State) -> dict[str, Any]:
    """What waits, since when, and what is needed."""
    things = [*state["waiting"], *state["reports"]]
    return {
        "waiting": len(things),
        "since": min((one["at"] for one in things), default=None),
        "aside": sum(one["aside"] is not None for one in things),
        "acknowledged_at": state["acknowledged_at"],
        "needs": state["needs"],
    }


def _accepted(state: State, reply: dict[str, Any]) -> State:
    after = reconcile(state, reply.get("ledger"))
    if after["needs"] == "other-server":
        return {**after, "flight": [], "failures": state["failures"] + 1}
    outcomes = {one.get("op_id"): one for one in reply["outcomes"] if isinstance(one, dict)}
    ledger_seq = reply["ledger"]["seq"] if _is_ledger(reply.get("ledger")) else 0
    done = [
        {**op, "outcome": outcomes[op["op_id"]], "ledger_seq": ledger_seq}
        for op in after["waiting"]
        if _is_final(op, outcomes.get(op["op_id"]))
    ]
    answers = reply["reports"] if isinstance(reply.get("reports"), list) else []
    received = {one["id"] for one in answers if isinstance(one, dict) and one.get("outcome") in RECEIVED}
    gone = received | {op["op_id"] for op in done}
    reports = [one for one in after["reports"] if one["id"] not in gone]
    is_progress = bool(done) or len(reports) < len(after["reports"])
    failures = state["failures"]  # the ledger alone ends no backoff
    if state["flight"]:
        failures = 0 if is_progress else failures + 1
    sheets = dict(after["sheets"])
    for op in done:
        sheets[op["sheet"]] = _followed(sheets.get(op["sheet"], UNTOUCHED), op)
    return {
        **after,
        "limit": min(MOST_OPS, state["limit"] * 2) if state["flight"] else state["limit"],
        "failures": failures,
        "pause": 0,
        "checked": True,
        "needs": None,
        "closed": reply.get("closed") is True,
        "flight": [],
        "acknowledged_at": done[-1]["outcome"]["received_at"] if done else after["acknowledged_at"],
        "waiting": [op for op in after["waiting"] if op["op_id"] not in gone],
        "reports": reports,
        "kept": [*after["kept"], *done],
        "sheets": sheets,
    }


def _followed(sheet: dict[str, Any], op: Op) -> dict[str, Any]:
    outcome = op["outcome"]
    if outcome["outcome"] not in ("applied", "noop"):
        names = ("outcome", "reason", "said", "server")
        lock = {"op_id": op["op_id"], **{name: outcome.get(name) for name in names}}
        return {**sheet, "lock": lock}
    version = sheet["version"] if outcome["version"] is None else outcome["version"]
    stamps = {"received_at": outcome["received_at"], "receipt": outcome["receipt"]}
    return {**sheet, "version": version, **stamps, "lock": None}


def _refused(state: State, status: int) -> State:
    """The server cannot take the batch: a smaller one next; one alone is set aside, or tried last."""
    flight, failures = state["flight"], state["failures"] if status == 500 else 0
    after = {**state, "flight": [], "failures": failures}
    if len(flight) > 1:
        return {**after, "limit": min(state["limit"], len(flight)) // 2}
    for name in ("waiting", "reports"):
        after[name] = [_marked(one, status) if _id_of(one) in flight else one for one in state[name]]
    return after


def _marked(one: Op, status: int) -> Op:
    if status == 500:
        return {**one, "failures": one["failures"] + 1}
    return {**one, "aside": "too-large" if status == 413 else "refused"}


def _froze(state: State, op: Op, seq: int) -> Op:
    sheet = state["sheets"].get(op["sheet"], UNTOUCHED)
    lock, base = sheet["lock"] or {}, op["base_version"]
    conflict = lock["op_id"] if lock.get("outcome") == "conflict" else None
    return {
        **op,
        "device_seq": seq,
        "base_version": sheet["version"] if base is None else base,
        "settles": op["settles"] or conflict,
    }


def _is_open(op: Op) -> bool:
    return op["device_seq"] is None and not op["exported"]


def _is_final(op: Op, outcome: Mapping[str, Any] | None) -> bool:
    is_answered = (
        outcome is not None and outcome.get("hash") == op["hash"] and outcome.get("outcome") in FINAL
    )
    return op["device_seq"] is not None and is_answered


def _id_of(one: Op) -> str:
    return str(one.get("op_id") or one["id"])


def _is_ledger(ledger: Any) -> bool:
    return isinstance(ledger, dict) and all(
        isinstance(ledger.get(name), int) for name in ("seq", "device_seq")
    )


def _is_other(known: Any, ledger: Any) -> bool:
    return bool(known and known["id"] and ledger["id"] and known["id"] != ledger["id"])


def _is_lost(op: Op, ledger: Any) -> bool:
    return bool(op["device_seq"] > ledger["device_seq"] or op["ledger_seq"] > ledger["seq"])


def _parsed(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class Outbox:
    """The outbox of one simulated tablet.

    schema     of the rubric that the judge has open
    attempted  ids of ops that were sent at least once
    """

    def __init__(self, schema: str, judge: object = "") -> None:
        self.schema = schema
        self.state = empty_state(judge)
        self.attempted: set[str] = set()
        self.count = 0

    @property
    def waiting(self) -> list[Op]:
        """Ops that wait, oldest first."""
        return list(self.state["waiting"])

    @property
    def acknowledged(self) -> dict[str, tuple[Op, dict[str, Any]]]:
        """The op and its outcome, by id."""
        return {op["op_id"]: (op, op["outcome"]) for op in self.state["kept"]}

    def change(self, sheet: int, payload: dict[str, Any], op_id: uuid.UUID) -> None:
        """The judge changed a sheet."""
        self.count += 1
        at = f"{self.count:09}"
        self.state = change(
            self.state, sheet=sheet, payload=payload, opId=str(op_id), schema=self.schema, at=at
        )

    def batch(self) -> list[Op]:
        """What is sent now."""
        self.state, ops, _reports = batch(self.state)
        self.attempted |= {op["op_id"] for op in ops}
        return ops

    def receive(self, status: int, body: bytes) -> bool:
        """Take a response; whether the next batch may be sent at once."""
        was_checked = self.state["checked"]
        self.state = receive(self.state, status=status, body=body.decode(errors="replace"))
        return self.state["failures"] == 0 or (self.state["checked"] and not was_checked)

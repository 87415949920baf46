"""The rules of a tablet's outbox: the sequences shared with the script, and what holds for any events."""

from __future__ import annotations

import copy
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.outbox import Op, Outbox, canonical
from tests.faults.vectors import START, after, digest, sequences


@pytest.mark.parametrize("sequence", sequences(), ids=lambda sequence: str(sequence["name"]))
def test_sequence_ends_as_in_the_script(sequence: dict[str, Any]) -> None:
    state = START
    for step in sequence["steps"]:
        before = canonical(state)
        following = after(state, step)
        assert canonical(state) == before  # a rule changes no state but returns a new one
        state = following
    assert digest(state) == sequence["digest"]


def test_steps_with_another_expectation_are_found() -> None:
    step = sequences()[0]["steps"][0]
    with pytest.raises(AssertionError):
        after(START, {**step, "expect": {"seq": 5}})


@dataclass
class Server:
    """A server as far as the outbox meets it: stored ops, the sheets' versions and the length of the log."""

    ops: dict[str, tuple[Op, str, int | None]] = field(default_factory=dict)
    sheets: dict[str, tuple[int, str]] = field(default_factory=dict)
    log: int = 0
    is_open: bool = True

    def take(self, ops: list[Op]) -> bytes:
        """Store ops, all of them together, and answer."""
        outcomes = [self._outcome(op) for op in ops]
        device_seq = max([op["device_seq"] for op, _outcome, _version in self.ops.values()], default=0)
        ledger = {"id": "one", "seq": self.log, "head": "", "device_seq": device_seq}
        return json.dumps({"outcomes": outcomes, "ledger": ledger}).encode()

    def _outcome(self, op: Op) -> dict[str, Any]:
        if op["op_id"] not in self.ops:
            self.ops[op["op_id"]] = op, *self._decide(op)
            self.log += 1
        stored, outcome, version = self.ops[op["op_id"]]
        assert stored == op  # whatever is sent again is what was sent first
        stamps = {"receipt": "", "received_at": str(self.log)}
        return {"op_id": op["op_id"], "hash": op["hash"], "outcome": outcome, "version": version, **stamps}

    def _decide(self, op: Op) -> tuple[str, int | None]:
        version, digest = self.sheets.get(op["sheet"], (0, ""))
        if not self.is_open:
            return "late", None
        if digest == op["hash"]:
            return "noop", None
        if version != op["base_version"]:
            return "conflict", None
        self.sheets[op["sheet"]] = version + 1, op["hash"]
        return "applied", version + 1


@dataclass
class Course:
    """A tablet, a server, the last backup, and what has been seen so far."""

    outbox: Outbox = field(default_factory=lambda: Outbox("s"))
    server: Server = field(default_factory=Server)
    backup: Server = field(default_factory=Server)
    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    changes: set[str] = field(default_factory=set)

    def change(self, sheet: int, mark: int) -> None:
        payload = {"marks": {"a": mark}, "comment": "", "submitted": False}
        op_id = uuid.uuid4()
        self.outbox.change(sheet, payload, op_id)
        self.last[str(sheet)] = str(op_id)

    def send(self, fault: str) -> bool:
        """One request that meets a fault; whether the next one may follow at once."""
        ops = self.outbox.batch()
        assert len({op["sheet"] for op in ops}) == len(ops)
        assert len(ops) <= self.outbox.state["limit"]
        for op in ops:
            assert canonical(op) == self.first.setdefault(op["op_id"], canonical(op))
        if fault == "too-large" and len(ops) > 1:
            return self.outbox.receive(413, b"")
        if fault == "failed" and len(ops) > 1:
            return self.outbox.receive(500, b"")
        if fault == "not-sent":
            return self.outbox.receive(0, b"")
        reply = self.server.take(ops)
        if fault == "truncated":
            return self.outbox.receive(200, reply[: len(reply) // 2])
        return self.outbox.receive(0, b"") if fault == "reply-lost" else self.outbox.receive(200, reply)

    def restore(self) -> None:
        """The server starts again from its backup; the tablet meets a closed port meanwhile."""
        self.server = copy.deepcopy(self.backup)
        self.outbox.receive(0, b"")

    def drain(self) -> None:
        """Send until nothing waits."""
        for _ in range(200):
            self.send("")
            if not self.outbox.waiting:
                return
        raise AssertionError(self.outbox.waiting)


SHEETS = st.integers(0, 3)
CHANGES = st.tuples(st.just("change"), SHEETS, st.integers(0, 3))
FAULTS = st.sampled_from(["", "", "", "not-sent", "reply-lost", "truncated", "too-large", "failed"])
SENDS = st.tuples(st.just("send"), FAULTS)
BACKUPS = st.sampled_from([("backup",), ("restore",)])
COURSES = st.lists(st.one_of(CHANGES, CHANGES, SENDS, SENDS, BACKUPS), max_size=60)


def course_of(events: list[tuple[Any, ...]]) -> Course:
    course = Course()
    for name, *arguments in events:
        if name == "backup":
            course.backup = copy.deepcopy(course.server)
        else:
            getattr(course, name)(*arguments)
    return course


@settings(max_examples=150, deadline=None)
@given(COURSES)
def test_everything_acknowledged_is_on_the_server_after_faults_and_restored_backups(
    events: list[tuple[Any, ...]],
) -> None:
    course = course_of(events)
    course.drain()
    course.send("")  # asks once more what the server knows
    course.drain()
    acknowledged = course.outbox.acknowledged
    assert acknowledged.keys() == course.server.ops.keys()
    assert set(course.last.values()) <= acknowledged.keys()
    for op, outcome in acknowledged.values():
        stored, what, version = course.server.ops[op["op_id"]]
        assert (stored["payload"], what, version) == (op["payload"], outcome["outcome"], outcome["version"])


@settings(max_examples=150, deadline=None)
@given(COURSES)
def test_one_tablet_never_conflicts_with_itself_and_its_last_change_counts(
    events: list[tuple[Any, ...]],
) -> None:
    course = course_of(events)
    course.drain()
    outcomes = [what for _op, what, _version in course.server.ops.values()]
    assert set(outcomes) <= {"applied", "noop"}
    by_sheet: dict[str, list[int]] = {}
    for op, what, version in course.server.ops.values():
        if what == "applied" and version is not None:
            by_sheet.setdefault(op["sheet"], []).append(version)
    for sheet, versions in by_sheet.items():
        assert sorted(versions) == list(range(1, len(versions) + 1))
        hashes = {op["op_id"]: op["hash"] for op, _what, _version in course.server.ops.values()}
        assert course.server.sheets[sheet] == (len(versions), hashes[course.last[sheet]])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.one_of(CHANGES, SENDS)), max_size=60))
def test_two_tablets_never_overwrite_what_they_have_not_seen(events: list[tuple[int, Any]]) -> None:
    server = Server()
    tablets = [Course(server=server), Course(server=server)]
    for who, (name, *arguments) in events:
        getattr(tablets[who], name)(*arguments)
    for tablet in tablets:
        tablet.drain()
        assert set(tablet.last.values()) <= server.ops.keys()
    seen: dict[tuple[str, int], Op] = {}
    for op, what, version in server.ops.values():
        if what == "applied" and version is not None:
            assert (op["sheet"], version) not in seen
            assert op["base_version"] == version - 1
            seen[op["sheet"], version] = op
    own = [{op["op_id"] for op, _outcome in tablet.outbox.acknowledged.values()} for tablet in tablets]
    for op, what, version in server.ops.values():
        before = seen.get((op["sheet"], (version or 0) - 1))
        if what == "applied" and before is not None:
            assert (before["op_id"] in own[0]) == (op["op_id"] in own[0])  # the other tablet's was never seen
    assert own[0] | own[1] == set(server.ops)


def test_closed_contest_keeps_every_change() -> None:
    course = Course()
    course.change(1, 1)
    course.drain()
    course.server.is_open = False
    course.change(1, 2)
    course.send("")
    course.change(1, 3)
    course.drain()
    assert [what for _op, what, _version in course.server.ops.values()] == ["applied", "late", "late"]
    assert course.server.sheets["1"][0] == 1

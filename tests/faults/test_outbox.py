"""The rules of a tablet's outbox."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.faults.outbox import Op, Outbox

PAYLOAD = {"marks": {"c0": 500}, "comment": "", "submitted": False}


def changed(outbox: Outbox, sheet: int, comment: str = "") -> Op:
    outbox.change(sheet, {**PAYLOAD, "comment": comment}, uuid.uuid4())
    return outbox.waiting[-1]


def answer(*outcomes: tuple[Op, str, int | None]) -> bytes:
    rows = [
        {"op_id": op["op_id"], "hash": op["hash"], "outcome": outcome, "version": version}
        for op, outcome, version in outcomes
    ]
    return json.dumps({"outcomes": rows}).encode()


def test_change_replaces_one_that_was_never_sent_and_follows_one_that_was() -> None:
    outbox = Outbox("s", {7: 3})
    changed(outbox, 7, "a")
    first = changed(outbox, 7, "b")
    assert outbox.waiting == [first]
    assert outbox.batch() == [first]
    second = changed(outbox, 7, "c")
    assert outbox.waiting == [first, second]
    assert (first["base_version"], second["base_version"]) == (3, 4)
    assert outbox.batch() == [first]  # one op of a sheet at a time


def test_next_op_is_based_on_the_version_of_the_outcome() -> None:
    outbox = Outbox("s", {7: 3})
    first = changed(outbox, 7, "a")
    outbox.batch()
    second = changed(outbox, 7, "b")
    assert outbox.receive(200, answer((first, "noop", None)))
    assert second["base_version"] == 3
    outbox.batch()
    assert outbox.receive(200, answer((second, "applied", 4)))
    assert (outbox.waiting, outbox.versions) == ([], {7: 4})


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (0, b""),
        (200, b"<!doctype html><title>Wi-Fi</title>"),
        (200, b'{"outcomes": [{"op_id"'),
        (200, b"[]"),
        (200, b'{"outcomes": []}'),
        (302, b""),
        (401, b'{"error": "sign-in"}'),
        (500, b""),
        (503, b'{"error": "busy"}'),
    ],
)
def test_only_an_outcome_removes_an_op(status: int, body: bytes) -> None:
    outbox = Outbox("s")
    op = changed(outbox, 7)
    outbox.batch()
    assert not outbox.receive(status, body)
    assert outbox.waiting == [op]


def test_outcome_with_another_hash_or_of_an_unknown_kind_removes_nothing() -> None:
    outbox = Outbox("s")
    op = changed(outbox, 7)
    outbox.batch()
    assert not outbox.receive(200, answer(({**op, "hash": "0" * 64}, "applied", 1)))
    assert not outbox.receive(200, answer((op, "queued", 1)))
    assert outbox.waiting == [op]


def test_status_413_halves_the_batch() -> None:
    outbox = Outbox("s")
    for sheet in range(30):
        changed(outbox, sheet)
    assert len(outbox.batch()) == 20
    outbox.receive(413, b"")
    assert len(outbox.batch()) == 10

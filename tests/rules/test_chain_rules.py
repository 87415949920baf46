"""The hash chain of the audit log: altered, cut and deleted events are detected, permitted gaps are not."""

from dataclasses import replace
from hashlib import sha256

import pytest

from festival.rules import (
    FESTIVAL_MOVES,
    GENESIS,
    ChainEvent,
    ChainFault,
    body_hash,
    canonical_json,
    event_hash,
    verify_chain,
)


def chain(*actions: str) -> list[ChainEvent]:
    lines: list[ChainEvent] = []
    for seq, action in enumerate(actions, start=1):
        body = {"note": f"Sửa điểm {seq}"}
        facts = {
            "seq": seq,
            "action": action,
            "body_hash": body_hash(f"salt{seq}", body),
            "prev_hash": lines[-1].hash if lines else GENESIS,
        }
        lines.append(ChainEvent(facts, event_hash(facts), f"salt{seq}", body))
    return lines


THREE = chain("imported", "frozen", "certified")


def test_an_honest_chain_holds() -> None:
    assert verify_chain(THREE, head=THREE[-1].hash, count=3) is None
    assert verify_chain([], head=GENESIS, count=0) is None


def test_a_chain_with_erased_bodies_verifies() -> None:
    erased = [replace(event, salt=None, body=None) for event in THREE]
    assert verify_chain(erased, head=THREE[-1].hash) is None


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([THREE[0], THREE[2]], ChainFault("gap", 2)),
        ([THREE[0], THREE[0]], ChainFault("gap", 2)),
        (THREE[1:], ChainFault("gap", 1)),
        ([replace(THREE[0], facts={**THREE[0].facts, "action": "other"}), *THREE[1:]], ChainFault("line", 1)),
        ([THREE[0], replace(THREE[1], body={"note": "khác"}), THREE[2]], ChainFault("body", 2)),
        ([chain("other")[0], *THREE[1:]], ChainFault("link", 2)),
        ([THREE[0], replace(THREE[1], salt="other"), THREE[2]], ChainFault("body", 2)),
        ([THREE[0], replace(THREE[1], salt=None), THREE[2]], ChainFault("body", 2)),
        ([THREE[0], replace(THREE[1], body=None), THREE[2]], ChainFault("body", 2)),
        (THREE[:2], ChainFault("head", 2)),
        ([], ChainFault("head", 0)),
        (chain("imported", "frozen", "other"), ChainFault("head", 3)),
    ],
)
def test_tampering_is_named_with_its_first_place(lines: list[ChainEvent], fault: ChainFault) -> None:
    assert verify_chain(lines, head=THREE[-1].hash, count=3) == fault


def test_missing_last_events_are_detected_by_the_head_or_by_the_count() -> None:
    assert verify_chain(THREE[:2]) is None
    assert verify_chain(THREE[:2], head=THREE[-1].hash) == ChainFault("head", 2)
    assert verify_chain(THREE[:2], count=3) == ChainFault("head", 2)


def test_an_empty_body_is_not_an_erased_one() -> None:
    facts = {"seq": 1, "prev_hash": GENESIS, "body_hash": body_hash("", {})}
    event = ChainEvent(facts, event_hash(facts), "", {})
    assert verify_chain([event]) is None
    assert verify_chain([replace(event, body={"note": "thêm"})]) == ChainFault("body", 1)


def test_canonical_json_has_one_spelling() -> None:
    assert canonical_json({"b": [1, None], "a": "Đ"}) == '{"a":"Đ","b":[1,null]}'
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_hashes_are_sha256_of_the_canonical_json() -> None:
    """The published form: whoever has the events can compute the chain with other tools."""
    assert GENESIS == "0" * 64
    body = "salt\n" + '{"note":"Đ"}'
    assert body_hash("salt", {"note": "Đ"}) == sha256(body.encode()).hexdigest()
    facts = f'{{"prev_hash":"{GENESIS}","seq":1}}'
    assert event_hash({"seq": 1, "prev_hash": GENESIS}) == sha256(facts.encode()).hexdigest()


def test_an_event_without_the_hash_before_it_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^prev_hash is missing$"):
        event_hash({"seq": 1})


def test_a_closed_festival_may_be_opened_again_and_never_becomes_a_draft() -> None:
    assert FESTIVAL_MOVES == {"draft": ("open",), "open": ("closed",), "closed": ("open",)}


def test_the_salt_is_part_of_the_hash_of_the_body() -> None:
    assert body_hash("a", {"x": 1}) != body_hash("b", {"x": 1})

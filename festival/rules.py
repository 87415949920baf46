"""Transitions of a festival, and the hash chain of the audit log."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

GENESIS: Final = "0" * 64
"""The `prev_hash` of the first event of a chain."""

Moves = Mapping[str, Collection[str]]

FESTIVAL_MOVES: Final[Moves] = {"draft": ("open",), "open": ("closed",), "closed": ("open",)}


def canonical_json(value: object) -> str:
    """The canonical JSON text of a value: sorted keys, no blanks, no escapes; ValueError for NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def body_hash(salt: str, body: Mapping[str, object]) -> str:
    """Hash of the body of an event. The salt prevents guessing an erased body from its hash."""
    return _sha256(f"{salt}\n{canonical_json(body)}")


def event_hash(facts: Mapping[str, object]) -> str:
    """Hash of one event. `facts` includes `prev_hash`, the hash of the event before; else ValueError."""
    if "prev_hash" not in facts:
        raise ValueError("prev_hash is missing")
    return _sha256(canonical_json(facts))


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """A stored event: the hashed facts (with `seq`, `prev_hash`, `body_hash`), the hash, and the body.

    `salt` and `body` are both None after the body was erased; the chain remains verifiable.
    """

    facts: Mapping[str, object]
    hash: str
    salt: str | None = None
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first event at which a chain fails to verify, and the reason.

    Codes: `gap` (an event is missing or repeated), `link` (`prev_hash` is not the hash before), `line` (the
    facts were altered), `body` (the body or its salt was altered, or one of them is missing), `head` (the
    last event is not the one that the chain head names).
    """

    code: str
    seq: int


def verify_chain(
    events: Iterable[ChainEvent], *, head: str | None = None, count: int | None = None
) -> ChainFault | None:
    """The first fault of a chain given in the order of `seq` from 1; None when it verifies.

    head, count  hash and number of the last event by the chain head; without them missing last events are
                 not detected
    """
    previous, seq = GENESIS, 0
    for event in events:
        seq += 1
        fault = _event_fault(event, seq=seq, previous=previous)
        if fault is not None:
            return ChainFault(fault, seq)
        previous = event.hash
    if (head is not None and head != previous) or (count is not None and count != seq):
        return ChainFault("head", seq)
    return None


def _event_fault(event: ChainEvent, *, seq: int, previous: str) -> str | None:
    if event.facts.get("seq") != seq:
        return "gap"
    if event.facts.get("prev_hash") != previous:
        return "link"
    if event_hash(event.facts) != event.hash:
        return "line"
    return None if _body_holds(event) else "body"


def _body_holds(event: ChainEvent) -> bool:
    """Whether the body was erased together with its salt, or both are those of the recorded hash."""
    if event.salt is None and event.body is None:
        return True
    return (
        event.salt is not None
        and event.body is not None
        and body_hash(event.salt, event.body) == event.facts.get("body_hash")
    )


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()

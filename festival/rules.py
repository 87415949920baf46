"""The edition's rules: which states follow which, and the hash chain of the audit log."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

GENESIS: Final = "0" * 64
"""The hash before the first line of a chain."""

Moves = Mapping[str, Collection[str]]

FESTIVAL_MOVES: Final[Moves] = {"draft": ("open",), "open": ("closed",), "closed": ("open",)}


def canonical_json(value: object) -> str:
    """The one spelling of a JSON value: keys sorted, no blanks, letters as they are; ValueError for NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def body_hash(salt: str, body: Mapping[str, object]) -> str:
    """Hash of a line's words; the salt keeps them from being guessed once they are erased."""
    return _sha256(f"{salt}\n{canonical_json(body)}")


def line_hash(facts: Mapping[str, object]) -> str:
    """Hash of one line of the audit log; `facts` holds the `prev_hash` that links it to the line before."""
    if "prev_hash" not in facts:
        raise ValueError("a line without the hash before it")
    return _sha256(canonical_json(facts))


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A stored line: what is hashed (with `seq`, `prev_hash`, `body_hash`), its hash, and its words.

    `salt` and `body` are None once the words have been erased; the chain verifies all the same.
    """

    facts: Mapping[str, object]
    hash: str
    salt: str | None = None
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first place where a chain does not hold, and why.

    Codes: `gap` (a line is missing or doubled), `link` (prev_hash is not the hash before), `line` (the line
    was altered), `body` (its words were altered), `head` (the chain ends elsewhere than its head says).
    """

    code: str
    seq: int


def verify_chain(
    lines: Iterable[ChainLine], *, head: str | None = None, count: int | None = None
) -> ChainFault | None:
    """The first fault of a chain given in the order of `seq` from 1; None when it holds.

    head, count  what the chain's head says of its last line; without them a cut-off end goes unseen
    """
    previous, seq = GENESIS, 0
    for line in lines:
        seq += 1
        fault = _line_fault(line, seq=seq, previous=previous)
        if fault is not None:
            return ChainFault(fault, seq)
        previous = line.hash
    if (head is not None and head != previous) or (count is not None and count != seq):
        return ChainFault("head", seq)
    return None


def _line_fault(line: ChainLine, *, seq: int, previous: str) -> str | None:
    if line.facts.get("seq") != seq:
        return "gap"
    if line.facts.get("prev_hash") != previous:
        return "link"
    if line_hash(line.facts) != line.hash:
        return "line"
    words_kept = line.salt is not None and line.body is not None
    if words_kept and body_hash(line.salt or "", line.body or {}) != line.facts.get("body_hash"):
        return "body"
    return None


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()

"""The outcome of a score op: the table "On the server" of the tablets' protocol, as a pure function.

Every well-formed op has exactly one outcome: applied, noop, conflict, late or quarantined. An op holds the
whole sheet: the points of every criterion in integer hundredths (null: not marked), the comment, and whether
it is submitted.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final, Literal

from judging.rules.marks import mark_fault
from judging.rules.policy import CriterionRule, JudgeKey

Outcome = Literal["applied", "noop", "conflict", "late", "quarantined"]

LARGEST_HUNDREDTHS: Final = 99_999_999


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of a whole sheet: hundredths by criterion code (None: not marked), comment, submitted."""

    marks: Mapping[str, int | None]
    comment: str = ""
    submitted: bool = False

    def as_json(self) -> dict[str, object]:
        """The JSON value that is stored and hashed."""
        return {"marks": dict(self.marks), "comment": self.comment, "submitted": self.submitted}


@dataclass(frozen=True, slots=True)
class Op:
    """A received score op. `sheet` is the identifier that the op names; the sheet may not exist."""

    op_id: str
    sheet: str
    author: JudgeKey | None
    base_version: int
    schema: str
    payload: Payload
    payload_hash: str


@dataclass(frozen=True, slots=True)
class KnownOp:
    """The stored op with the same id, and its outcome."""

    sheet: str
    author: JudgeKey | None
    payload_hash: str
    outcome: Outcome
    reason: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class LiveSheet:
    """The stored state of the sheet that an op names.

    may_write     the author is its judge, the office or the import, and the assignment is not withdrawn
    takes_scores  both the contest and the panel are open
    """

    version: int
    payload_hash: str
    criteria: tuple[CriterionRule, ...]
    may_write: bool = True
    takes_scores: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an op. `repeated`: the op is stored already, and nothing is to be written.

    version  the sheet's version after an applied op, the stored one of a repeated op, else None
    """

    outcome: Outcome
    reason: str = ""
    version: int | None = None
    repeated: bool = False


def verdict(op: Op, *, sheet: LiveSheet | None, known: KnownOp | None = None) -> Verdict:
    """The outcome of an op. The order of the checks is that of the protocol: known op, permission, rubric,
    points, hash, open contest, same payload, version.

    A caller answers `conflict` as well when its compare-and-set finds another version.
    """
    if known is not None:
        return _again(op, known)
    if sheet is None:
        return Verdict("quarantined", "no-sheet")
    if not sheet.may_write:
        return Verdict("quarantined", "not-allowed")
    if op.schema != schema_of(sheet.criteria):
        return Verdict("quarantined", "rubric-changed")
    fault = payload_fault(op.payload, sheet.criteria)
    if fault is not None:
        return Verdict("quarantined", fault)
    if payload_hash(op.payload) != op.payload_hash:
        return Verdict("quarantined", "hash-differs")
    if not sheet.takes_scores:
        return Verdict("late", "closed")
    if op.payload_hash == sheet.payload_hash:
        return Verdict("noop")
    if op.base_version != sheet.version:
        return Verdict("conflict", "version")
    return Verdict("applied", version=sheet.version + 1)


def payload_fault(payload: Payload, criteria: Iterable[CriterionRule]) -> str | None:
    """Code of the rule that a payload breaks; None for a valid payload.

    Codes: `criteria-differ` (not exactly the rubric's), those of `mark_fault`, `incomplete` (submitted with
    a criterion not marked).
    """
    rules = {rule.code: rule for rule in criteria}
    if set(payload.marks) != set(rules):
        return "criteria-differ"
    for code, rule in rules.items():
        hundredths = payload.marks[code]
        if hundredths is None:
            continue
        fault = (
            "above-maximum" if hundredths > LARGEST_HUNDREDTHS else mark_fault(points_of(hundredths), rule)
        )
        if fault is not None:
            return fault
    if payload.submitted and None in payload.marks.values():
        return "incomplete"
    return None


def points_of(hundredths: int) -> Decimal:
    """Points from integer hundredths, the unit of an op."""
    return Decimal(hundredths).scaleb(-2)


def hundredths_of(points: Decimal) -> int:
    """Points as integer hundredths; ValueError for points that are no multiple of 0.01."""
    hundredths = points.scaleb(2)
    if not points.is_finite() or hundredths != hundredths.to_integral_value():
        raise ValueError(str(points))
    return int(hundredths)


def payload_hash(payload: Payload) -> str:
    """SHA-256 of the payload's canonical JSON: keys sorted, no blanks, letters as they are."""
    return facts_hash(payload.as_json())


def facts_hash(facts: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON of what is stored of an op."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def schema_of(criteria: Iterable[CriterionRule]) -> str:
    """A hash of the criteria with their maxima and steps. Weights and the order do not change it."""
    lines = sorted(f"{rule.code}\t{_plain(rule.maximum)}\t{_plain(rule.step)}" for rule in criteria)
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _again(op: Op, known: KnownOp) -> Verdict:
    same = (op.sheet, op.author, op.payload_hash) == (known.sheet, known.author, known.payload_hash)
    if not same:
        return Verdict("quarantined", "op-id-reused")
    return Verdict(known.outcome, known.reason, known.version, repeated=True)


def _plain(value: Decimal) -> str:
    """The shortest form of a number: 20, 20.0 and 20.00 all give "20"."""
    return f"{value.normalize():f}"

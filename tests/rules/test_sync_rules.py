"""Every score op ends in exactly one outcome, by the table of the tablets' protocol."""

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.rules.policy import CriterionRule
from judging.rules.sync import (
    LARGEST_HUNDREDTHS,
    KnownOp,
    LiveSheet,
    Op,
    Outcome,
    Payload,
    Verdict,
    hundredths_of,
    payload_fault,
    payload_hash,
    points_of,
    schema_of,
    verdict,
)

D = Decimal
RUBRIC = (CriterionRule("a", D(20), D("0.25")), CriterionRule("b", D(10), D(1)))
DRAFT = Payload({"a": 825, "b": None}, "tốt")
SHEET = LiveSheet(version=3, payload_hash="before", criteria=RUBRIC)


def op(payload: Payload = DRAFT, *, base: int = 3, schema: str | None = None) -> Op:
    return Op("id-1", "7", "g1", base, schema or schema_of(RUBRIC), payload, payload_hash(payload))


KNOWN = KnownOp("7", "g1", payload_hash(DRAFT), "applied", version=2)


@pytest.mark.parametrize(
    ("arrived", "sheet", "known", "expected"),
    [
        (op(), SHEET, None, Verdict("applied", version=4)),
        (op(), SHEET, KNOWN, Verdict("applied", version=2, repeated=True)),
        (op(), None, replace(KNOWN, outcome="late", reason="closed"), Verdict("late", "closed", 2, True)),
        (op(), SHEET, replace(KNOWN, sheet="8"), Verdict("quarantined", "op-id-reused")),
        (op(), SHEET, replace(KNOWN, author="g2"), Verdict("quarantined", "op-id-reused")),
        (op(), SHEET, replace(KNOWN, payload_hash="x"), Verdict("quarantined", "op-id-reused")),
        (op(), None, None, Verdict("quarantined", "no-sheet")),
        (op(), replace(SHEET, may_write=False), None, Verdict("quarantined", "not-allowed")),
        (op(schema="old"), SHEET, None, Verdict("quarantined", "rubric-changed")),
        (op(Payload({"a": 2100, "b": None})), SHEET, None, Verdict("quarantined", "above-maximum")),
        (replace(op(), payload_hash="x"), SHEET, None, Verdict("quarantined", "hash-differs")),
        (op(), replace(SHEET, takes_scores=False), None, Verdict("late", "closed")),
        (op(), replace(SHEET, payload_hash=payload_hash(DRAFT)), None, Verdict("noop")),
        (op(base=2), replace(SHEET, payload_hash=payload_hash(DRAFT)), None, Verdict("noop")),
        (op(base=2), SHEET, None, Verdict("conflict", "version")),
        (op(base=4), SHEET, None, Verdict("conflict", "version")),
    ],
)
def test_outcome_of_an_op(
    arrived: Op, sheet: LiveSheet | None, known: KnownOp | None, expected: Verdict
) -> None:
    assert verdict(arrived, sheet=sheet, known=known) == expected


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (Payload({"a": 0, "b": 0}, submitted=True), None),
        (Payload({"a": None, "b": None}), None),
        (Payload({"a": 2000, "b": 1000}, submitted=True), None),
        (Payload({"a": None, "b": 950}), "not-a-step"),
        (Payload({"a": 2025, "b": None}), "above-maximum"),
        (Payload({"a": 825, "c": None}), "criteria-differ"),
        (Payload({"a": 825}), "criteria-differ"),
        (Payload({"a": 825, "b": None, "c": 1}), "criteria-differ"),
        (Payload({"a": -25, "b": None}), "below-zero"),
        (Payload({"a": 10**40, "b": None}), "above-maximum"),
        (Payload({"a": 830, "b": None}), "not-a-step"),
        (Payload({"a": 825, "b": None}, submitted=True), "incomplete"),
    ],
)
def test_a_payload_is_checked_against_the_rubric(payload: Payload, fault: str | None) -> None:
    assert payload_fault(payload, RUBRIC) == fault


def test_points_of_a_mark_fit_eight_digits_whatever_the_maximum() -> None:
    """Hundredths are stored in a column of eight digits: 999 999.99 points."""
    assert LARGEST_HUNDREDTHS == 99_999_999
    huge = (CriterionRule("a", D(10_000_000), D("0.01")),)
    assert payload_fault(Payload({"a": 99_999_999}), huge) is None
    assert payload_fault(Payload({"a": 100_000_000}), huge) == "above-maximum"


def test_a_payload_is_hashed_as_canonical_json() -> None:
    """The tablet computes the same hash: sorted keys, no blanks, letters not escaped."""
    text = '{"comment":"tốt","marks":{"a":825,"b":null},"submitted":false}'
    assert payload_hash(DRAFT) == sha256(text.encode()).hexdigest()
    assert DRAFT.as_json() == {"marks": {"a": 825, "b": None}, "comment": "tốt", "submitted": False}


def test_schema_is_the_first_sixteen_digits_of_the_hash_of_the_rubric() -> None:
    text = "a\t20\t0.25\nb\t10\t1"
    assert schema_of(RUBRIC) == sha256(text.encode()).hexdigest()[:16]


def test_the_same_payload_has_one_hash_whatever_the_order_of_its_marks() -> None:
    turned = Payload({"b": None, "a": 825}, "tốt")
    assert payload_hash(turned) == payload_hash(DRAFT)
    assert payload_hash(replace(DRAFT, submitted=True)) != payload_hash(DRAFT)
    assert payload_hash(Payload({"a": 0, "b": None}, "tốt")) != payload_hash(
        Payload({"a": None, "b": None}, "tốt")
    )


def test_schema_changes_with_what_may_be_marked_and_not_with_its_spelling_or_weight() -> None:
    first, second = RUBRIC
    assert schema_of((second, replace(first, maximum=D("20.00"), weight=D(2)))) == schema_of(RUBRIC)
    assert schema_of((replace(first, maximum=D(25)), second)) != schema_of(RUBRIC)
    assert schema_of((replace(first, step=D("0.5")), second)) != schema_of(RUBRIC)
    assert schema_of((first,)) != schema_of(RUBRIC)


@pytest.mark.parametrize(("points", "hundredths"), [("8.25", 825), ("20", 2000), ("0", 0), ("0.01", 1)])
def test_points_travel_as_hundredths(points: str, hundredths: int) -> None:
    assert hundredths_of(D(points)) == hundredths
    assert points_of(hundredths) == D(points)


@pytest.mark.parametrize("points", ["8.255", "NaN", "Infinity"])
def test_points_that_are_no_hundredths_are_refused(points: str) -> None:
    with pytest.raises(ValueError, match=f"^{points}$"):
        hundredths_of(D(points))


marks = st.none() | st.integers(-50, 3000)
payloads = st.builds(
    Payload, st.fixed_dictionaries({"a": marks, "b": marks}), st.text(max_size=3), st.booleans()
)
lives = st.builds(LiveSheet, st.integers(0, 3), st.just("x"), st.just(RUBRIC), st.booleans(), st.booleans())


@settings(deadline=None, derandomize=True)
@given(payloads, st.none() | lives, st.integers(0, 3))
def test_every_op_has_one_outcome_and_only_sound_ones_are_applied(
    payload: Payload, live: LiveSheet | None, base: int
) -> None:
    found = verdict(op(payload, base=base), sheet=live)
    assert found.outcome in get_args(Outcome)
    if found.outcome == "applied":
        assert live is not None
        assert live.may_write and live.takes_scores and live.version == base
        assert payload_fault(payload, RUBRIC) is None
        assert found.version == base + 1

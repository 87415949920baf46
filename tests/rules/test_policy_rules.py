"""Which scoring settings are refused, at which place and with which value, and which are only unusual."""

from dataclasses import replace
from decimal import Decimal

import pytest

from judging.rules.policy import (
    SMALLEST_STEP,
    ContestRule,
    CriterionRule,
    DiscrepancyThreshold,
    Fault,
    Policy,
    RoundRule,
    TieBreak,
    criterion_faults,
    policy_faults,
    scoring_cautions,
    scoring_faults,
    tie_break_of,
)

D = Decimal
ONE = RoundRule("", (CriterionRule("diem", D(100), D("0.25")),))
THEORY = RoundRule("ly-thuyet", (CriterionRule("ly-thuyet", D(100), D(1)),), D("0.3"), "machine")
PRACTICE = RoundRule("thuc-hanh", (CriterionRule("thuc-hanh", D(100), D("0.25")),), D("0.7"))
BOTH = ContestRule((THEORY, PRACTICE))


def test_settings_that_festival_toml_leaves_out_have_the_documented_values() -> None:
    """The defaults of `[contest.scoring]`, `[[contest.round]]` and `[[contest.criterion]]`."""
    assert Policy() == Policy("sheet", "mean", 0, 0, D(0), False, 2, "half_up", 1)
    assert CriterionRule("a", D(20)) == CriterionRule("a", D(20), D("0.25"), D(1))
    assert RoundRule("", ()) == RoundRule("", (), D(1), "judges", Policy(), None)
    assert ContestRule(()) == ContestRule((), "weighted_sum", (), None, 2, "half_up")
    assert D("0.01") == SMALLEST_STEP


def test_weighted_maximum_of_a_round_adds_maximum_times_weight() -> None:
    part = RoundRule("", (CriterionRule("a", D(20)), CriterionRule("b", D(30), weight=D("1.5"))))
    assert part.maximum == D(65)
    assert RoundRule("", ()).maximum == D(0)


def test_round_of_a_code_is_found_or_refused() -> None:
    assert BOTH.round("thuc-hanh") == PRACTICE
    with pytest.raises(KeyError, match="van-dap"):
        BOTH.round("van-dap")


def test_thresholds_of_a_round_are_its_own_then_the_contests_and_none_for_a_machine() -> None:
    own, common = DiscrepancyThreshold(D("0.2"), D("0.3")), DiscrepancyThreshold(D("0.1"), D("0.15"))
    contest = replace(BOTH, threshold=common)
    assert contest.threshold_of(PRACTICE) == common
    assert contest.threshold_of(replace(PRACTICE, threshold=own)) == own
    assert contest.threshold_of(replace(THEORY, threshold=own)) is None
    assert BOTH.threshold_of(PRACTICE) is None


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("criterion:sang-tao", TieBreak("criterion", "sang-tao")),
        (" round : r1 ", TieBreak("round", "r1")),
        ("round:vong:2", TieBreak("round", "vong:2")),
    ],
)
def test_a_tie_break_text_is_read(text: str, tie: TieBreak) -> None:
    assert tie_break_of(text) == tie


@pytest.mark.parametrize("text", ["sang-tao", "criterion:", "round: ", "criteria:a", "", ":a"])
def test_a_text_that_is_no_tie_break_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"^no tie-break: ") as refusal:
        tie_break_of(text)
    assert str(refusal.value) == f"no tie-break: {text!r}"


AT = "criterion:a"


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        (CriterionRule("a", D(20), D("0.25")), []),
        (CriterionRule("a", D("0.5"), D("0.5"), D(0)), []),
        (CriterionRule("a", D(20), D("0.01")), []),
        (CriterionRule("a", D(20), D("0.005")), [Fault("step-not-hundredths", AT, "0.005")]),
        (CriterionRule("a", D(20), D("0.3")), [Fault("maximum-not-a-step", AT, "20")]),
        (CriterionRule("a", D(20), D(0)), [Fault("step-not-positive", AT, "0")]),
        (CriterionRule("a", D(20), D("Infinity")), [Fault("step-not-positive", AT, "Infinity")]),
        (CriterionRule("a", D(0)), [Fault("maximum-not-positive", AT, "0")]),
        (CriterionRule("a", D(-20)), [Fault("maximum-not-positive", AT, "-20")]),
        (CriterionRule("a", D("NaN")), [Fault("maximum-not-positive", AT, "NaN")]),
        (CriterionRule("a", D("Infinity")), [Fault("maximum-not-positive", AT, "Infinity")]),
        (CriterionRule("a", D(20), weight=D(-1)), [Fault("weight-negative", AT, "-1")]),
        (CriterionRule("a", D(20), weight=D("NaN")), [Fault("weight-negative", AT, "NaN")]),
        (CriterionRule("a", D(20), weight=D("Infinity")), [Fault("weight-negative", AT, "Infinity")]),
        (CriterionRule("", D(20)), [Fault("criterion-without-code", "criterion:")]),
        (
            CriterionRule("", D(20), D(-1), D(-2)),
            [
                Fault("criterion-without-code", "criterion:"),
                Fault("step-not-positive", "criterion:", "-1"),
                Fault("weight-negative", "criterion:", "-2"),
            ],
        ),
    ],
)
def test_invalid_settings_of_a_criterion_are_named(rule: CriterionRule, faults: list[Fault]) -> None:
    assert criterion_faults(rule) == faults


@pytest.mark.parametrize(
    ("policy", "faults"),
    [
        (Policy(), []),
        (Policy(decimals=0, min_judges=0), []),
        (Policy(decimals=6, drop_high=3, drop_low=3, clip=D("0.5"), min_judges=1), []),
        (Policy(decimals=-1), [("decimals-out-of-range", "-1")]),
        (Policy(decimals=7), [("decimals-out-of-range", "7")]),
        (Policy(drop_high=-1), [("drop-negative", "drop_high=-1")]),
        (Policy(drop_low=-2), [("drop-negative", "drop_low=-2")]),
        (Policy(clip=D("-0.5")), [("clip-negative", "-0.5")]),
        (Policy(clip=D("NaN")), [("clip-negative", "NaN")]),
        (Policy(clip=D("Infinity")), [("clip-negative", "Infinity")]),
        (Policy(min_judges=-1), [("min-judges-negative", "-1")]),
    ],
)
def test_invalid_settings_of_a_policy_are_named(policy: Policy, faults: list[tuple[str, str]]) -> None:
    assert policy_faults(policy) == [Fault(code, "contest", value) for code, value in faults]
    assert scoring_faults(ContestRule((replace(ONE, code="r1", policy=policy),))) == [
        Fault(code, "round:r1", value) for code, value in faults
    ]


NO_WEIGHT = replace(ONE, weight=D(0))


@pytest.mark.parametrize(
    ("contest", "faults"),
    [
        (BOTH, []),
        (ContestRule(()), [Fault("no-round", "contest")]),
        (ContestRule((ONE, THEORY)), [Fault("round-without-code", "contest")]),
        (replace(BOTH, rounds=(THEORY, THEORY)), [Fault("round-twice", "round:ly-thuyet")]),
        (
            replace(BOTH, rounds=(PRACTICE, THEORY, PRACTICE, THEORY, replace(THEORY, code="x"))),
            [Fault("round-twice", "round:ly-thuyet"), Fault("round-twice", "round:thuc-hanh")],
        ),
        (ContestRule((NO_WEIGHT,)), [Fault("weights-all-zero", "contest")]),
        (ContestRule((replace(NO_WEIGHT, code="a"), replace(ONE, code="b"))), []),
        (ContestRule((NO_WEIGHT,), combine_rounds="best"), []),
        (ContestRule((replace(ONE, weight=D(-1)),)), [Fault("weight-negative", "round:", "-1")]),
        (ContestRule((replace(ONE, weight=D("NaN")),)), [Fault("weight-negative", "round:", "NaN")]),
        (ContestRule((RoundRule("r1", ()),)), [Fault("round-without-criterion", "round:r1")]),
        (
            ContestRule((replace(ONE, criteria=ONE.criteria * 2),)),
            [Fault("criterion-twice", "criterion:diem")],
        ),
        (
            ContestRule((replace(ONE, criteria=(CriterionRule("a", D(0)),)),)),
            [Fault("maximum-not-positive", "criterion:a", "0")],
        ),
        (replace(BOTH, decimals=0), []),
        (replace(BOTH, decimals=6), []),
        (replace(BOTH, decimals=-1), [Fault("decimals-out-of-range", "contest", "-1")]),
        (replace(BOTH, decimals=7), [Fault("decimals-out-of-range", "contest", "7")]),
    ],
)
def test_invalid_settings_of_rounds_are_named(contest: ContestRule, faults: list[Fault]) -> None:
    assert scoring_faults(contest) == faults


@pytest.mark.parametrize(
    ("agree", "discuss", "faults"),
    [
        ("0.10", "0.15", []),
        ("0.10", "0.10", []),
        ("0", "1", []),
        ("1", "1", []),
        ("0.15", "0.10", [("gate-discuss-below-agree", "0.10 < 0.15")]),
        ("0.15", "1.5", [("gate-not-a-share", "discuss=1.5")]),
        ("-0.1", "0.15", [("gate-not-a-share", "agree=-0.1")]),
        ("2", "3", [("gate-not-a-share", "agree=2")]),
        ("NaN", "0.15", [("gate-not-a-share", "agree=NaN")]),
    ],
)
def test_invalid_thresholds_are_named(agree: str, discuss: str, faults: list[tuple[str, str]]) -> None:
    threshold = DiscrepancyThreshold(D(agree), D(discuss))
    own = replace(PRACTICE, threshold=threshold)
    assert scoring_faults(replace(BOTH, threshold=threshold)) == [
        Fault(code, "contest", value) for code, value in faults
    ]
    assert scoring_faults(replace(BOTH, rounds=(own,))) == [
        Fault(code, "round:thuc-hanh", value) for code, value in faults
    ]


@pytest.mark.parametrize(
    ("ties", "faults"),
    [
        ("criterion:thuc-hanh round:thuc-hanh round:ly-thuyet", []),
        ("criterion:r1", [Fault("tie-break-unknown-criterion", "contest", "criterion:r1")]),
        ("round:diem", [Fault("tie-break-unknown-round", "contest", "round:diem")]),
        ("round:r1 round:r2 round:r1", [Fault("tie-break-twice", "contest", "round:r1")]),
        (
            "criterion:x criterion:x",
            [
                Fault("tie-break-unknown-criterion", "contest", "criterion:x"),
                Fault("tie-break-unknown-criterion", "contest", "criterion:x"),
                Fault("tie-break-twice", "contest", "criterion:x"),
            ],
        ),
    ],
)
def test_invalid_tie_breaks_are_named(ties: str, faults: list[Fault]) -> None:
    """A code counts among the rounds or among the criteria, as the tie-break says."""
    rounds = (THEORY, PRACTICE) if "thuc-hanh" in ties else (replace(ONE, code="r1"), replace(ONE, code="r2"))
    contest = ContestRule(rounds, tie_break=tuple(tie_break_of(text) for text in ties.split()))
    assert scoring_faults(contest) == faults


def test_faults_are_listed_in_the_order_of_festival_toml() -> None:
    own = replace(ONE, weight=D(-1), policy=Policy(decimals=9), threshold=DiscrepancyThreshold(D(2), D(2)))
    contest = ContestRule(
        (own, own),
        tie_break=(TieBreak("round", "x"),),
        threshold=DiscrepancyThreshold(D("0.2"), D("0.1")),
        decimals=8,
    )
    assert [fault.code for fault in scoring_faults(contest)] == [
        "decimals-out-of-range",
        "round-twice",
        "round-without-code",
        *["weight-negative", "decimals-out-of-range", "gate-not-a-share"] * 2,
        "gate-discuss-below-agree",
        "tie-break-unknown-round",
    ]


@pytest.mark.parametrize(
    ("part", "cautions"),
    [
        (replace(THEORY, policy=Policy(method="trimmed_mean")), []),
        (replace(THEORY, policy=Policy(method="trimmed_mean", drop_high=1)), ["machine-trimmed"]),
        (replace(THEORY, policy=Policy(method="trimmed_mean", drop_low=1)), ["machine-trimmed"]),
        (
            replace(THEORY, policy=Policy(method="trimmed_mean", drop_high=1, drop_low=1)),
            ["machine-trimmed"],
        ),
        (replace(THEORY, policy=Policy(method="mean", drop_high=1)), []),
        (replace(PRACTICE, policy=Policy(method="trimmed_mean", drop_high=1)), []),
        (replace(PRACTICE, policy=Policy(method="clipped_mean")), ["clip-zero"]),
        (replace(PRACTICE, policy=Policy(method="clipped_mean", clip=D(1))), []),
        (replace(PRACTICE, policy=Policy(method="mean")), []),
    ],
)
def test_valid_but_unusual_settings_are_cautioned(part: RoundRule, cautions: list[str]) -> None:
    assert scoring_cautions(ContestRule((part,))) == [Fault(code, f"round:{part.code}") for code in cautions]


def test_cautions_name_each_round() -> None:
    clipped = Policy(method="clipped_mean")
    rounds = (replace(THEORY, policy=clipped), replace(PRACTICE, policy=clipped))
    assert scoring_cautions(ContestRule(rounds)) == [
        Fault("clip-zero", "round:ly-thuyet"),
        Fault("clip-zero", "round:thuc-hanh"),
    ]

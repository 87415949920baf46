"""The thresholds of the literature examination (scale 10), 1.0 and 1.5, and what settles a discrepancy."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from judging.rules.discrepancy import (
    Gap,
    OfThree,
    Ruling,
    Settlement,
    gap_of,
    gaps,
    highest_result,
    is_settled,
    of_three,
    ruling_fault,
    unsettled,
)
from judging.rules.marks import SheetMarks
from judging.rules.policy import ContestRule, CriterionRule, DiscrepancyThreshold, Method, Policy, RoundRule

D = Decimal
LITERATURE = DiscrepancyThreshold(D("0.10"), D("0.15"))
ESSAY = RoundRule("", (CriterionRule("bai", D(10), D("0.25")),))
CONTEST = ContestRule((ESSAY,), threshold=LITERATURE)


def sheets(*points: str, part: str = "") -> list[SheetMarks]:
    return [SheetMarks(1, part, f"g{n}", {"bai": D(p)}) for n, p in enumerate(points, start=1)]


@pytest.mark.parametrize(
    ("points", "verdict"),
    [
        (("7", "7"), "agree"),
        (("7", "7.75"), "agree"),
        (("7", "8"), "discuss"),
        (("7", "8.5"), "discuss"),
        (("7", "8.75"), "third_judge"),
        (("7", "7.5", "8.75"), "third_judge"),
    ],
)
def test_verdict_at_the_thresholds(points: tuple[str, ...], verdict: str) -> None:
    assert [gap.verdict for gap in gaps(sheets(*points), CONTEST)] == [verdict]


def test_gap_names_the_highest_and_the_lowest_judge() -> None:
    assert gaps(sheets("7", "8.5", "6.5"), CONTEST) == [
        Gap(1, "", "third_judge", Fraction(1, 5), "g2", "g3", D("8.5"), D("6.5"), 3)
    ]


def test_one_judge_no_threshold_or_a_machine_has_no_gap() -> None:
    assert gaps(sheets("7"), CONTEST) == []
    assert gaps(sheets("1", "9"), replace(CONTEST, threshold=None)) == []
    machine = replace(CONTEST, rounds=(replace(ESSAY, marking="machine"),))
    assert gaps([SheetMarks(1, "", None, {"bai": D(3)})], machine) == []
    draft = [replace(sheet, submitted=False) for sheet in sheets("1", "9")]
    assert gaps(draft, CONTEST) == []


def test_gaps_are_listed_by_entry_then_in_the_order_of_the_rounds() -> None:
    """Entries with numbers by value, then those with texts; an entry without sheets in a round has no gap."""
    rounds = (replace(ESSAY, code="r2"), replace(ESSAY, code="r1"))
    marks = [
        SheetMarks(entry, part, judge, {"bai": D(points)})
        for entry, part in (("A", "r1"), (10, "r1"), (9, "r1"), (9, "r2"))
        for judge, points in (("g1", 5), ("g2", 9))
    ]
    found = gaps(marks, replace(CONTEST, rounds=rounds))
    assert [(gap.entry, gap.round) for gap in found] == [(9, "r2"), (9, "r1"), (10, "r1"), ("A", "r1")]


def test_judges_with_equal_totals_are_named_in_the_order_of_their_keys() -> None:
    marks = [SheetMarks(1, "", judge, {"bai": D(p)}) for judge, p in (("b", 9), (9, 9), (10, 7), ("a", 7))]
    gap = gaps(marks, CONTEST)[0]
    assert (gap.lowest, gap.highest, gap.judges) == (10, "b", 4)


def test_a_sheet_without_a_judge_takes_no_part_in_a_gap() -> None:
    marks = [SheetMarks(1, "", judge, {"bai": D(p)}) for judge, p in (("g1", 7), (None, 1), ("g2", 8))]
    assert gap_of(marks, ESSAY, threshold=LITERATURE) == Gap(
        1, "", "discuss", Fraction(1, 10), "g2", "g1", D(8), D(7), 2
    )
    assert gap_of(marks[:2], ESSAY, threshold=LITERATURE) is None


def test_a_round_may_have_its_own_threshold() -> None:
    wide = replace(ESSAY, threshold=DiscrepancyThreshold(D("0.5"), D("0.9")))
    assert [gap.verdict for gap in gaps(sheets("1", "9"), replace(CONTEST, rounds=(wide,)))] == ["discuss"]


def test_a_round_without_weighted_maximum_has_no_gap_to_speak_of() -> None:
    nothing = replace(ESSAY, criteria=(replace(ESSAY.criteria[0], weight=D(0)),))
    assert [gap.share for gap in gaps(sheets("1", "9"), replace(CONTEST, rounds=(nothing,)))] == [0]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (("7", "9", "7"), OfThree("two_equal", Fraction(7))),
        (("7", "9", "9"), OfThree("two_equal", Fraction(9))),
        (("6", "8.5", "7"), OfThree("mean", Fraction(43, 6))),
        (("6", "8.75", "7"), OfThree("head", None)),
    ],
)
def test_of_three_judges(points: tuple[str, str, str], expected: OfThree) -> None:
    first, second, third = (D(p) for p in points)
    assert of_three(first, second, third, maximum=D(10)) == expected


@pytest.mark.parametrize(
    ("points", "settlement", "settled"),
    [
        (("7", "7.5"), None, True),
        (("7", "8"), None, False),
        (("7", "8"), "agreed", True),
        (("7", "9"), "agreed", False),
        (("7", "9"), "third-judge", False),
        (("7", "9", "8"), "third-judge", True),
        (("7", "9"), "head", True),
    ],
)
def test_what_settles_a_discrepancy(
    points: tuple[str, ...], settlement: Settlement | None, settled: bool
) -> None:
    gap = gaps(sheets(*points), CONTEST)[0]
    ruling = Ruling(1, "", settlement) if settlement else None
    assert is_settled(gap, ruling) is settled
    assert unsettled([gap], {(1, ""): ruling} if ruling else {}) == ([] if settled else [gap])


@pytest.mark.parametrize(
    ("marks", "settlement", "points", "fault"),
    [
        (("7",), "head", "7", "no-discrepancy"),
        (("7", "7.5"), "agreed", None, "no-discrepancy"),
        (("7", "7.5"), "head", "7", "no-discrepancy"),
        (("7", "8"), "agreed", None, None),
        (("7", "8"), "agreed", "7.5", "points-of-head"),
        (("7", "9"), "agreed", None, "agreement-not-enough"),
        (("7", "9"), "third-judge", None, "third-judge-needed"),
        (("7", "9", "8"), "third-judge", None, None),
        (("7", "9", "8"), "third-judge", "8", "points-of-head"),
        (("7", "9", "8", "8"), "third-judge", None, None),
        (("7", "9"), "head", None, "points-needed"),
        (("7", "9"), "head", "0", None),
        (("7", "9"), "head", "0.5", None),
        (("7", "9"), "head", "10", None),
        (("7", "9"), "head", "10.01", "points-out-of-range"),
        (("7", "9"), "head", "-0.01", "points-out-of-range"),
        (("7", "9"), "head", "NaN", "points-out-of-range"),
        (("7", "9"), "head", "Infinity", "points-out-of-range"),
    ],
)
def test_a_ruling_needs_a_discrepancy_and_what_its_kind_asks_for(
    marks: tuple[str, ...], settlement: Settlement, points: str | None, fault: str | None
) -> None:
    """Points are for the head alone, within the range of the round; a third judge has to have marked."""
    gap = gap_of(sheets(*marks), ESSAY, threshold=LITERATURE)
    ruling = Ruling(1, "", settlement, D(points) if points else None)
    assert ruling_fault(gap, ruling, highest=D(10)) == fault


@pytest.mark.parametrize(
    ("method", "highest"), [("mean", 10), ("median", 10), ("clipped_mean", 10), ("sum", 30)]
)
def test_highest_result_of_a_round_is_a_full_sheet_of_each_judge_when_they_are_added(
    method: Method, highest: int
) -> None:
    assert highest_result(replace(ESSAY, policy=Policy(method=method)), judges=3) == highest


def test_a_ruling_on_another_entry_settles_nothing() -> None:
    gap = gaps(sheets("7", "9"), CONTEST)[0]
    assert not is_settled(gap, Ruling(2, "", "head"))
    assert not is_settled(gap, Ruling(1, "r2", "head"))
    assert is_settled(gap, Ruling(1, "", "head"))

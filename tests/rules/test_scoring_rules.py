"""Worked examples of totals and places, from the regulations (DOMAIN §4) and the contract of the bundle."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from judging.rules.marks import SheetMarks, is_complete, is_counted, mark_fault, missing_criteria, sheet_total
from judging.rules.policy import ContestRule, CriterionRule, Policy, Rounding, RoundRule, TieBreak
from judging.rules.ranking import Placing, rank, rank_by_category
from judging.rules.totals import RoundResult, Total, combined, round_result, rounded, totals

D = Decimal
F = Fraction
ONE = RoundRule("", (CriterionRule("diem", D(100), D("0.25")),))
TWO = RoundRule("", (CriterionRule("a", D(20), D("0.5")), CriterionRule("b", D(30), D("0.5"), D("1.5"))))


def sheet(entry: int | str, judge: str | None, *points: str, part: RoundRule = ONE) -> SheetMarks:
    codes = [criterion.code for criterion in part.criteria]
    marks = {code: D(value) if value else None for code, value in zip(codes, points, strict=True)}
    return SheetMarks(entry, part.code, judge, marks)


def of_values(*values: str, part: RoundRule = ONE, **policy: Any) -> Decimal | None:
    """The result of judges who gave these totals."""
    part = replace(part, policy=Policy(**policy))
    return round_result([sheet(1, f"g{n}", v, part=part) for n, v in enumerate(values)], part).points


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ("0", None),
        ("20", None),
        ("8.5", None),
        ("8.50", None),
        ("20.5", "above-maximum"),
        ("21", "above-maximum"),
        ("-0.5", "below-zero"),
        ("8.25", "not-a-step"),
        ("NaN", "not-a-number"),
        ("Infinity", "not-a-number"),
        ("sNaN", "not-a-number"),
    ],
)
def test_a_mark_is_checked_against_its_criterion(points: str, code: str | None) -> None:
    assert mark_fault(D(points), TWO.criteria[0]) == code


def test_whole_points_only_is_a_step_of_one() -> None:
    whole = CriterionRule("a", D(10), D(1))
    assert [mark_fault(D(p), whole) for p in ("7", "7.0", "7.5")] == [None, None, "not-a-step"]


def test_not_marked_is_not_zero() -> None:
    half = sheet(1, "g1", "0", "", part=TWO)
    assert missing_criteria(half, TWO) == ("b",)
    assert (is_complete(half, TWO), is_counted(half, TWO), sheet_total(half, TWO)) == (False, False, D(0))
    full = sheet(1, "g1", "0", "10", part=TWO)
    assert (is_complete(full, TWO), is_counted(full, TWO), sheet_total(full, TWO)) == (True, True, D(15))
    assert not is_counted(replace(full, submitted=False), TWO)


def test_panel_mean_is_over_the_judges_present_with_two_decimals() -> None:
    """TT 18/2016: three of the panel marked; the fourth is absent."""
    assert of_values("85.5", "86", "84.25") == D("85.25")
    assert of_values("85.5", "86", "84.5") == D("85.33")


@pytest.mark.parametrize(
    ("values", "policy", "result"),
    [
        (["7", "8"], {"method": "mean"}, "7.50"),
        (["7", "8", "10"], {"method": "median"}, "8.00"),
        (["7", "10", "8.25", "8.5"], {"method": "median"}, "8.38"),
        (["7", "8", "10"], {"method": "sum"}, "25.00"),
        (["1", "8", "9", "20"], {"method": "trimmed_mean", "drop_high": 1, "drop_low": 1}, "8.50"),
        (["1", "8", "9", "20"], {"method": "trimmed_mean", "drop_high": 2}, "4.50"),
        (["1", "8"], {"method": "trimmed_mean", "drop_high": 1, "drop_low": 1}, None),
        (["1", "8", "9"], {"method": "trimmed_mean", "drop_high": 4}, None),
        (["1", "8", "9"], {"method": "trimmed_mean", "drop_low": 4}, None),
        # raw mean 10: 4 is pulled to 7, 16 to 13, 10 stays
        (["4", "10", "16"], {"method": "clipped_mean", "clip": D(3)}, "10.00"),
        # raw mean 38/3: 20 is pulled to 38/3 + 3
        (["9", "9", "20"], {"method": "clipped_mean", "clip": D(3)}, "11.67"),
        # 9 is pulled up to 29/3 and rounded to 10, 20 pulled down to 47/3 and rounded to 16
        (
            ["9", "9", "20"],
            {"method": "clipped_mean", "clip": D(3), "decimals": 0, "round_marks": True},
            "12",
        ),
        # exactly at the distance nothing is pulled, so nothing is rounded: (7.25 + 8.25) / 2
        (
            ["7.25", "8.25"],
            {"method": "clipped_mean", "clip": D("0.5"), "decimals": 0, "round_marks": True},
            "8",
        ),
        (["7", "8"], {"method": "mean", "min_judges": 2}, "7.50"),
        (["7"], {"method": "mean", "min_judges": 2}, None),
        ([], {"method": "mean", "min_judges": 0}, None),
        ([], {"method": "sum", "min_judges": 0}, None),
        (["7.25", "7.5"], {"decimals": 1}, "7.4"),
        (["7.25"], {"decimals": 1}, "7.3"),
        (["7.25"], {"decimals": 1, "rounding": "half_even"}, "7.2"),
        (["7.75"], {"decimals": 1, "rounding": "half_even"}, "7.8"),
    ],
)
def test_methods_by_worked_example(values: list[str], policy: dict[str, Any], result: str | None) -> None:
    found = of_values(*values, **policy)
    assert (None if found is None else str(found)) == result


def test_a_mark_exactly_at_the_clip_is_not_rounded() -> None:
    policy = Policy(method="clipped_mean", clip=D("0.5"), round_marks=True, decimals=0)
    assert combined([D("7.25"), D("8.25")], policy) == F("7.75")


@pytest.mark.parametrize(
    ("value", "half_up", "half_even"),
    [
        ("0.005", "0.01", "0.00"),
        ("0.015", "0.02", "0.02"),
        ("2.675", "2.68", "2.68"),
        ("1.0049", "1.00", "1.00"),
    ],
)
def test_rounding_is_exact_where_floats_are_not(value: str, half_up: str, half_even: str) -> None:
    assert str(rounded(F(value), 2, "half_up")) == half_up
    assert str(rounded(F(value), 2, "half_even")) == half_even


def test_combine_criterion_rounds_each_part_so_that_printed_numbers_add_up() -> None:
    part = replace(TWO, policy=Policy(combine="criterion", decimals=1))
    given = [sheet(1, "g1", "10", "10", part=part), sheet(1, "g2", "10.5", "10.5", part=part)]
    # a: 10.25 → 10.3; b: 10.25 → 10.3 × 1.5 = 15.45 → 15.5
    result = round_result(given, part)
    assert result.per_criterion == {"a": D("10.3"), "b": D("15.5")}
    assert result.points == D("25.8") == sum(result.per_criterion.values())
    # the judges' totals 25 and 26.25 give another number
    assert round_result(given, replace(part, policy=Policy(decimals=1))).points == D("25.6")


def test_round_result_shows_each_judge() -> None:
    given = [sheet(1, "g2", "10", "20", part=TWO), sheet(1, "g1", "10.5", "20", part=TWO)]
    assert round_result(given, TWO) == RoundResult(
        points=D("40.25"),
        judges=2,
        per_judge={"g1": D("40.5"), "g2": D("40.0")},
    )


def test_two_sheets_of_one_judge_are_a_bug() -> None:
    with pytest.raises(ValueError, match="two sheets"):
        round_result([sheet(1, "g1", "10"), sheet(1, "g1", "11")], ONE)


THEORY = RoundRule("ly-thuyet", (CriterionRule("ly-thuyet", D(100), D(1)),), D("0.3"), "machine")
PRACTICE = RoundRule(
    "thuc-hanh", (CriterionRule("thuc-hanh", D(100), D("0.25")),), D("0.7"), policy=Policy(min_judges=2)
)
BOTH = ContestRule((THEORY, PRACTICE))


def test_weighted_rounds_with_a_machine_round() -> None:
    given = [
        sheet("01", None, "81", part=THEORY),
        sheet("01", "g1", "70.25", part=PRACTICE),
        sheet("01", "g2", "71", part=PRACTICE),
        sheet("02", None, "99", part=THEORY),
        sheet("02", "g1", "70.25", part=PRACTICE),
        sheet("03", "g1", "70", part=PRACTICE),
        sheet("03", "g2", "70", part=PRACTICE),
    ]
    found = totals(given, BOTH, entries=["04"])
    # practice 70.625 → 70.63; 81 × 0.3 + 70.63 × 0.7 = 73.741 → 73.74
    # a round without a result leaves an entry unranked
    assert [(t.entry, t.points, t.judges) for t in found] == [
        ("01", D("73.74"), 1),
        ("02", None, 1),
        ("03", None, 0),
        ("04", None, 0),
    ]


def test_a_round_without_weight_may_lack_a_result() -> None:
    trial = replace(THEORY, weight=D(0))
    given = [sheet(1, "g1", "70", part=PRACTICE), sheet(1, "g2", "80", part=PRACTICE)]
    assert totals(given, ContestRule((trial, PRACTICE)))[0].points == D("52.50")


def test_best_round_ignores_weights_and_missing_rounds() -> None:
    contest = replace(BOTH, combine_rounds="best")
    assert totals([sheet(1, None, "81", part=THEORY)], contest)[0].points == D(81)
    assert totals([sheet(1, "g1", "99", part=PRACTICE)], contest)[0].points is None


def test_a_round_may_have_its_own_decimals() -> None:
    contest = replace(BOTH, decimals=1, rounds=(THEORY, replace(PRACTICE, policy=Policy(decimals=0))))
    given = [sheet(1, None, "81", part=THEORY), sheet(1, "g1", "70.5", part=PRACTICE)]
    # 71 × 0.7 + 24.3 = 74.0
    assert str(totals(given, contest)[0].points) == "74.0"


def test_a_ruling_of_the_head_replaces_the_result_and_no_mark() -> None:
    given = [sheet(1, "g1", "50"), sheet(1, "g2", "70")]
    result = totals(given, ContestRule((ONE,)), rulings={(1, ""): D(65)})[0]
    assert (result.points, result.rounds[""].ruled) == (D(65), True)
    assert result.rounds[""].per_judge == {"g1": D(50), "g2": D(70)}
    assert totals([], ContestRule((ONE,)), entries=[1], rulings={(1, ""): D(65)})[0].points is None


def placed(
    *points: str, ties: dict[int, tuple[Fraction | None, ...]] | None = None
) -> list[tuple[object, ...]]:
    sums = [
        Total(number, {}, D(value) if value else None, 3, (ties or {}).get(number, ()))
        for number, value in enumerate(points, start=1)
    ]
    return [(p.entry, p.rank, p.tied) for p in rank(sums)]


def test_equal_totals_share_a_rank_and_the_next_rank_skips() -> None:
    """The regulation's 5, 5, 7."""
    assert placed("90", "89", "88", "87", "80", "80.00", "79") == [
        (1, 1, False),
        (2, 2, False),
        (3, 3, False),
        (4, 4, False),
        (5, 5, True),
        (6, 5, True),
        (7, 7, False),
    ]


def test_unranked_entries_come_last_without_a_rank() -> None:
    assert placed("", "70", "", "80") == [(4, 1, False), (2, 2, False), (1, None, False), (3, None, False)]


def test_a_written_tie_break_decides_and_equal_ones_stay_tied() -> None:
    values: dict[int, tuple[Fraction | None, ...]] = {1: (F(18),), 2: (F("18.5"),), 3: (F("18.5"),)}
    assert placed("80", "80", "80", ties=values) == [(2, 1, True), (3, 1, True), (1, 3, False)]


def test_a_missing_tie_break_value_is_below_zero_points() -> None:
    assert placed("80", "80", ties={1: (None,), 2: (F(0),)}) == [(2, 1, False), (1, 2, False)]


def test_tie_break_uses_the_unrounded_mean_of_unweighted_points() -> None:
    contest = ContestRule((TWO,), tie_break=(TieBreak("criterion", "a"), TieBreak("criterion", "b")))
    given = [
        sheet(1, "g1", "10", "10", part=TWO),
        sheet(1, "g2", "10.5", "10", part=TWO),
        sheet(1, "g3", "10.5", "10", part=TWO),
    ]
    assert totals(given, contest)[0].tie_values == (F(31, 3), F(10))


def test_tie_break_by_round_is_its_result() -> None:
    contest = replace(BOTH, tie_break=(TieBreak("round", "thuc-hanh"), TieBreak("round", "ly-thuyet")))
    given = [sheet(1, "g1", "70.25", part=PRACTICE), sheet(1, "g2", "71", part=PRACTICE)]
    assert totals(given, contest)[0].tie_values == (F("70.63"), None)


def test_tie_break_by_a_round_that_the_contest_lacks_has_no_value() -> None:
    contest = replace(BOTH, tie_break=(TieBreak("round", "van-dap"),))
    assert totals([sheet(1, "g1", "70.25", part=PRACTICE)], contest)[0].tie_values == (None,)


def test_categories_are_ranked_apart_in_their_order() -> None:
    sums = [Total(1, {}, D(80)), Total(2, {}, D(90)), Total(3, {}, D(70)), Total(4, {}, D(60))]
    category = {1: "THCS", 2: "THCS", 3: "Tiểu học", 4: "Khác"}
    found = rank_by_category(sums, lambda e: category[int(e)], categories=["Tiểu học", "THCS", "Mầm non"])
    assert list(found) == ["Tiểu học", "THCS", "Mầm non", "Khác"]
    assert found["THCS"] == [Placing(2, 1, D(90)), Placing(1, 2, D(80))]
    assert found["Mầm non"] == []


def test_a_better_mark_may_cost_a_place_only_off_the_grid_of_rounded_pulled_marks() -> None:
    """Why docs/SCORING.md asks for enough decimals: the other judge's mark is pulled and rounded down."""
    coarse: dict[str, Any] = {"method": "clipped_mean", "clip": D(3), "decimals": 0, "round_marks": True}
    policy = Policy(**coarse)
    before, after = [D("7.25"), D("13.25")], [D("7.25"), D("13.5")]
    lower, higher = combined(before, policy), combined(after, policy)
    assert lower is not None and higher is not None and higher < lower
    fine = replace(policy, decimals=2)
    lower, higher = combined(before, fine), combined(after, fine)
    assert lower is not None and higher is not None and higher > lower


def test_a_machine_round_needs_one_sheet_whatever_the_minimum_of_judges() -> None:
    part = replace(THEORY, policy=Policy(min_judges=2))
    assert round_result([sheet(1, None, "81", part=part)], part).points == D(81)
    assert round_result([], part).points is None


def test_too_few_sheets_give_no_result_and_still_show_each_judge() -> None:
    given = [sheet(1, "g1", "70", part=PRACTICE)]
    assert round_result(given, PRACTICE) == RoundResult(None, 1, {"g1": D(70)})


def test_judges_of_a_result_are_listed_in_the_order_of_their_keys() -> None:
    given = [replace(sheet(1, "g", "10"), judge=judge) for judge in ("b", 10, "a", 9)]
    assert list(round_result(given, ONE).per_judge) == [9, 10, "a", "b"]


def test_trimming_every_judge_gives_no_result_in_either_combination() -> None:
    trimmed = Policy(method="trimmed_mean", drop_high=1, drop_low=1)
    for policy in (trimmed, replace(trimmed, combine="criterion")):
        part = replace(TWO, policy=policy)
        given = [sheet(1, f"g{n}", "10", "10", part=part) for n in (1, 2)]
        assert round_result(given, part) == RoundResult(None, 2, {"g1": D(25), "g2": D(25)}, {})


@pytest.mark.parametrize(
    ("rounding", "ruled", "total"), [("half_up", "65.13", "65.13"), ("half_even", "65.12", "65.12")]
)
def test_a_ruling_is_rounded_like_a_result(rounding: Rounding, ruled: str, total: str) -> None:
    part = replace(ONE, policy=Policy(rounding=rounding))
    contest = ContestRule((part,), rounding=rounding)
    given = [sheet(1, "g1", "50"), sheet(1, "g2", "70")]
    found = totals(given, contest, rulings={(1, ""): D("65.125")})[0]
    assert str(found.points) == total
    assert found.rounds[""] == RoundResult(D(ruled), 2, {"g1": D(50), "g2": D(70)}, ruled=True)


@pytest.mark.parametrize(("rounding", "total"), [("half_up", "25.13"), ("half_even", "25.12")])
def test_the_sum_of_the_rounds_is_rounded_as_the_contest_says(rounding: Rounding, total: str) -> None:
    contest = ContestRule((replace(ONE, weight=D("0.5")),), rounding=rounding)
    assert str(totals([sheet(1, "g1", "50.25")], contest)[0].points) == total


@pytest.mark.parametrize(("rounding", "low", "high"), [("half_up", 9, 15), ("half_even", 8, 14)])
def test_a_pulled_mark_is_rounded_as_the_policy_says(rounding: Rounding, low: int, high: int) -> None:
    """Raw mean 11.5 of 6, 11.5 and 17; at the distance 3 the marks 6 and 17 become 8.5 and 14.5."""
    policy = Policy(method="clipped_mean", clip=D(3), round_marks=True, decimals=0, rounding=rounding)
    assert combined([D(6), D("11.5"), D(17)], policy) == (low + F("11.5") + high) / 3


def test_a_negative_half_is_rounded_away_from_zero_or_to_the_even_digit() -> None:
    assert [str(rounded(F(v), 1, "half_up")) for v in ("-0.25", "-0.35", "0")] == ["-0.3", "-0.4", "0.0"]
    assert [str(rounded(F(v), 1, "half_even")) for v in ("-0.25", "-0.35")] == ["-0.2", "-0.4"]


def test_totals_are_listed_by_entry_numbers_by_value_then_texts() -> None:
    given = [replace(sheet(1, "g1", "50"), entry=entry) for entry in ("b", 10, 9)]
    assert [t.entry for t in totals(given, ContestRule((ONE,)), entries=["a", 2])] == [2, 9, 10, "a", "b"]


def test_a_contest_without_rounds_has_no_counted_sheet() -> None:
    assert totals([], ContestRule(()), entries=[1])[0].judges == 0


def test_tie_break_by_criterion_reads_the_counted_sheets_of_its_rounds_alone() -> None:
    """The criterion belongs to two of three rounds; drafts and rounds without sheets add nothing."""
    common = CriterionRule("chung", D(10))
    one, two = RoundRule("r1", (common,)), RoundRule("r2", (common, CriterionRule("b", D(10))))
    other = RoundRule("r3", (CriterionRule("b", D(10)),))
    contest = ContestRule((one, two, other), tie_break=(TieBreak("criterion", "chung"),))
    first = [sheet(1, "g1", "6", part=one), sheet(1, "g2", "7", part=one)]
    second = [sheet(1, "g1", "9", "1", part=two), sheet(1, "g1", "2", part=other)]
    draft = replace(sheet(1, "g2", "10", "10", part=two), submitted=False)
    assert totals([*first, *second, draft], contest)[0].tie_values == (F(22, 3),)
    assert totals(first, contest)[0].tie_values == (F(13, 2),)
    assert totals([second[1], draft], contest)[0].tie_values == (None,)


def test_half_a_point_in_a_tie_break_is_above_none_and_above_zero() -> None:
    values: dict[int, tuple[Fraction | None, ...]] = {1: (F(0),), 2: (F(1, 2),), 3: (None,)}
    assert placed("80", "80", "80", ties=values) == [(2, 1, False), (1, 2, False), (3, 3, False)]


def test_places_name_entry_rank_points_and_judges_in_the_order_of_the_keys() -> None:
    sums = [Total(entry, {}, D(80), 3) for entry in ("b", 10, "a", 9)] + [Total(1, {}, None, 2)]
    assert rank(sums) == [
        *(Placing(entry, 1, D(80), True, 3) for entry in (9, 10, "a", "b")),
        Placing(1, None, None, False, 2),
    ]


def test_categories_that_are_not_in_the_list_follow_by_name() -> None:
    sums = [Total(n, {}, D(n)) for n in range(1, 5)]
    names = {1: "b", 2: "THCS", 3: "a", 4: "b"}
    found = rank_by_category(sums, lambda e: names[int(e)], categories=["THPT", "THCS"])
    assert {name: [p.entry for p in part] for name, part in found.items()} == {
        "THPT": [],
        "THCS": [2],
        "a": [3],
        "b": [4, 1],
    }
    assert list(found) == ["THPT", "THCS", "a", "b"]
    assert list(rank_by_category(sums, lambda e: names[int(e)])) == ["THCS", "a", "b"]

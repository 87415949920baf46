"""The rules and an independent slow oracle agree on random contests and prize schemes."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from awards.rules import Allotment, award, scheme_faults
from judging.rules.discrepancy import gaps
from judging.rules.marks import SheetMarks
from judging.rules.policy import DiscrepancyThreshold, RoundRule, scoring_faults
from judging.rules.ranking import Placing, rank
from judging.rules.totals import totals
from tests.rules import oracle
from tests.rules.random_contests import Case, cases, levels, scheme_of, schemes

Row = dict[str, Any]
Levels = list[tuple[Fraction, list[str]]]
plenty = settings(max_examples=600, deadline=None, derandomize=True)
many = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def table_of(case: Case) -> dict[str, Row]:
    """What the rules say, in the oracle's columns."""
    entries = sorted({sheet.entry for sheet in case.marks}, key=str)
    return {
        str(p.entry): {"rank": p.rank, "tied": p.tied, "total": exact(p.points), "judges": p.judges}
        for p in rank(totals(case.marks, case.rule, entries=entries))
    }


def exact(points: Decimal | None) -> Fraction | None:
    return None if points is None else Fraction(points)


def places_of(table: Levels) -> list[Placing]:
    placings: list[Placing] = []
    for points, entries in table:
        place = len(placings) + 1
        placings += [Placing(e, place, Decimal(int(points)), tied=len(entries) > 1) for e in entries]
    return placings


def awarded(allotment: Allotment) -> dict[str, str]:
    return {str(award.entry): award.tier for award in allotment.awards}


def ties_split(table: Levels, given_tiers: dict[str, str]) -> list[list[str]]:
    """Levels whose entries did not all get the same."""
    return [entries for _, entries in table if len({given_tiers.get(entry, "") for entry in entries}) > 1]


def places_lost(before: dict[str, Row], after: dict[str, Row], entry: str) -> bool:
    old, new = before[entry]["rank"], after[entry]["rank"]
    return old is not None and (new is None or new > old)


@many
@given(cases())
def test_totals_and_ranks_are_those_of_the_oracle(case: Case) -> None:
    entries = sorted({sheet["entry"] for sheet in case.sheets})
    expected = oracle.results(case.contest, case.sheets, entries)
    columns = ("rank", "tied", "total", "judges")
    assert table_of(case) == {e: {c: line[c] for c in columns} for e, line in expected.items()}


@many
@given(cases(), st.randoms(use_true_random=False))
def test_table_does_not_depend_on_the_order_of_sheets(case: Case, chance: random.Random) -> None:
    shuffled = chance.sample(case.marks, len(case.marks))
    assert rank(totals(shuffled, case.rule)) == rank(totals(case.marks, case.rule))
    sums = totals(case.marks, case.rule)
    assert rank(chance.sample(sums, len(sums))) == rank(sums)


def raised(case: Case, chance: random.Random) -> tuple[str, Case] | None:
    """The same case with one counted mark one or more steps better; None when none can be."""
    better = [
        (number, code)
        for number, sheet in enumerate(case.marks)
        for code, points in sheet.marks.items()
        if sheet.submitted and points is not None and points < 5
    ]
    if not better:
        return None
    number, code = chance.choice(better)
    sheet = case.marks[number]
    points = (sheet.marks[code] or Decimal(0)) + Decimal("0.25") * chance.randint(1, 8)
    new = SheetMarks(sheet.entry, sheet.round, sheet.judge, {**sheet.marks, code: min(points, Decimal(5))})
    return str(sheet.entry), replace(case, marks=[*case.marks[:number], new, *case.marks[number + 1 :]])


def rounds_pulled_marks_off_grid(part: RoundRule) -> bool:
    """Where a better mark may cost a place: see docs/SCORING.md, "What a better mark does"."""
    policy = part.policy
    return policy.method == "clipped_mean" and policy.round_marks and policy.decimals < 2


@many
@given(cases(whole_weights=True), st.randoms(use_true_random=False))
def test_a_better_mark_never_lowers_a_place(case: Case, chance: random.Random) -> None:
    assume(not any(rounds_pulled_marks_off_grid(part) for part in case.rule.rounds))
    change = raised(case, chance)
    assume(change is not None)
    assert change is not None
    entry, better = change
    assert not places_lost(table_of(case), table_of(better), entry)


def test_a_lost_place_is_seen() -> None:
    assert places_lost({"A": {"rank": 1}}, {"A": {"rank": 2}}, "A")


@many
@given(cases())
def test_random_contests_are_sound(case: Case) -> None:
    ignored = {"weights-all-zero"}
    assert [fault for fault in scoring_faults(case.rule) if fault.code not in ignored] == []


@many
@given(cases(), st.sampled_from([("0.10", "0.15"), ("0", "0"), ("0.05", "0.5"), ("1", "1")]))
def test_gaps_are_those_of_the_oracle(case: Case, shares: tuple[str, str]) -> None:
    agree, discuss = shares
    rule = replace(case.rule, threshold=DiscrepancyThreshold(Decimal(agree), Decimal(discuss)))
    assume(all(part.maximum > 0 for part in rule.rounds))
    expected = {}
    for part in case.contest["round"]:
        criteria = [c for c in case.contest["criterion"] if c.get("round", part["code"]) == part["code"]]
        for entry in {sheet["entry"] for sheet in case.sheets}:
            mine = [
                s
                for s in case.sheets
                if (s["entry"], s["round"], s["submitted"]) == (entry, part["code"], True)
            ]
            if part["marking"] == "judges" and len(mine) > 1:
                threshold = {"agree": agree, "discuss": discuss}
                expected[entry, part["code"]] = oracle.judge_gap(mine, criteria, threshold)
    assert {(g.entry, g.round): (g.share, g.verdict) for g in gaps(case.marks, rule)} == expected


@plenty
@given(levels(), schemes(), st.integers(0, 5))
def test_prizes_are_those_of_the_oracle(table: Levels, scheme: Row, absent: int) -> None:
    registered = sum(len(entries) for _, entries in table) + absent
    result = award(places_of(table), scheme_of(scheme), registered=registered)
    try:
        expected = oracle.prizes(table, scheme, registered=registered)
    except oracle.ChairDecides as tie:
        assert [list(found.entries) for found in result.unresolved] == [tie.args[0]]
    else:
        assert result.unresolved == ()
        assert awarded(result) == expected


@many
@given(levels(), schemes(), st.integers(0, 5), st.randoms(use_true_random=False))
def test_prizes_do_not_depend_on_the_order_of_places(
    table: Levels, scheme: Row, absent: int, chance: random.Random
) -> None:
    placings = places_of(table)
    registered = len(placings) + absent
    shuffled = chance.sample(placings, len(placings))
    rules = scheme_of(scheme)
    assert award(shuffled, rules, registered=registered) == award(placings, rules, registered=registered)


@many
@given(levels(), schemes(boundary=["higher", "lower"]), st.integers(0, 5))
def test_ties_are_never_split(table: Levels, scheme: Row, absent: int) -> None:
    placings = places_of(table)
    result = award(placings, scheme_of(scheme), registered=len(placings) + absent)
    assert ties_split(table, awarded(result)) == []


def test_a_split_tie_is_seen() -> None:
    assert ties_split([(Fraction(9), ["a", "b"])], {"a": "nhat"}) == [["a", "b"]]


@many
@given(levels(), schemes(), st.integers(0, 5))
def test_prizes_exceed_the_scheme_only_by_ties_under_higher(table: Levels, scheme: Row, absent: int) -> None:
    placings, rules = places_of(table), scheme_of(scheme)
    result = award(placings, rules, registered=len(placings) + absent)
    if result.cap is not None:
        assert len(result.awards) <= result.cap
    for capacity in result.capacities:
        if capacity.left is not None and capacity.given > capacity.left:
            assert rules.boundary_tie == "higher"
            tier = [award.entry for award in result.awards if award.tier == capacity.tier]
            last = [p for p in placings if p.entry in tier][-1]
            assert last.tied
            above = sum(1 for p in placings if p.entry in tier and p.rank != last.rank)
            assert above < capacity.left


@many
@given(levels(), schemes(), st.integers(0, 5))
def test_a_better_place_never_gets_the_lesser_prize(table: Levels, scheme: Row, absent: int) -> None:
    placings, rules = places_of(table), scheme_of(scheme)
    result = award(placings, rules, registered=len(placings) + absent)
    order = {tier.code: number for number, tier in enumerate(rules.tiers)}
    by_place = [order[tier] for p in placings if (tier := awarded(result).get(str(p.entry))) is not None]
    if all(tier.minimum is None for tier in rules.tiers):
        assert by_place == sorted(by_place)
    assert len(awarded(result)) == len(result.awards)


@many
@given(schemes())
def test_random_schemes_are_sound(scheme: Row) -> None:
    assert scheme_faults(scheme_of(scheme)) == []


def test_the_oracle_refuses_what_is_wrong() -> None:
    with pytest.raises(oracle.ChairDecides):
        oracle.prizes(
            [(Fraction(9), ["a", "b"])],
            {
                "base": "scored",
                "boundary_tie": "chair",
                "at_least_one": True,
                "prize": [{"code": "t", "count": 1}],
            },
            registered=2,
        )

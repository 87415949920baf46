"""Worked examples of prize schemes, from the regulations (DOMAIN §5) and the contract of the bundle."""

from dataclasses import replace
from decimal import Decimal

import pytest

from awards.rules import (
    Allotment,
    AtBoundary,
    Awarded,
    BoundaryTie,
    Capacity,
    Decision,
    Scheme,
    SchemeFault,
    Tier,
    award,
    award_by_category,
    cap_of,
    number_of,
    scheme_faults,
)
from judging.rules.ranking import Placing

D = Decimal
FOUR = Scheme(
    (Tier("nhat", count=1), Tier("nhi", count=3), Tier("ba", count=3), Tier("kk", count=6)),
    at_least_one=False,
)


def places(*points: int) -> list[Placing]:
    """Ranked as given: equal points share the rank."""
    ranks = [1 + sum(other > mine for other in points) for mine in points]
    return [Placing(n, r, D(p)) for n, (r, p) in enumerate(zip(ranks, points, strict=True), start=1)]


def given(scheme: Scheme, *points: int, registered: int | None = None) -> str:
    """The tier of each entry in the order of the points, "-" without one."""
    result = award(places(*points), scheme, registered=registered or len(points))
    tiers = {line.entry: line.tier for line in result.awards}
    return " ".join(tiers.get(number, "-") for number in range(1, len(points) + 1))


def counts(*sizes: int, tie: AtBoundary = "higher", cap: str | None = None) -> Scheme:
    tiers = tuple(Tier(f"t{number}", count=size) for number, size in enumerate(sizes, start=1))
    return Scheme(tiers, max_share_of_entrants=D(cap) if cap else None, boundary_tie=tie)


def test_fixed_counts_1_3_3_6() -> None:
    assert given(FOUR, *range(99, 84, -1)) == "nhat nhi nhi nhi ba ba ba kk kk kk kk kk kk - -"


def test_shares_of_entrants_10_20_30() -> None:
    scheme = Scheme(
        tuple(Tier(c, share_of_entrants=D(s)) for c, s in (("n", "0.1"), ("h", "0.2"), ("b", "0.3")))
    )
    assert given(scheme, *range(20, 0, -1)).split()[:13] == ["n"] * 2 + ["h"] * 4 + ["b"] * 6 + ["-"]
    assert given(scheme, 9, 8, 7, 6, 5) == "n h b - -"
    assert given(replace(scheme, at_least_one=False), 9, 8, 7, 6, 5) == "h b - - -"
    assert given(replace(scheme, rounding="up", at_least_one=False), 9, 8, 7, 6, 5) == "n h b b -"


def test_nearest_takes_halves_up() -> None:
    tier = Tier("n", share_of_entrants=D("0.1"))
    scheme = Scheme((tier,), rounding="nearest", at_least_one=False)
    assert [number_of(tier, scheme, base=base, above=0) for base in (4, 5, 14, 15, 25)] == [0, 1, 1, 2, 3]


CIRCULAR = Scheme(
    (
        Tier("nhat", share_of_prizes=D("0.05")),
        Tier("nhi", share_of_prizes=D("0.25"), cumulative=True),
        Tier("ba", share_of_prizes=D("0.60"), cumulative=True),
        Tier("kk", share_of_prizes=D(1), cumulative=True),
    ),
    max_share_of_entrants=D("0.60"),
)


def test_circular_17_of_2023_shares_of_prizes() -> None:
    """Prizes ≤ 60 % of entrants; first ≤ 5 % and first + second + third ≤ 60 % of the prizes."""
    result = award(places(*range(200, 100, -1)), CIRCULAR, registered=100)
    assert result.cap == 60
    assert [(c.tier, c.number, c.given) for c in result.capacities] == [
        ("nhat", 3, 3),
        ("nhi", 12, 12),
        ("ba", 21, 21),
        ("kk", 24, 24),
    ]


def test_the_base_of_a_share_is_registered_or_scored() -> None:
    assert cap_of(CIRCULAR, base=10) == 6
    by_scored = award(places(9, 8, 7, 6, 5), CIRCULAR, registered=10)
    by_registered = award(places(9, 8, 7, 6, 5), replace(CIRCULAR, base="registered"), registered=10)
    assert (by_scored.base, by_scored.cap, len(by_scored.awards)) == (5, 3, 3)
    assert (by_registered.base, by_registered.cap, len(by_registered.awards)) == (10, 6, 5)


def test_entries_without_a_rank_get_nothing() -> None:
    absent = Placing(9, None, None)
    result = award([absent, *places(9, 8)], counts(5), registered=3)
    assert result.awards == (Awarded(1, "t1"), Awarded(2, "t1"))
    assert (result.base, result.capacities) == (2, (Capacity("t1", 5, 5, 2),))


def test_below_the_minimum_waits_for_the_next_tier_and_empty_places_are_not_handed_on() -> None:
    scheme = Scheme(
        (Tier("a", count=2, minimum=D(90)), Tier("b", count=2, minimum=D(80)), Tier("c", count=1))
    )
    assert given(scheme, 95, 89, 88, 87, 50) == "a b b c -"
    assert given(scheme, 89, 79, 78, 77) == "b c - -"


def test_a_minimum_alone_takes_everyone_at_or_above_it() -> None:
    scheme = Scheme((Tier("a", count=1), Tier("b", minimum=D(80))))
    assert given(scheme, 95, 90, 85, 80, 79) == "a b b b -"


@pytest.mark.parametrize(
    ("scheme", "points", "expected"),
    [
        # one surplus first prize is taken from the second prizes
        (counts(1, 3, 3), (9, 9, 8, 7, 6, 5, 4, 3), "t1 t1 t2 t2 t3 t3 t3 -"),
        # three surplus: second prizes fall to 0, the third ones are not touched
        (counts(1, 2, 2), (9, 9, 9, 9, 8, 7, 6), "t1 t1 t1 t1 t3 t3 -"),
        # the surplus of the second tier is counted from what the first left it
        (counts(1, 3, 3), (9, 9, 8, 7, 7, 7, 6, 5), "t1 t1 t2 t2 t2 t2 t3 -"),
        (counts(1, 3, 3, tie="lower"), (9, 9, 8, 7, 6), "t2 t2 t2 t3 t3"),
        (counts(1, 3, tie="lower"), (9, 8, 7, 7, 7), "t1 t2 - - -"),
        (counts(1, tie="lower"), (9, 9), "- -"),
        # nobody overtakes a tie that was decided lower
        (counts(2, 2, tie="lower"), (9, 8, 8, 8, 7), "t1 - - - -"),
    ],
)
def test_a_tie_at_a_boundary(scheme: Scheme, points: tuple[int, ...], expected: str) -> None:
    assert given(scheme, *points) == expected


@pytest.mark.parametrize("tie", ["higher", "lower", "chair"])
def test_at_the_cap_a_tie_is_always_decided_lower(tie: AtBoundary) -> None:
    assert given(counts(1, 5, tie=tie, cap="0.60"), 9, 8, 7, 7, 6) == "t1 t2 - - -"
    assert given(counts(1, 2, tie=tie, cap="0.60"), 9, 8, 7, 7, 6) == "t1 t2 - - -"


def test_a_tie_under_higher_that_would_pass_the_cap_is_decided_lower() -> None:
    assert given(counts(3, 3, cap="0.80"), 9, 8, 7, 7, 7) == "t1 t1 - - -"
    assert given(counts(3, 3, cap="1"), 9, 8, 7, 7, 7) == "t1 t1 t1 t1 t1"


def test_the_cap_cuts_the_lowest_tiers() -> None:
    assert given(counts(1, 3, 3, cap="0.50"), *range(10, 0, -1)) == "t1 t2 t2 t2 t3 - - - - -"


def test_cumulative_counts_the_numbers_of_the_tiers_above_not_their_winners() -> None:
    scheme = Scheme(
        (Tier("a", count=2, minimum=D(90)), Tier("b", share_of_prizes=D("0.5"), cumulative=True)),
        max_share_of_entrants=D(1),
    )
    assert given(scheme, 95, 80, 79, 78, 77, 76, 75, 74) == "a b b - - - - -"
    wide = replace(scheme, tiers=(Tier("a", minimum=D(90)), scheme.tiers[1]))
    assert given(wide, 95, 94, 93, 78, 77, 76, 75, 74) == "a a a b - - - -"


def test_a_share_tier_has_at_least_one_place_even_when_cumulative_leaves_none() -> None:
    tier = Tier("b", share_of_prizes=D("0.1"), cumulative=True)
    scheme = Scheme((tier,), max_share_of_entrants=D(1))
    assert number_of(tier, scheme, base=10, above=4) == 1
    assert number_of(tier, replace(scheme, at_least_one=False), base=10, above=4) == 0


def test_a_share_of_prizes_takes_nothing_off_for_the_tiers_above_unless_cumulative() -> None:
    tier = Tier("b", share_of_prizes=D("0.5"))
    scheme = Scheme((tier,), max_share_of_entrants=D(1))
    assert number_of(tier, scheme, base=10, above=4) == 5
    assert number_of(replace(tier, cumulative=True), scheme, base=10, above=4) == 1


def test_settings_that_festival_toml_leaves_out_have_the_documented_values() -> None:
    """The defaults of `[contest.prizes]` and `[[contest.prize]]`."""
    assert Scheme(()) == Scheme((), "scored", None, "down", True, "higher")
    assert Tier("a") == Tier("a", "", None, None, None, False, None, 0)


def test_the_chair_is_asked_and_everything_stops() -> None:
    result = award(places(9, 8, 8, 7), counts(1, 1, 1, tie="chair", cap="1"), registered=9)
    tie = BoundaryTie("t2", (2, 3), places=1, most=2)
    assert result == Allotment((Awarded(1, "t1"),), (tie,), (Capacity("t1", 1, 1, 1),), cap=4, base=4)


def test_an_allotment_names_awards_capacities_cap_and_base() -> None:
    """Two tied for the only first prize take one of the second; the cap of 4 leaves one third prize."""
    result = award(places(9, 9, 8, 7, 6, 5), counts(1, 2, 3, cap="0.75"), registered=9)
    assert result == Allotment(
        awards=tuple(Awarded(n, tier) for n, tier in enumerate(("t1", "t1", "t2", "t3"), start=1)),
        unresolved=(),
        capacities=(Capacity("t1", 1, 1, 2), Capacity("t2", 2, 1, 1), Capacity("t3", 3, 1, 1)),
        cap=4,
        base=6,
    )


def test_tied_entries_are_awarded_in_the_order_of_their_keys() -> None:
    tied = [Placing(entry, 1, D(9), tied=True) for entry in ("b", 10, "a", 9)]
    result = award(tied, counts(1), registered=4)
    assert [line.entry for line in result.awards] == [9, 10, "a", "b"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ({2, 3}, "t1 t2 t2 -"),
        (set(), "t1 - - -"),
        ({3}, "t1 t3 t2 -"),
    ],
)
def test_the_chair_decides_higher_lower_or_by_name(word: set[int], expected: str) -> None:
    decisions = [Decision("t2", frozenset({2, 3}), frozenset(word))]
    result = award(places(9, 8, 8, 7), counts(1, 1, 1, tie="chair"), registered=4, decisions=decisions)
    tiers = {line.entry: line.tier for line in result.awards}
    assert " ".join(tiers.get(n, "-") for n in range(1, 5)) == expected
    undecided = () if word else (BoundaryTie("t3", (2, 3), places=1, most=2),)
    assert result.unresolved == undecided


def test_a_decision_about_other_entries_is_void() -> None:
    scheme = counts(1, 1, tie="chair")
    for stale in (
        Decision("t1", frozenset({1, 2, 3}), frozenset({1})),
        Decision("t2", frozenset({1, 2}), frozenset({1})),
        Decision("t1", frozenset({1, 2}), frozenset({1, 3})),
    ):
        assert award(places(9, 9, 8), scheme, registered=3, decisions=[stale]).unresolved != ()


def test_the_chair_cannot_pass_the_cap() -> None:
    scheme = counts(2, 2, tie="chair", cap="0.75")
    tie = award(places(9, 8, 8, 8), scheme, registered=4).unresolved
    assert tie == (BoundaryTie("t1", (2, 3, 4), places=1, most=2),)
    tied = frozenset({2, 3, 4})
    assert (
        award(places(9, 8, 8, 8), scheme, registered=4, decisions=[Decision("t1", tied, tied)]).unresolved
        == tie
    )
    two = Decision("t1", tied, frozenset({2, 3}))
    assert len(award(places(9, 8, 8, 8), scheme, registered=4, decisions=[two]).awards) == 3


def test_categories_are_awarded_apart() -> None:
    scheme = Scheme((Tier("n", share_of_entrants=D("0.5")),), base="registered", at_least_one=False)
    result = award_by_category(
        {"THCS": places(9, 8, 7), "Tiểu học": places(5)}, scheme, registered={"THCS": 4, "Tiểu học": 1}
    )
    assert {name: len(part.awards) for name, part in result.items()} == {"THCS": 2, "Tiểu học": 0}


def test_a_decision_of_the_chair_holds_in_its_category_alone() -> None:
    both = {"THCS": places(9, 9), "Tiểu học": places(9, 9)}
    word = Decision("t1", frozenset({1, 2}), frozenset({2}))
    scheme = counts(1, tie="chair")
    result = award_by_category(
        both, scheme, registered={"THCS": 2, "Tiểu học": 2}, decisions={"THCS": [word]}
    )
    assert {name: (part.awards, bool(part.unresolved)) for name, part in result.items()} == {
        "THCS": ((Awarded(2, "t1"),), False),
        "Tiểu học": ((), True),
    }


def test_a_category_without_a_registered_entry_has_the_base_zero() -> None:
    scheme = replace(counts(1), base="registered")
    assert award_by_category({"THCS": []}, scheme, registered={})["THCS"].base == 0


def test_a_better_mark_may_cost_a_prize_under_lower() -> None:
    """Said in docs/PRIZES.md: alone in second place one has a prize, tied for the first nobody has one."""
    scheme = counts(1, 1, tie="lower")
    assert given(scheme, 9, 8) == "t1 t2"
    assert given(scheme, 9, 9) == "- -"


@pytest.mark.parametrize(
    ("scheme", "fault"),
    [
        (FOUR, None),
        (CIRCULAR, None),
        (replace(CIRCULAR, max_share_of_entrants=D("1.2")), SchemeFault("cap-not-a-share", "", "1.2")),
        (replace(FOUR, max_share_of_entrants=D(0)), SchemeFault("cap-not-a-share", "", "0")),
        (Scheme((Tier("a", count=1), Tier("a", count=1))), SchemeFault("tier-twice", "a")),
        (Scheme((Tier("", count=1),)), SchemeFault("tier-without-code")),
        (Scheme((Tier("a"),)), SchemeFault("tier-without-size", "a")),
        (Scheme((Tier("a", count=1, share_of_entrants=D("0.1")),)), SchemeFault("tier-with-two-sizes", "a")),
        (Scheme((Tier("a", count=-1),)), SchemeFault("count-negative", "a", "-1")),
        (Scheme((Tier("a", share_of_entrants=D(10)),)), SchemeFault("not-a-share", "a", "10")),
        (Scheme((Tier("a", share_of_prizes=D("0.1")),)), SchemeFault("share-of-prizes-without-cap", "a")),
        (
            Scheme((Tier("a", count=1, cumulative=True),)),
            SchemeFault("cumulative-without-share-of-prizes", "a"),
        ),
        (Scheme((Tier("a", minimum=D("NaN")),)), SchemeFault("minimum-negative", "a", "NaN")),
        (Scheme((Tier("a", minimum=D("-0.5")),)), SchemeFault("minimum-negative", "a", "-0.5")),
        (Scheme((Tier("a", minimum=D(0)),)), None),
        (Scheme((Tier("a", minimum=D("0.5")),)), None),
        (Scheme((Tier("a", count=0),)), None),
        (Scheme((Tier("a", count=1, amount=-1),)), SchemeFault("amount-negative", "a", "-1")),
    ],
)
def test_nonsense_in_a_scheme_is_named(scheme: Scheme, fault: SchemeFault | None) -> None:
    assert scheme_faults(scheme) == ([fault] if fault else [])


def test_a_share_of_prizes_without_a_cap_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match=r"^share_of_prizes without max_share_of_entrants$"):
        award(places(9), Scheme((Tier("a", share_of_prizes=D("0.1")),)), registered=1)

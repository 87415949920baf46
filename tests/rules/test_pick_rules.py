"""The points that a sheet offers as buttons: from 0 to the maximum, at most ten above 0, all valid marks."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.rules.marks import mark_fault
from judging.rules.picks import quick_picks
from judging.rules.policy import CriterionRule

D = Decimal


@pytest.mark.parametrize(
    ("maximum", "step", "picks"),
    [
        ("5", "0.25", "0 0.5 1.0 1.5 2.0 2.5 3.0 3.5 4.0 4.5 5.0"),
        ("5", "1", "0 1 2 3 4 5"),
        ("10", "0.25", "0 1 2 3 4 5 6 7 8 9 10"),
        ("20", "0.5", "0 2 4 6 8 10 12 14 16 18 20"),
        ("25", "0.25", "0.0 2.5 5.0 7.5 10.0 12.5 15.0 17.5 20.0 22.5 25.0"),
        ("30", "1", "0 5 10 15 20 25 30"),
        ("100", "0.25", "0 10 20 30 40 50 60 70 80 90 100"),
        ("1", "0.01", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0"),
        ("0.5", "0.01", "0 0.05 0.10 0.15 0.20 0.25 0.30 0.35 0.40 0.45 0.50"),
        # the last distance is shorter
        ("19", "1", "0 2 4 6 8 10 12 14 16 18 19"),
        # no round distance is a multiple of the step
        ("0.9", "0.3", "0 0.3 0.6 0.9"),
        ("3", "0.3", "0 0.3 0.6 0.9 1.2 1.5 1.8 2.1 2.4 2.7 3.0"),
        ("3.3", "0.3", "0 0.6 1.2 1.8 2.4 3.0 3.3"),
        # even the largest round distance gives more than ten
        ("1500", "100", "0 200 400 600 800 1000 1200 1400 1500"),
        # ten multiples of the step that end below the maximum would make eleven
        ("13.13", "0.13", "0 1.43 2.86 4.29 5.72 7.15 8.58 10.01 11.44 12.87 13.13"),
    ],
)
def test_picks_of_a_criterion(maximum: str, step: str, picks: str) -> None:
    found = quick_picks(CriterionRule("a", D(maximum), D(step)))
    assert found == tuple(map(D, picks.split()))


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 400), st.integers(1, 200))
def test_picks_are_few_valid_and_reach_the_maximum(steps: int, hundredths: int) -> None:
    step = D(hundredths).scaleb(-2)
    rule = CriterionRule("a", step * steps, step)
    picks = quick_picks(rule)
    assert (picks[0], picks[-1]) == (D(0), rule.maximum)
    assert 2 <= len(picks) <= 11
    assert list(picks) == sorted(set(picks))
    assert [mark_fault(points, rule) for points in picks] == [None] * len(picks)

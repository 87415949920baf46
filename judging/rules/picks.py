"""The points that a judge's sheet offers as buttons: few, and multiples of the criterion's step."""

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final

from judging.rules.policy import CriterionRule

MOST_PICKS: Final = 10
"""The most buttons above 0."""

ROUND_DISTANCES: Final = tuple(
    map(Decimal, ("0.05", "0.1", "0.25", "0.5", "1", "2", "2.5", "5", "10", "20", "25", "50", "100"))
)


def quick_picks(rule: CriterionRule) -> tuple[Decimal, ...]:
    """Points from 0 to the maximum, both included, at equal distances; at most ten above 0.

    The distance is the smallest of `ROUND_DISTANCES` that is a multiple of the step and gives at most ten;
    without one, the smallest such multiple of the step. The last distance may be shorter than the others.
    """
    distance = next((d for d in ROUND_DISTANCES if _fits(rule, d)), None) or _multiple_of_step(rule)
    count = int(rule.maximum // distance)
    picks = [distance * number for number in range(count + 1)]
    if picks[-1] != rule.maximum:
        picks.append(rule.maximum)
    return tuple(picks)


def _fits(rule: CriterionRule, distance: Decimal) -> bool:
    return distance % rule.step == 0 and rule.maximum / distance <= MOST_PICKS


def _multiple_of_step(rule: CriterionRule) -> Decimal:
    return rule.step * ceil(Fraction(rule.maximum) / Fraction(rule.step * MOST_PICKS))

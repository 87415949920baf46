"""The points that a judge picks with one touch: few enough for a thumb, all on the rubric's steps."""

from decimal import Decimal
from typing import Final

from judging.rules.policy import CriterionRule

MOST_PICKS: Final = 10
NICE: Final = tuple(
    map(Decimal, ("0.05", "0.1", "0.25", "0.5", "1", "2", "2.5", "5", "10", "20", "25", "50", "100"))
)


def quick_picks(rule: CriterionRule) -> tuple[Decimal, ...]:
    """From 0 to the maximum in the finest round distance that gives at most ten, the maximum always last.

    Without a round distance on the rubric's steps: multiples of the step itself.
    """
    distance = next((nice for nice in NICE if _fits(rule, nice)), None) or _multiple_of_step(rule)
    count = int(rule.maximum // distance)
    picks = [distance * number for number in range(count + 1)]
    if picks[-1] != rule.maximum:
        picks.append(rule.maximum)
    return tuple(picks)


def _fits(rule: CriterionRule, distance: Decimal) -> bool:
    return distance % rule.step == 0 and rule.maximum / distance <= MOST_PICKS


def _multiple_of_step(rule: CriterionRule) -> Decimal:
    times = -(-rule.maximum // (rule.step * MOST_PICKS))
    return rule.step * max(times, Decimal(1))

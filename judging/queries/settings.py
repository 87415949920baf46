"""The rules of a contest, read from its rows into the dataclasses of `judging.rules`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from contests.models import Contest, Round
from judging.models import Criterion, Scoring
from judging.rules.policy import (
    ContestRule,
    CriterionRule,
    DiscrepancyThreshold,
    Policy,
    RoundRule,
    tie_break_of,
)

POLICY_KEYS = (
    "combine",
    "method",
    "drop_high",
    "drop_low",
    "clip",
    "round_marks",
    "decimals",
    "rounding",
    "min_judges",
)


def contest_rule(contest: Contest) -> ContestRule:
    """How the contest is scored; three queries. A contest without settings has the defaults."""
    return contest_rules([contest])[contest.pk]


def contest_rules(contests: Sequence[Contest]) -> dict[int, ContestRule]:
    """`contest_rule` of several contests, by primary key; three queries."""
    scorings: dict[int, dict[int | None, Scoring]] = defaultdict(dict)
    for scoring in Scoring.objects.filter(contest__in=contests):
        scorings[scoring.contest_id][scoring.round_id] = scoring
    rounds: dict[int, list[Round]] = defaultdict(list)
    for round in Round.objects.filter(contest__in=contests):
        rounds[round.contest_id].append(round)
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(contest__in=contests):
        criteria[criterion.contest_id].append(criterion)
    return {row.pk: rule_of(scorings[row.pk], rounds[row.pk], criteria[row.pk]) for row in contests}


def rule_of(
    scorings: dict[int | None, Scoring], rounds: Sequence[Round], criteria: Sequence[Criterion]
) -> ContestRule:
    """The rule from rows that are read already; `scorings` by round id, None for the contest's own."""
    own = scorings.get(None) or Scoring()
    policy = policy_of(own, Policy())
    return ContestRule(
        rounds=tuple(_round_rule(row, scorings.get(row.pk), policy, criteria) for row in rounds),
        combine_rounds=own.rounds,  # type: ignore[arg-type]
        tie_break=tuple(tie_break_of(text) for text in own.tie_break),
        threshold=threshold_of(own),
        decimals=policy.decimals,
        rounding=policy.rounding,
    )


def policy_of(scoring: Scoring, base: Policy) -> Policy:
    """`base` with the values that the row sets."""
    values: dict[str, Any] = {
        key: value if (value := getattr(scoring, key)) not in (None, "") else getattr(base, key)
        for key in POLICY_KEYS
    }
    return Policy(**values)


def threshold_of(scoring: Scoring) -> DiscrepancyThreshold | None:
    """The discrepancy threshold of this row; None without one."""
    if scoring.discrepancy_agree is None or scoring.discrepancy_discuss is None:
        return None
    return DiscrepancyThreshold(agree=scoring.discrepancy_agree, discuss=scoring.discrepancy_discuss)


def criterion_rule(row: Criterion) -> CriterionRule:
    """A criterion as a dataclass of `judging.rules`."""
    return CriterionRule(row.code, maximum=row.maximum, step=row.step, weight=row.weight)


def _round_rule(
    row: Round, scoring: Scoring | None, base: Policy, criteria: Sequence[Criterion]
) -> RoundRule:
    return RoundRule(
        code=row.code,
        criteria=tuple(
            criterion_rule(criterion) for criterion in criteria if criterion.round_id in (None, row.pk)
        ),
        weight=row.weight,
        marking=row.marking,  # type: ignore[arg-type]
        policy=policy_of(scoring, base) if scoring else base,
        threshold=threshold_of(scoring) if scoring else None,
    )

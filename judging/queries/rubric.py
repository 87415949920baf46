"""The rubric of a round, as rows and as dataclasses of `judging.rules`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q

from contests.models import Contest, Round
from judging.models import Criterion
from judging.queries.settings import criterion_rule
from judging.rules.policy import CriterionRule


def criteria_of(round: Round) -> list[Criterion]:
    """The criteria marked in a round, those of every round included, in order; one query."""
    own = Q(round=round) | Q(round__isnull=True)
    return list(Criterion.objects.filter(own, contest=round.contest_id))


def rule_of_criteria(criteria: Iterable[Criterion]) -> tuple[CriterionRule, ...]:
    """The criteria of a round as `CriterionRule`s."""
    return tuple(map(criterion_rule, criteria))


def round_sums(contest: Contest) -> list[tuple[Round, Decimal]]:
    """The weighted maximum of each round, for the running sum; two queries."""
    criteria = list(Criterion.objects.filter(contest=contest))
    return [
        (
            round,
            sum((c.maximum * c.weight for c in criteria if c.round_id in (None, round.pk)), Decimal(0)),
        )
        for round in contest.rounds.all()
    ]

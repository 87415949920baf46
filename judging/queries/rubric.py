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


def criteria_by_round(rounds: Iterable[Round]) -> dict[int, list[Criterion]]:
    """`criteria_of` for several rounds, by primary key of the round; one query."""
    contests = {round.pk: round.contest_id for round in rounds}
    rows = list(Criterion.objects.filter(contest__in=set(contests.values())))
    return {
        pk: [row for row in rows if row.contest_id == contest and row.round_id in (None, pk)]
        for pk, contest in contests.items()
    }


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

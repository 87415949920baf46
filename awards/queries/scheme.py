"""The prize scheme of a contest, read from its rows into the dataclasses of `awards.rules`."""

from __future__ import annotations

from collections.abc import Collection

from awards.models import Prize, PrizeScheme
from awards.rules import Scheme, Tier
from contests.models import Contest
from festival.models import Festival


def scheme_rule(contest: Contest) -> Scheme | None:
    """The prize rule of the contest; None without a scheme. Two queries."""
    row = PrizeScheme.objects.filter(contest=contest).first()
    return None if row is None else rule_of(row, list(Prize.objects.filter(scheme=row)))


def rule_of(scheme: PrizeScheme, prizes: list[Prize]) -> Scheme:
    """The rule from rows that are read already."""
    return Scheme(
        tiers=tuple(tier_of(prize) for prize in prizes),
        base=scheme.base,  # type: ignore[arg-type]
        max_share_of_entrants=scheme.max_share_of_entrants,
        rounding=scheme.rounding,  # type: ignore[arg-type]
        at_least_one=scheme.at_least_one,
        boundary_tie=scheme.boundary_tie,  # type: ignore[arg-type]
    )


def tier_of(prize: Prize) -> Tier:
    """A tier as a dataclass of `awards.rules`."""
    return Tier(
        code=prize.code,
        name=prize.name,
        count=prize.count,
        share_of_entrants=prize.share_of_entrants,
        share_of_prizes=prize.share_of_prizes,
        cumulative=prize.cumulative,
        minimum=prize.minimum,
        amount=prize.amount or 0,
    )


def tier_names(festival: Festival, codes: Collection[str]) -> dict[str, str]:
    """The name of a prize of the festival with each of these codes, for the audit log; one query."""
    prizes = Prize.objects.filter(scheme__contest__festival=festival, code__in=codes)
    return dict(prizes.values_list("code", "name"))

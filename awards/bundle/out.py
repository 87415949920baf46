"""The part of prizes in an export."""

from __future__ import annotations

from awards.models import PrizeScheme
from contests.models import Contest
from festival.bundle.out import Values, exact, given


def prizes_toml(contest: Contest) -> Values:
    """What prizes add to [[contest]]; nothing when the contest has no scheme."""
    scheme = PrizeScheme.objects.filter(contest=contest).first()
    if scheme is None:
        return {}
    tiers = sorted(scheme.prizes.all(), key=lambda row: (row.position, row.code))
    return given(
        {
            "prizes": given(
                {
                    "base": scheme.base,
                    "max_share_of_entrants": exact(scheme.max_share_of_entrants),
                    "rounding": scheme.rounding,
                    "at_least_one": scheme.at_least_one,
                    "boundary_tie": scheme.boundary_tie,
                }
            ),
            "prize": [
                given(
                    {
                        "code": row.code,
                        "name": row.name,
                        "count": row.count,
                        "share_of_entrants": exact(row.share_of_entrants),
                        "share_of_prizes": exact(row.share_of_prizes),
                        "cumulative": row.cumulative or None,
                        "minimum": exact(row.minimum),
                        "amount": row.amount,
                    }
                )
                for row in tiers
            ],
        }
    )

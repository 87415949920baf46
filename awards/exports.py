"""The part of prizes in an export."""

from __future__ import annotations

from awards.forms.tables import PrizeSection, PrizesSection
from awards.models import PrizeScheme
from contests.models import Contest
from festival.exports import Values, given, section_of


def prizes_section(contest: Contest) -> Values:
    """What prizes add to [[contest]]; nothing when the contest has no scheme."""
    scheme = PrizeScheme.objects.filter(contest=contest).first()
    if scheme is None:
        return {}
    tiers = sorted(scheme.prizes.all(), key=lambda row: (row.position, row.code))
    prizes = [section_of(PrizeSection, row) for row in tiers]
    return given({"prizes": section_of(PrizesSection, scheme), "prize": prizes})

"""The sections of prizes in festival.toml."""

from __future__ import annotations

from awards.models import Prize, PrizeScheme
from festival.forms.section import section_form, whole_value

PrizesSection = section_form(
    PrizeScheme,
    ("base", "max_share_of_entrants", "rounding", "at_least_one", "boundary_tie"),
)
PrizeSection = section_form(
    Prize,
    ("code", "name", "count", "share_of_entrants", "share_of_prizes", "cumulative", "minimum", "amount"),
    ("code", "name"),
    ("cumulative",),
    count=whole_value(most=1_000_000),
    amount=whole_value(most=10**15),
)

"""Reads of booths for papers."""

from __future__ import annotations

from booths.models import Booth
from festival.models import Festival


def booths_to_print(festival: Festival) -> list[Booth]:
    """The approved booths with school, partners and stand, by stand and then by name; two queries."""
    booths = Booth.objects.approved().filter(festival=festival).select_related("school", "stand")
    return list(booths.prefetch_related("partners").order_by("stand__sort_key", "sort_key", "pk"))

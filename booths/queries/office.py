"""Reads of booths and stands for the office."""

from __future__ import annotations

from collections.abc import Sequence

from booths.models import Booth, Stand
from festival.models import Festival


def placeable(festival: Festival) -> Sequence[Booth]:
    """Approved booths by school, with their stand; one query."""
    booths = Booth.objects.approved().filter(festival=festival)
    return list(
        booths.select_related("school", "stand", "festival", "entry__contest").order_by(
            "school__sort_key", "pk"
        )
    )


def stands_of(festival: Festival) -> Sequence[Stand]:
    """All stands in natural order."""
    return list(festival.stands.all())

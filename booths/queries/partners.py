"""Schools that are partners in another school's booth."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from booths.models import Booth
from contests.queries.partners import COUNTED


def shares_a_booth() -> Exists:
    """Whether the school of the outer query is a partner in a booth that counts."""
    rows = Booth.partners.through.objects.filter(school=OuterRef("pk"), booth__state__in=COUNTED)
    return Exists(rows)

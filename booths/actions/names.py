"""Correct the name of a booth whose results are frozen."""

from __future__ import annotations

from datetime import datetime

from booths.actions.keys import set_booth_keys
from booths.actions.registration import refuse_taken_title
from booths.models import Booth, Product
from contests.models import Entry
from festival.locks import lock_or_none


def correct_booth_title(entry: Entry, *, old: str, new: str, now: datetime) -> None:
    """Rename the booth of this entry if it carries the old name; the caller renames the entry.

    RuleBroken when the school has another booth of that name.
    """
    booth = Booth.objects.filter(entry=entry).first()
    row = lock_or_none(booth, title=old) if booth else None
    if row is None:
        return
    refuse_taken_title(row.school, new, but=row.pk)
    row.title, row.version, row.updated_at = new, row.version + 1, now
    products = list(Product.objects.filter(booth=row).values_list("name", flat=True))
    set_booth_keys(row, partners=row.partners.all(), products=products)
    row.save(update_fields=["title", "version", "updated_at", "search_key", "sort_key"])

"""What a judge sees of a booth, for `contests.presentations`."""

from __future__ import annotations

from booths.models import Booth
from contests.models import Contest, Entry
from contests.presentations import Presentation, PresentedProduct


def booth_presentation(entry: Entry) -> Presentation | None:
    """The presentation of an entry that is a booth; two queries, none in a contest of another kind."""
    if entry.contest.kind != Contest.Kind.BOOTH:
        return None
    booth = Booth.objects.filter(entry=entry).prefetch_related("products").first()
    if booth is None:
        return None
    products = [
        PresentedProduct(row.name, row.topic, row.purpose, row.materials, row.link)
        for row in booth.products.all()
    ]
    return Presentation(booth.field, booth.get_field_display(), booth.description, products)

"""Reads of booths for visitors, without persons, phone numbers and photos of pupils."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, QuerySet

from booths.models import Booth, Photo, Product
from booths.won import won_prizes
from festival.models import Festival, School
from festival.text import search_key


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A field and its number of booths."""

    code: str
    name: str
    booths: int


def public_booths(festival: Festival, *, query: str = "", field: str = "") -> QuerySet[Booth]:
    """Approved booths with every word of `query`, in the order of stands, those without one last.

    With schools and first photo (two more queries).
    """
    booths = Booth.objects.approved().filter(festival=festival)
    for word in search_key(query, limit=200).split()[:8]:
        booths = booths.filter(search_key__contains=word)
    if field:
        booths = booths.filter(field=field)
    booths = booths.order_by(F("stand__sort_key").asc(nulls_last=True), "sort_key", "pk")
    return booths.select_related("school", "stand").prefetch_related(_pictures(), _partners())


def with_prizes(booths: Iterable[Booth]) -> list[Booth]:
    """The booths, each with its published prize; one query."""
    listed = list(booths)
    won = won_prizes([booth.entry_id for booth in listed if booth.entry_id])
    for booth in listed:
        booth.won = won.get(booth.entry_id or 0)
    return listed


def fields_of(festival: Festival) -> list[FieldCount]:
    """Numbers of booths by field, in the order of the model; booths without a field last; one query."""
    counts = dict(
        Booth.objects.approved()
        .filter(festival=festival)
        .order_by()
        .values_list("field")
        .annotate(Count("pk"))
    )
    fields = [
        FieldCount(str(field.value), str(field.label), counts[field.value])
        for field in Booth.Field
        if field.value in counts
    ]
    return [*fields, FieldCount("", "", counts[""])] if "" in counts else fields


def public_pictures(booth: Booth) -> list[Photo]:
    """The booth's public photos."""
    return list(Photo.objects.filter(booth=booth, shows_pupils=False))


def public_products(booth: Booth) -> list[Product]:
    """The booth's products without the names of their authors, who are pupils."""
    return list(Product.objects.filter(booth=booth).defer("authors"))


def public_partners(booth: Booth) -> list[School]:
    """The schools that share the booth."""
    return list(booth.partners.all())


def _pictures() -> Prefetch[str, QuerySet[Photo], str]:
    return Prefetch("photos", Photo.objects.filter(shows_pupils=False), to_attr="public_photos")


def _partners() -> Prefetch[str, QuerySet[School], str]:
    return Prefetch("partners", School.objects.only("pk", "name", "sort_key"), to_attr="others")

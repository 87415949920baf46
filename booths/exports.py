"""The part of booths in an export."""

from __future__ import annotations

from typing import Any

from django.db.models.fields.files import FieldFile

from booths.forms.tables import BOOTHS, PHOTOS, PRODUCTS
from booths.models import Booth, Photo, Product
from contests.files import tidy_name
from festival.exports import Values, file_rows, owned_rows, place_of, row_of
from festival.models import Festival
from festival.text import slug


def booths_of(festival: Festival) -> list[Booth]:
    """Booths by school and title."""
    rows = Booth.objects.filter(festival=festival).select_related(
        "school", "stand", "entry__contest", "entry__category"
    )
    return sorted(rows.prefetch_related("partners"), key=_order)


def _order(booth: Booth) -> tuple[Any, ...]:
    return (*place_of(booth.school.code), booth.sort_key, booth.title)


def booth_rows(booths: list[Booth]) -> list[Values]:
    """booths.csv."""
    return [
        row_of(BOOTHS, booth, partners=tuple(sorted((s.code for s in booth.partners.all()), key=place_of)))
        for booth in booths
    ]


def product_rows(booths: list[Booth]) -> list[Values]:
    """products.csv."""
    rows = owned_rows(booths, Product.objects.all(), "booth", lambda row: (row.order, row.name))
    return [row_of(PRODUCTS, row) for row in rows]


def photo_rows(booths: list[Booth]) -> tuple[list[Values], dict[str, FieldFile]]:
    """photos.csv and the pictures that lie under files/."""

    def path(row: Photo) -> str:
        folder = f"{slug(row.booth.school.code) or 'truong'}/{slug(row.booth.title) or 'gian-hang'}"
        return f"{folder}/{tidy_name(row.name)}"

    rows = owned_rows(booths, Photo.objects.all(), "booth", lambda row: (row.order, row.name))
    return file_rows(PHOTOS, rows, "image", path, lambda row: {})

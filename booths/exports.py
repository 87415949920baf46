"""The part of booths in an export."""

from __future__ import annotations

from typing import Any

from django.db.models.fields.files import FieldFile

from booths.forms.tables import BOOTHS, PHOTOS, PRODUCTS
from booths.models import Booth, Photo, Product
from contests.exports import free_path
from contests.files import tidy_name
from festival.exports import Values, grouped, place_of, row_of
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
    kept = grouped(Product.objects.filter(booth__in=booths).select_related("booth__school"), "booth_id")
    return [
        row_of(PRODUCTS, row)
        for booth in booths
        for row in sorted(kept.get(booth.pk, ()), key=lambda row: (row.order, row.name))
    ]


def photo_rows(booths: list[Booth]) -> tuple[list[Values], dict[str, FieldFile]]:
    """photos.csv and the pictures that lie under files/."""
    kept = grouped(Photo.objects.filter(booth__in=booths).select_related("booth__school"), "booth_id")
    rows: list[Values] = []
    files: dict[str, FieldFile] = {}
    for booth in booths:
        folder = f"{slug(booth.school.code) or 'truong'}/{slug(booth.title) or 'gian-hang'}"
        for photo in sorted(kept.get(booth.pk, ()), key=lambda row: (row.order, row.name)):
            file = free_path(f"{folder}/{tidy_name(photo.name)}", files)
            files[file] = photo.image
            rows.append(row_of(PHOTOS, photo, file=file))
    return rows, files

"""The part of booths in an export."""

from __future__ import annotations

from typing import Any

from django.db.models.fields.files import FieldFile

from booths.forms.tables import BOOTHS, PHOTOS, PRODUCTS, StandSection
from booths.models import Booth, Photo, Product, Stand
from contests.files import tidy_name
from festival.exports import Tables, Values, owned_rows, place_of, put_file, row_of, section_of
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


def stand_sections(festival: Festival) -> list[Values]:
    """[[festival.stand]]: the stands that are not in booths.csv, or whose zone is not."""
    held = Booth.objects.filter(festival=festival, stand__isnull=False).values("stand")
    rows = Stand.objects.filter(festival=festival).exclude(zone="", pk__in=held)
    ordered = sorted(rows, key=lambda row: (*place_of(row.zone), *place_of(row.code)))
    return [section_of(StandSection, row) for row in ordered]


def booth_rows(booths: list[Booth], files: dict[str, FieldFile]) -> Tables:
    """booths.csv, products.csv, photos.csv; the pictures are put among the files."""

    def file(row: Photo) -> str:
        folder = f"{slug(row.booth.school.code) or 'truong'}/{slug(row.booth.title) or 'gian-hang'}"
        return put_file(f"{folder}/{tidy_name(row.name)}", row.image, files)

    products = owned_rows(booths, Product.objects.all(), "booth", lambda row: (row.order, row.name))
    photos = owned_rows(booths, Photo.objects.all(), "booth", lambda row: (row.order, row.name))
    return {
        "booths": [row_of(BOOTHS, row, partners=_partners(row)) for row in booths],
        "products": [row_of(PRODUCTS, row) for row in products],
        "photos": [row_of(PHOTOS, row, file=file(row)) for row in photos],
    }


def _partners(booth: Booth) -> tuple[str, ...]:
    return tuple(sorted((school.code for school in booth.partners.all()), key=place_of))

"""The part of booths in an export."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models.fields.files import FieldFile

from booths.bundle.booths import COLUMNS
from booths.models import Booth, Photo, Product
from contests.bundle.out import Entries, free_path
from contests.files import tidy_name
from festival.bundle.out import Values, place_of
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


def entry_titles(booths: list[Booth]) -> dict[int, str]:
    """Entries that booths stand behind, with the booth's name."""
    return {booth.entry_id: booth.title for booth in booths if booth.entry_id}


def booth_rows(booths: list[Booth], entries: Entries) -> list[Values]:
    """booths.csv."""
    rows = []
    for booth in booths:
        partners = sorted((school.code for school in booth.partners.all()), key=place_of)
        entry = booth.entry
        rows.append(
            {
                "school_code": booth.school.code,
                **{name: getattr(booth, name) for name in COLUMNS},
                "partners": tuple(partners),
                "stand": booth.stand.code if booth.stand else "",
                "contest": entry.contest.slug if entry else "",
                "number": entry.number if entry else "",
                "category": entry.category.name if entry and entry.category else "",
            }
        )
    return rows


def _names(booth: Booth) -> Values:
    return {"school_code": booth.school.code, "booth": booth.title}


def product_rows(booths: list[Booth]) -> list[Values]:
    """products.csv."""
    kept: dict[int, list[Product]] = defaultdict(list)
    for row in Product.objects.filter(booth__in=[booth.pk for booth in booths]):
        kept[row.booth_id].append(row)
    return [
        {
            **_names(booth),
            "name": row.name,
            "topic": row.topic,
            "authors": row.authors,
            "class": row.class_name,
            "materials": row.materials,
            "purpose": row.purpose,
            "link": row.link,
        }
        for booth in booths
        for row in sorted(kept[booth.pk], key=lambda row: (row.order, row.name))
    ]


def photo_rows(booths: list[Booth]) -> tuple[list[Values], dict[str, FieldFile]]:
    """photos.csv and the pictures that lie under files/."""
    kept: dict[int, list[Photo]] = defaultdict(list)
    for row in Photo.objects.filter(booth__in=[booth.pk for booth in booths]):
        kept[row.booth_id].append(row)
    rows: list[Values] = []
    files: dict[str, FieldFile] = {}
    for booth in booths:
        folder = f"{slug(booth.school.code) or 'truong'}/{slug(booth.title) or 'gian-hang'}"
        for photo in sorted(kept[booth.pk], key=lambda row: (row.order, row.name)):
            file = free_path(f"{folder}/{tidy_name(photo.name)}", files)
            files[file] = photo.image
            rows.append(
                {
                    **_names(booth),
                    "file": file,
                    "caption": photo.caption,
                    "shows_pupils": photo.shows_pupils,
                }
            )
    return rows, files

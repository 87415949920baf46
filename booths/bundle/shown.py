"""products.csv and photos.csv of a bundle: what booths show."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _

from booths.bundle.booths import BoothPart
from booths.models import Booth, Photo, Product
from booths.pictures import MAX_BYTES, Picture, clean_picture
from contests.files import tidy_name
from festival.bundle.intake import Intake
from festival.refusals import RuleBroken
from festival.tables import Row, Rows
from festival.tables.raw import Refused

PRODUCT: Final = ("topic", "authors", "materials", "purpose", "link")


class ShownPart:
    """Products and pictures, each on the booth that its school and title name."""

    def __init__(self, intake: Intake, booths: BoothPart) -> None:
        self.intake = intake
        self.booths = booths
        self._photos: dict[int, list[Photo]] = defaultdict(list)

    def booth_named(self, row: Row) -> Booth | None:
        """The booth of a row; None when the row cannot stand."""
        if row.broken & {"school_code", "booth"}:
            return None
        code = row["school_code"]
        if code in self.intake.schools.broken:
            row.is_leaning = True
            return None
        if self.intake.schools.get(code) is None:
            words = _("there is no school “%(code)s”") % {"code": code}
            self.intake.schools.named(code, row=row, column="school_code", reason=words)
            return None
        words = _("the school “%(code)s” has no booth “%(booth)s”")
        reason = words % {"code": code, "booth": row["booth"]}
        return self.booths.booths.named((code, row["booth"]), row=row, column="booth", reason=reason)

    def read_products(self, rows: Rows | None) -> None:
        """Products by name."""
        seen: dict[Any, int] = {}
        for row in rows or ():
            booth = self.booth_named(row)
            if booth is None or row.broken:
                continue
            if not self.intake.twice(row, seen, (id(booth), row["name"]), "name"):
                self._settle_product(row, booth)

    def _settle_product(self, row: Row, booth: Booth) -> None:
        products = self.booths.products[id(booth)]
        values = {name: row[name] for name in PRODUCT} | {"class_name": row["class"]}
        found = next((product for product in products if product.name == row["name"]), None)
        product, outcome = self.intake.changes.settle(
            found, partial(Product, booth=booth, name=row["name"], order=len(products)), values
        )
        if found is None:
            products.append(product)
            self.booths.renamed[id(booth)] = booth
        self.intake.done(row, "products", outcome, self.intake.changes.changed_columns(product))

    def read_photos(self, rows: Rows | None) -> None:
        """Pictures by file name."""
        if rows and self.intake.festival.pk:
            by_pk = {booth.pk: booth for booth in self.booths.booths if booth.pk}
            for photo in Photo.objects.filter(booth__festival=self.intake.festival):
                self._photos[id(by_pk[photo.booth_id])].append(photo)
        seen: dict[Any, int] = {}
        for row in rows or ():
            booth = self.booth_named(row)
            if booth is None or row.broken:
                continue
            if not self.intake.twice(row, seen, (id(booth), tidy_name(row["file"])), "file"):
                self._settle_photo(row, booth)

    def _settle_photo(self, row: Row, booth: Booth) -> None:
        photos, name = self._photos[id(booth)], tidy_name(row["file"])
        found = next((photo for photo in photos if tidy_name(photo.name) == name), None)
        try:
            data = self.intake.files.file(row["file"], limit=MAX_BYTES)
            fresh = None if found and is_of(found, data) else clean_picture(BytesIO(data), name=name)
        except Refused as refusal:
            self.intake.report.add(row.fault("file", refusal.reason))
            return
        except RuleBroken as refusal:
            self.intake.report.add(row.fault("file", refusal.message))
            return
        values: dict[str, Any] = {"caption": row["caption"], "shows_pupils": row["shows_pupils"]}
        if fresh is not None:
            values["source_sha256"] = fresh.source_sha256
        photo, outcome = self.intake.changes.settle(
            found, partial(Photo, booth=booth, name=name, order=len(photos)), values
        )
        if found is None:
            photos.append(photo)
        if fresh is not None:
            self._store(photo, fresh)
        self.intake.done(row, "photos", outcome, self.intake.changes.changed_columns(photo))

    def _store(self, photo: Photo, fresh: Picture) -> None:
        changes = self.intake.changes
        changes.touch(photo, ["image", "thumbnail", "width", "height"])
        changes.store(photo.image, ".jpg", fresh.image)
        changes.store(photo.thumbnail, ".jpg", fresh.thumbnail)


def is_of(photo: Photo, data: bytes) -> bool:
    """Whether the picture was made of these bytes, or is kept as exactly them (an exported one)."""
    if photo.source_sha256 == sha256(data).hexdigest():
        return True
    try:
        with photo.image.open("rb") as kept:
            return bool(kept.read() == data)
    except (OSError, ValueError):
        return False

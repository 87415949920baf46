"""Booths, their products and photos, and the stands of the floor plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from booths.won import WonPrize
from contests.models import Entry, Registration, RegistrationQuerySet
from festival.models import Festival, School


class Stand(models.Model):
    """A place on the floor plan."""

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="stands")
    code = models.CharField(_("stand"), max_length=20)
    zone = models.CharField(_("zone"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=100, blank=True, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["festival", "code"], name="stand_code_once_a_festival")
        ]

    def __str__(self) -> str:
        return self.code


class BoothQuerySet(RegistrationQuerySet["Booth"]):
    pass


class Booth(Registration):
    """A registered booth; one that competes has an entry, whose fields and state follow the booth's."""

    class Field(models.TextChoices):
        ICT = "ict", _("ICT")
        AI = "ai", _("AI")
        STEM = "stem", _("STEM")
        STEAM = "steam", _("STEAM")
        RESOURCES = "hoc-lieu", _("Digital resources")

    festival = models.ForeignKey(Festival, models.CASCADE, related_name="booths")
    school = models.ForeignKey(School, models.PROTECT, related_name="booths")
    partners = models.ManyToManyField(School, blank=True, related_name="partner_booths")
    entry = models.OneToOneField(Entry, models.SET_NULL, null=True, blank=True, related_name="booth")
    title = models.CharField(_("name of the booth"), max_length=200)
    field = models.CharField(_("field"), max_length=10, choices=Field.choices, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    person = models.CharField(_("person in charge"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    power = models.BooleanField(_("needs power"), default=False)
    tables = models.PositiveSmallIntegerField(_("tables"), null=True, blank=True)
    internet = models.BooleanField(_("needs internet"), default=False)
    note = models.TextField(_("note"), blank=True)
    stand = models.OneToOneField(Stand, models.SET_NULL, null=True, blank=True, related_name="booth")
    code = models.CharField(max_length=16, unique=True, editable=False)
    search_key = models.CharField(max_length=1000, blank=True, editable=False)
    sort_key = models.CharField(max_length=500, blank=True, editable=False)

    won: WonPrize | None = None
    """The published prize, where a query of public pages has read it."""

    objects = BoothQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "title"], name="booth_title_once_a_school")]
        indexes = [models.Index(fields=["festival", "state"])]

    def __str__(self) -> str:
        return self.title


class Product(models.Model):
    """A product of a booth, with the fields of the printed product board."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="products")
    name = models.CharField(_("product"), max_length=200)
    topic = models.CharField(_("STEM topic"), max_length=200, blank=True)
    authors = models.CharField(_("authors"), max_length=400, blank=True)
    class_name = models.CharField(_("class"), max_length=60, blank=True)
    materials = models.CharField(_("main materials"), max_length=400, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    link = models.URLField(_("link"), max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["booth", "name"], name="product_name_once_a_booth")]

    def __str__(self) -> str:
        return self.name


class Photo(models.Model):
    """A re-encoded picture of a booth; public only when it shows no pupils."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="photos")
    name = models.CharField(max_length=200)
    image = models.ImageField(
        upload_to="photos/%Y/", max_length=200, width_field="width", height_field="height"
    )
    thumbnail = models.ImageField(upload_to="photos/%Y/", max_length=200, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    source_sha256 = models.CharField(max_length=64)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    shows_pupils = models.BooleanField(_("shows pupils"), default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["booth", "name"], name="photo_name_once_a_booth")]


AnyRegistration = Booth | Entry
"""What the office decides about: a booth, or an entry that has none."""

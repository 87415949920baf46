"""The checklist of a booth, and the complete sections of its form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from booths.labels import NEEDS
from booths.models import Booth
from booths.queries.school import needs_of
from contests.pages.checklist import CheckItem

PRODUCT_FIELDS = {
    "topic": _("STEM topic"),
    "authors": _("Authors"),
    "materials": _("Main materials"),
    "purpose": _("What it does, what it means"),
}
ANCHORS = {"about": "id_summary", "products": "products"}


def checklist_of(booth: Booth, *, address: str = "") -> list[CheckItem]:
    """The items of the checklist in the order of the form; the photo is optional."""
    items = [
        CheckItem(need.met, NEEDS[need.code], f"{address}#{ANCHORS.get(need.code, f'id_{need.code}')}")
        for need in needs_of(booth)
    ]
    hint = _("Not required, but visitors see it first.")
    return [*items, CheckItem(bool(booth.photos.all()), _("A picture"), f"{address}#pictures", hint)]


def left_out_of(booth: Booth) -> list[str]:
    """What the school did not fill in although papers or visitors would show it; from prefetched rows."""
    values: list[tuple[object, object]] = [
        (booth.summary, _("In one sentence")),
        (booth.description, _("Shown at the booth")),
        (booth.photos.all(), _("A picture")),
        (booth.power or booth.internet or booth.tables, _("Power, internet, tables")),
    ]
    left = [str(label) for value, label in values if not value]
    for product in booth.products.all():
        names = [str(label) for name, label in PRODUCT_FIELDS.items() if not getattr(product, name)]
        if names:
            left.append(f"{product.name}: {', '.join(names)}")
    return left


def complete_sections(booth: Booth) -> dict[str, bool]:
    """Whether each section of the form is complete."""
    met = {need.code for need in needs_of(booth) if need.met}
    return {
        "about": {"title", "field", "about"} <= met,
        "products": "products" in met,
        "pictures": bool(booth.photos.all()),
        "person": {"person", "phone"} <= met,
    }

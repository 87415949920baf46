"""The checklist of a booth, and the complete sections of its form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from booths.labels import NEEDS
from booths.models import Booth
from booths.queries.school import needs_of
from contests.pages.checklist import CheckItem

ANCHORS = {"about": "id_summary", "products": "products"}


def checklist_of(booth: Booth, *, address: str = "") -> list[CheckItem]:
    """The items of the checklist in the order of the form; the photo is optional."""
    items = [
        CheckItem(need.met, NEEDS[need.code], f"{address}#{ANCHORS.get(need.code, f'id_{need.code}')}")
        for need in needs_of(booth)
    ]
    hint = _("Not required, but visitors see it first.")
    return [*items, CheckItem(bool(booth.photos.all()), _("A picture"), f"{address}#pictures", hint)]


def complete_sections(booth: Booth) -> dict[str, bool]:
    """Whether each section of the form is complete."""
    met = {need.code for need in needs_of(booth) if need.met}
    return {
        "about": {"title", "field", "about"} <= met,
        "products": "products" in met,
        "pictures": bool(booth.photos.all()),
        "person": {"person", "phone"} <= met,
    }

"""The checklist of a booth, and which sections of its form are complete."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from booths.labels import NEEDS
from booths.models import Booth
from booths.queries.school import needs_of
from contests.pages.checklist import CheckItem

ANCHORS = {"about": "id_summary", "products": "products"}


def checklist_of(booth: Booth, *, address: str = "") -> list[CheckItem]:
    """What is there and what is missing, in the order of the form; the picture is a wish."""
    items = [
        CheckItem(need.met, NEEDS[need.code], f"{address}#{ANCHORS.get(need.code, f'id_{need.code}')}")
        for need in needs_of(booth)
    ]
    hint = _("Not required, but visitors see it first.")
    return [*items, CheckItem(bool(booth.photos.all()), _("A picture"), f"{address}#pictures", hint)]


def complete_sections(booth: Booth) -> dict[str, bool]:
    """Which sections of the form are complete."""
    met = {need.code for need in needs_of(booth) if need.met}
    return {
        "about": {"title", "field", "about"} <= met,
        "products": "products" in met,
        "pictures": bool(booth.photos.all()),
        "person": {"person", "phone"} <= met,
    }

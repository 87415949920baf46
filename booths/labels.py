"""Labels of the booths app: audit actions, their values, state chips."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ACTIONS: Final = {
    "booth-submitted": _("Booth submitted"),
    "booth-approved": _("Booth approved"),
    "booth-returned": _("Booth sent back"),
    "booth-declined": _("Booth declined"),
    "booth-withdrawn": _("Booth withdrawn"),
    "booth-placed": _("Booth placed at a stand"),
    "stands-made": _("Stands added"),
    "stand-removed": _("Stand removed"),
    "booth-started": _("Booth started"),
    "booth-saved": _("Booth saved"),
    "booth-recalled": _("Booth taken back to be changed"),
    "booth-restored": _("Booth restored"),
    "photos-added": _("Photos added"),
    "photos-changed": _("Photos changed"),
}
VALUES: Final = {
    "booth": _("Booth"),
}
FIELD_ICONS: Final = {
    "ict": "pc-display",
    "ai": "cpu",
    "stem": "gear-wide-connected",
    "steam": "palette",
    "hoc-lieu": "collection-play",
}
NEEDS: Final = {
    "title": _("Name of the booth"),
    "field": _("Field"),
    "about": _("Shown at the booth"),
    "products": _("At least one product"),
    "person": _("Person in charge"),
    "phone": _("Phone of the person in charge"),
}
"""What a booth needs before it is submitted."""

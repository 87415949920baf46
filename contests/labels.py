"""Labels of the contests app: audit actions, their values, state chips."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from contests.models import Contest

ACTIONS: Final = {
    "contest-made": _("Contest created"),
    "contest-changed": _("Contest changed"),
    "contest-removed": _("Contest removed"),
    "rounds-changed": _("Rounds changed"),
    "entry-submitted": _("Entry submitted"),
    "entry-approved": _("Entry approved"),
    "entry-returned": _("Entry sent back"),
    "entry-declined": _("Entry declined"),
    "entry-withdrawn": _("Entry withdrawn"),
    "approval-undone": _("Approval undone"),
    "entry-saved": _("Entry saved"),
    "entry-recalled": _("Entry taken back to be changed"),
    "entry-restored": _("Entry restored"),
    "files-added": _("Files added"),
    "file-removed": _("File removed"),
}
VALUES: Final = {
    **{f"kind:{kind.value}": kind.label for kind in Contest.Kind},
    "open": _("Open"),
    "closing": _("Closing"),
    "frozen": _("Frozen"),
    "certified": _("Certified"),
    "published": _("Published"),
    "fields:categories": _("categories"),
}
CHIPS: Final = {
    "closing": ("warn", "hourglass-split"),
    "frozen": ("brand", "lock-fill"),
    "certified": ("good", "patch-check-fill"),
    "published": ("good", "megaphone-fill"),
    "returned": ("warn", "arrow-return-left"),
    "withdrawn": ("quiet", "slash-circle"),
}
NEEDS: Final = {
    "members": _("Who takes part"),
    "title": _("Title"),
    "category": _("Category"),
}
"""What an entry needs before it is submitted."""

RESTORABLE: Final = _(
    "You can restore it while registration is open: it is a draft then, to be submitted and approved again."
)
FINAL: Final = _("Registration is over: it cannot be restored.")
TO_DRAFT: Final = _("It becomes a draft: it has to be submitted and approved again.")
"""What follows when a school withdraws or restores its registration."""

"""Labels of the base app, and the lookups over those that every app registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from festival.registries import action_labels, value_labels

ACTIONS: Final = {
    "festival-made": _("Festival created"),
    "festival-changed": _("Festival settings changed"),
    "festival-opened": _("Festival opened"),
    "festival-closed": _("Festival closed"),
    "festival-copied": _("Festival copied from another"),
    "festival-imported": _("Festival imported from files"),
    "signers-changed": _("Signers changed"),
    "school-added": _("School added"),
    "school-changed": _("School changed"),
    "school-removed": _("School removed"),
    "schools-imported": _("Schools imported from a table"),
    "member-added": _("Role added"),
    "member-removed": _("Role removed"),
    "link-made": _("Sign-in link made"),
    "link-revoked": _("Sign-in link revoked"),
    "link-used": _("Signed in by link"),
    "invitations-sent": _("Invitations sent"),
    "job-started": _("Job started"),
    "participation-answered": _("Participation answered"),
    "password-set": _("Password set"),
}
VALUES: Final = {
    "invitation": _("Invitation"),
    "badge": _("Badge"),
    "organiser": _("Organiser"),
    "secretary": _("Secretary"),
    "school": _("School"),
}
CHIPS: Final = {
    "draft": ("quiet", "pencil"),
    "open": ("brand", "unlock"),
    "closed": ("quiet", "lock"),
    "invited": ("quiet", "envelope"),
    "confirmed": ("good", "check-circle-fill"),
    "declined": ("bad", "x-circle"),
    "queued": ("quiet", "hourglass"),
    "running": ("brand", "arrow-repeat"),
    "done": ("good", "check-circle-fill"),
    "failed": ("bad", "exclamation-octagon-fill"),
    "waiting": ("quiet", "hourglass"),
    "submitted": ("brand", "send"),
    "approved": ("good", "check-circle-fill"),
}

KEYS: Final[Mapping[str, Promise]] = {
    "title": _("title"),
    "name": _("name"),
    "school": _("school"),
    "contest": _("contest"),
    "code": _("code"),
    "codes": _("codes"),
    "login": _("sign-in name"),
    "user": _("sign-in name"),
    "role": _("role"),
    "fields": _("fields"),
    "remark": _("remark"),
    "number": _("number"),
    "entries": _("entries"),
    "judge": _("judge"),
    "panel": _("panel"),
    "stand": _("stand"),
    "reason": _("reason"),
    "kind": _("kind"),
    "purpose": _("purpose"),
    "slug": _("address"),
    "from": _("from"),
    "how": _("how"),
    "digest": _("digest"),
    "created": _("added"),
    "changed": _("changed"),
    "unchanged": _("unchanged"),
    "count": _("count"),
    "prize": _("prize"),
    "prizes": _("prizes"),
    "zone": _("zone"),
    "version": _("version"),
}


def action_label(action: str) -> str:
    """The label of an audit action, or the action itself when it has none."""
    return str(action_labels.get(action, action))


def key_label(key: str) -> str:
    """The label of a key of an event's body."""
    return str(KEYS.get(key, key))


def value_label(value: object) -> str:
    """The label of a value of an event's body, or the value itself when it has none."""
    return str(value_labels.get(value, value)) if isinstance(value, str) else str(value)

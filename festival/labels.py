"""Labels of the base app, and the lookups over those that every app registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "judge": _("Judge"),
    "answer:invited": _("Not answered"),
    "answer:confirmed": _("Takes part"),
    "answer:declined": _("Does not take part"),
    "how:copied": _("copied"),
    "how:printed": _("printed"),
    "how:mailed": _("sent by e-mail"),
    "fields:participation": _("participation"),
    "kinds:": _("All papers"),
    "kinds:certificates": _("Certificates"),
    "kinds:participation": _("Certificates of participation"),
    "kinds:prize-table": _("Prize list"),
    "kinds:minutes": _("Minutes"),
    "kinds:invitations": _("Letters of invitation"),
}
"""Label by value, or by `key:value` where the value has another meaning under another key."""
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
    "blocker": _("what was settled"),
    "entry": _("entry"),
    "round": _("round"),
    "judge": _("judge"),
    "kind": _("kind"),
    "outcome": _("outcome"),
    "points": _("points"),
    "reason": _("reason"),
    "panel": _("panel"),
    "stand": _("stand"),
    "purpose": pgettext_lazy("of a link", "purpose"),
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
    "answer": _("answer"),
    "booth": _("booth"),
    "by": _("by"),
    "criteria": _("criteria"),
    "given": _("places given"),
    "hash": _("hash"),
    "facts": _("hash of all that was received"),
    "kinds": _("kinds of paper"),
    "names": _("names"),
    "removed": _("removed"),
    "revoked": _("certificates revoked"),
    "rounds": _("rounds"),
    "sha256": _("hash"),
    "sheet": _("sheet"),
    "sheets": _("sheets"),
    "size": _("number of people"),
    "superseded": _("certificates replaced"),
    "tier": _("prize"),
    "total": _("total"),
}


LIST_MODEL: Final = "festival.school"
"""Model of the table whose import is logged for the festival as a whole."""


def action_label(action: str) -> str:
    """The label of an audit action, or the action itself when it has none."""
    return str(action_labels.get(action, action))


def key_label(key: str) -> str:
    """The label of a key of an event's body."""
    return str(KEYS.get(key, key))


def value_label(value: object, *, key: str = "", of: str = "") -> str:
    """The label of a value under `key` of an event's body, or the value itself when it has none.

    of  model of the event's object, whose columns the values of `fields` name
    """
    if not isinstance(value, str):
        return str(value)
    column = (_column_label(of, value) or _column_label(LIST_MODEL, value)) if key == "fields" else None
    return str(column or value_labels.get(f"{key}:{value}") or value_labels.get(value, value))


def _column_label(model: str, name: str) -> str | None:
    """The verbose name of a model's column; None where it has none of its own, which is a translated text."""
    try:
        column = apps.get_model(model)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    label = getattr(column, "verbose_name", "")
    return str(label) if isinstance(label, Promise) else None

"""The checklist of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.labels import NEEDS
from contests.models import Contest, Entry
from contests.queries.school import needs_of


@dataclass(frozen=True, slots=True)
class CheckItem:
    """An item of a checklist: whether it is complete, the URL to complete it, and whether it is optional."""

    done: bool
    text: str | Promise
    url: str = ""
    hint: str | Promise = ""


def checklist_of(entry: Entry, *, has_categories: bool, address: str = "") -> list[CheckItem]:
    """The items of an entry's checklist; a file is optional where products compete."""
    items = [
        CheckItem(need.met, NEEDS[need.code], f"{address}#id_{need.code}")
        for need in needs_of(entry, has_categories=has_categories)
    ]
    if entry.contest.kind == Contest.Kind.PRODUCT:
        people = CheckItem(
            bool(entry.members.all()), _("Who made it"), f"{address}#people", _("Not required.")
        )
        file = CheckItem(bool(entry.attachments.all()), _("A file"), f"{address}#files", _("Not required."))
        items += [people, file]
    return items

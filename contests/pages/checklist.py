"""The checklist of an entry: what is there and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.labels import NEEDS
from contests.models import Contest, Entry
from contests.queries.school import needs_of


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A line of a checklist: there or missing, where it is mended, and whether it is only wished for."""

    done: bool
    text: str | Promise
    url: str = ""
    hint: str | Promise = ""


def checklist_of(entry: Entry, *, has_categories: bool, address: str = "") -> list[CheckItem]:
    """What is there and what is missing; a file is a wish where products compete."""
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

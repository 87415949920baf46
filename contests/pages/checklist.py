"""The checklist of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contests.labels import NEEDS
from contests.models import Contest, Entry, Member
from contests.queries.school import needs_of
from contests.queries.windows import contest_window
from contests.rules import window_state


@dataclass(frozen=True, slots=True)
class CheckItem:
    """An item of a checklist: whether it is complete, the URL to complete it, and whether it is optional."""

    done: bool
    text: str | Promise
    url: str = ""
    hint: str | Promise = ""


def closed_text(contest: Contest, *, now: datetime) -> str:
    """Why a school cannot register in the contest now: registration is over, or not open yet."""
    if window_state(contest_window(contest), now=now) == "closed":
        return gettext("Registration is over. For changes, please contact the organisers.")
    return gettext("Registration for this contest is not open.")


def left_out_of(entry: Entry) -> list[str]:
    """What the school did not fill in although papers or judges would show it; from prefetched rows."""
    people = list(entry.members.all())
    left = []
    if entry.contest.kind == Contest.Kind.PRODUCT:
        values: list[tuple[object, object]] = [
            (entry.summary, _("Summary")),
            (people, _("Who made it")),
            (people and people[0].mentor, _("Mentor")),
            (entry.attachments.all(), _("A file")),
        ]
        left = [str(label) for value, label in values if not value]
    return left + [f"{person.full_name}: {empty}" for person in people if (empty := _empty_of(person))]


def _empty_of(person: Member) -> str:
    values: list[tuple[object, object]] = [
        (person.salutation, _("Salutation")),
        (person.born_on, _("Date of birth")),
        (person.position or person.class_name, _("Position or class")),
        (person.phone, _("Phone")),
    ]
    return ", ".join(str(label) for value, label in values if not value)


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

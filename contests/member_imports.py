"""members.csv of a bundle: the people on entries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Any, Final

from django.utils.translation import gettext as _

from contests.actions.keys import set_member_keys
from contests.imports import ContestContext, ContestUpsert
from contests.models import Contest, Entry, Member
from contests.rules import Identity, match_people
from festival.forms.table import Row, Rows
from festival.upsert import Upsert

MEMBER: Final = ("salutation", "role", "born_on", "position", "class_name", "mentor", "phone", "full_name")
IDENTITY: Final = ("full_name", "born_on", "class_name")


class Members(ContestUpsert[Member]):
    """The people on entries."""

    table, model, name, scope, contest = "members", Member, "full_name", "entry_id", "entry.contest"
    plain, column, ordered = MEMBER, "full_name", True


def import_members(context: ContestContext, rows: Rows | None) -> None:
    """The people on entries."""
    members = Members()
    wanted: dict[Entry, list[Row]] = defaultdict(list)
    for row, entry in members.owned(rows, context.entry_of, itemgetter(*IDENTITY)):
        wanted[entry].append(row)
    members.load(Member.objects.filter(entry__in=wanted).order_by("order", "pk"))
    for entry, own in wanted.items():
        _put_people(context, members, entry, own)
    members.write()
    members.warn_alike()


def _put_people(context: ContestContext, members: Upsert[Member], entry: Entry, rows: Sequence[Row]) -> None:
    """The people of one entry; the only one of a contest of people is replaced, nobody else is."""
    people = list(members.of(entry.pk).values())
    standing = [Identity(*attrgetter(*IDENTITY)(person)) for person in people]
    places = match_people([Identity(*itemgetter(*IDENTITY)(row)) for row in rows], standing)
    names = Counter(one.full_name for one in standing) | Counter(row["full_name"] for row in rows)
    is_of_people = entry.contest.kind == Contest.Kind.INDIVIDUAL
    if is_of_people and places == [None] and len(people) == 1 and entry not in context.moved:
        places = [0]
        words = {
            "old": people[0].full_name,
            "new": rows[0]["full_name"],
            "entry": entry.number or entry.title,
        }
        rows[0].warn("full_name", _("“%(old)s” of “%(entry)s” is replaced by “%(new)s”") % words)
    for row, place in zip(rows, places, strict=True):
        person = None if place is None else people[place]
        change = members.put(row, person, {"entry": entry}, _kept_birthday(row, person))
        if change.columns & {*IDENTITY}:
            set_member_keys(change.item)
            change.following.add("sort_key")
            context.changed[entry.pk] = entry
        if place is not None and names[row["full_name"]] > 1 and change.columns & {"born_on", "class_name"}:
            one = standing[place]
            known = ", ".join(
                filter(None, (one.class_name, f"{one.born_on:%d/%m/%Y}" if one.born_on else ""))
            )
            reason = _("taken for “%(name)s” (%(known)s), one of several of this name")
            row.warn("full_name", reason % {"name": one.full_name, "known": known})
    if is_of_people:
        members.standing = [one for one in members.standing if one.entry_id != entry.pk]
        for old in (person for place, person in enumerate(people) if place not in places):
            words = {"old": old.full_name, "entry": entry.number or entry.title}
            reason = _("“%(old)s” is not in the file any more and stays: “%(entry)s” has several people")
            rows[0].warn("full_name", reason % words)


def _kept_birthday(row: Row, person: Member | None) -> dict[str, Any]:
    """The stored date of birth where the file has only a year."""
    if person is None or person.born_on is None or "born_on" not in row.guessed:
        return {}
    words = _("the date of birth stored before is kept: %(day)s")
    row.warn("born_on", words % {"day": f"{person.born_on:%d/%m/%Y}"})
    return {"born_on": person.born_on}

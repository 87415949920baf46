"""Correct names of entries whose results are frozen; `desk.actions.name_corrections` records them.

The callers lock the festival and the contest. A row that no longer carries the old name stays as it is.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from contests.actions.keys import set_entry_keys, set_member_keys
from contests.models import Entry, Member
from festival.refusals import RuleBroken


def correct_title(entry: Entry, *, old: str, new: str, now: datetime) -> None:
    """Rename the entry. Its version increases, so that a form rendered before is refused."""
    Entry.objects.filter(pk=entry.pk, title=old).update(title=new, version=F("version") + 1, updated_at=now)
    _update_search_key(entry)


def correct_person(entry: Entry, *, place: int, old: str, new: str, now: datetime) -> None:
    """Rename the person at `place` of the entry, and the entry where its title is that person.

    RuleBroken when that would make two members alike.
    """
    person = list(Member.objects.filter(entry=entry))[place : place + 1]
    for member in person:
        if member.full_name == old:
            _refuse_alike(member, new)
            member.full_name = new
            set_member_keys(member)
            member.save(update_fields=["full_name", "sort_key"])
    correct_title(entry, old=old, new=new, now=now)


def _refuse_alike(member: Member, name: str) -> None:
    alike = Member.objects.filter(
        entry_id=member.entry_id, full_name=name, class_name=member.class_name, born_on=member.born_on
    )
    if alike.exclude(pk=member.pk).exists():
        raise RuleBroken("alike", _("The entry already has a person called “%(name)s”.") % {"name": name})


def _update_search_key(entry: Entry) -> None:
    row = Entry.objects.select_related("school").get(pk=entry.pk)
    set_entry_keys(row)
    Entry.objects.filter(pk=row.pk).update(
        **{name: getattr(row, name) for name in ("search_key", "number_key")}
    )

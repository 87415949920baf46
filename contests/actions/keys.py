"""Search and sort keys of entries and members, set before a row is saved."""

from __future__ import annotations

from contests.models import Entry, Member
from festival.text import natural_key, person_sort_key, search_key


def set_entry_keys(entry: Entry, *, names: list[str] | None = None) -> None:
    """Set the entry's keys; `names` are its members' names, queried when not given. Not saved."""
    if names is None:
        names = list(entry.members.values_list("full_name", flat=True)) if entry.pk else []
    parts = [entry.number, entry.code, entry.title, entry.school.name, entry.school.code, *names]
    entry.search_key = search_key(" ".join(filter(None, parts)), limit=600)
    entry.number_key = natural_key(entry.number) if entry.number else ""


def set_member_keys(member: Member) -> None:
    """Set the sort key of a member: the given name first. Not saved."""
    member.sort_key = person_sort_key(member.full_name)

"""How the files name an entry that has no number: by its school and a title that no other has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contests.models import Entry, Member
from festival.exports import place_of
from festival.models import Festival


def people_without_number(festival: Festival) -> dict[int, list[str]]:
    """Names of the people on entries without a number, by entry; one query."""
    people: dict[int, list[str]] = {}
    rows = Member.objects.filter(entry__contest__festival=festival, entry__number="")
    for entry, name in rows.order_by("order", "full_name").values_list("entry_id", "full_name"):
        people.setdefault(entry, []).append(name)
    return people


def own_titles(entries: Iterable[Entry], people: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The title of each entry without a number: its own, or one made of its people where it is not enough.

    The same entries get the same titles on every server, whatever their keys.
    """
    rows = [entry for entry in entries if not entry.number]
    alike = Counter(map(_named, rows))
    titles: dict[int, str] = {}
    taken: set[tuple[int, str, str]] = {_named(entry) for entry in rows if alike[_named(entry)] == 1}
    for entry in sorted(rows, key=lambda row: _order(row, people.get(row.pk, ()))):
        title = entry.title
        if alike[_named(entry)] > 1:
            wanted = entry.title or ", ".join(people.get(entry.pk, ()))[:180] or "?"
            title = _free(entry, wanted, taken)
        titles[entry.pk] = title
    return titles


def _named(entry: Entry) -> tuple[int, str, str]:
    return (entry.contest_id, entry.school.code, entry.title)


def _order(entry: Entry, people: Sequence[str]) -> tuple[Any, ...]:
    return (*place_of(entry.school.code), entry.title, list(people), entry.state, entry.summary, entry.pk)


def _free(entry: Entry, wanted: str, taken: set[tuple[int, str, str]]) -> str:
    title, count = wanted, 1
    while (entry.contest_id, entry.school.code, title) in taken:
        count += 1
        title = f"{wanted} ({count})"
    taken.add((entry.contest_id, entry.school.code, title))
    return title

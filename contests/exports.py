"""The part of contests in an export."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models.fields.files import FieldFile

from contests.forms.tables import ATTACHMENTS, ENTRIES, MEMBERS, ContestSection
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from contests.naming import own_titles, people_without_number
from festival.exports import Tables, Values, owned_rows, place_of, put_file, row_of, section_of
from festival.models import Festival
from festival.text import slug


@dataclass(slots=True)
class Entries:
    """The entries of a festival in their order, and the title that names each in the files."""

    rows: list[Entry]
    titles: dict[int, str]

    def place(self) -> dict[int, int]:
        """Where each entry stands."""
        return {entry.pk: place for place, entry in enumerate(self.rows)}


def contests_of(festival: Festival) -> list[Contest]:
    """Contests in their order."""
    return sorted(Contest.objects.filter(festival=festival), key=lambda row: (row.position, row.slug))


def contest_section(contest: Contest) -> Values:
    """[[contest]] without what the apps above add."""
    rows = sorted(Category.objects.filter(contest=contest), key=lambda row: (row.position, row.name))
    return section_of(ContestSection, contest, categories=[row.name for row in rows])


def rounds_of(contest: Contest) -> list[Round]:
    """Rounds in their order."""
    return sorted(Round.objects.filter(contest=contest), key=lambda row: (row.position, row.code))


def entries_of(festival: Festival, *, titles: Mapping[int, str]) -> Entries:
    """All entries, by contest and number; `titles`: names of the booths by entry."""
    rows = Entry.objects.filter(contest__festival=festival).select_related("contest", "school", "category")
    own = own_titles((row for row in rows if row.pk not in titles), people_without_number(festival))
    names = {row.pk: titles.get(row.pk, own.get(row.pk, row.title)) for row in rows}

    def order(row: Entry) -> tuple[object, ...]:
        contest, school = (row.contest.position, row.contest.slug), place_of(row.school.code)
        return (*contest, *place_of(row.number), *school, names[row.pk])

    return Entries(sorted(rows, key=order), names)


def entry_rows(entries: Entries, files: dict[str, FieldFile], *, but: Collection[int]) -> Tables:
    """entries.csv, members.csv, attachments.csv; the papers are put among the files.

    `but`: the entries of booths, which are no rows of entries.csv.
    """

    def named(entry: Entry) -> Values:
        """What names an entry without a number: its school and title."""
        school, title = ("", "") if entry.number else (entry.school.code, entries.titles[entry.pk])
        return {"school": school, "entry": title}

    def file(row: Attachment) -> str:
        words = row.entry.number or f"{row.entry.school.code} {entries.titles[row.entry_id]}"
        return put_file(f"{row.entry.contest.slug}/{slug(words)}/{row.name}", row.file, files)

    members = owned_rows(entries.rows, Member.objects.all(), "entry", _order)
    papers = owned_rows(entries.rows, Attachment.objects.all(), "entry", lambda row: (row.name,))
    own = (row for row in entries.rows if row.pk not in but)
    return {
        "entries": [row_of(ENTRIES, row, title=entries.titles[row.pk]) for row in own],
        "members": [row_of(MEMBERS, row, **named(row.entry)) for row in members],
        "attachments": [row_of(ATTACHMENTS, row, file=file(row), **named(row.entry)) for row in papers],
    }


def _order(row: Member) -> tuple[object, ...]:
    return row.order, row.sort_key, row.full_name, str(row.born_on or ""), row.class_name

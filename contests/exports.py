"""The part of contests in an export."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models.fields.files import FieldFile

from contests.forms.tables import ATTACHMENTS, ENTRIES, MEMBERS, ContestSection
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from contests.naming import own_titles, people_without_number
from festival.exports import Values, file_rows, owned_rows, place_of, row_of, section_of
from festival.models import Festival
from festival.text import slug


@dataclass(slots=True)
class Entries:
    """The entries of a festival in their order, and the title that names each in the files."""

    rows: list[Entry]
    titles: dict[int, str] = field(default_factory=dict)

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


def is_plain(words: Values) -> bool:
    """Whether a contest's only round says nothing that its absence would not say."""
    return words == {"code": "", "weight": 1, "marking": Round.Marking.JUDGES}


def entries_of(festival: Festival, *, titles: Mapping[int, str]) -> Entries:
    """All entries, by contest and number; `titles`: names of the booths behind entries."""
    contests = {contest.pk: place for place, contest in enumerate(contests_of(festival))}
    rows = list(
        Entry.objects.filter(contest__festival=festival).select_related("contest", "school", "category")
    )
    own = own_titles((row for row in rows if row.pk not in titles), people_without_number(festival))
    found = Entries(rows, {row.pk: titles.get(row.pk, own.get(row.pk, row.title)) for row in rows})
    rows.sort(
        key=lambda row: (
            contests[row.contest_id],
            *place_of(row.number),
            *place_of(row.school.code),
            found.titles[row.pk],
        )
    )
    return found


def entry_rows(entries: Entries, *, but: Collection[int]) -> list[Values]:
    """entries.csv; `but`: entries that booths stand behind."""
    return [row_of(ENTRIES, row, title=entries.titles[row.pk]) for row in entries.rows if row.pk not in but]


def named(entries: Entries, entry: Entry) -> Values:
    """What names an entry without a number: its school and title."""
    is_needed = not entry.number
    return {
        "school": entry.school.code if is_needed else "",
        "entry": entries.titles[entry.pk] if is_needed else "",
    }


def member_rows(entries: Entries) -> list[Values]:
    """members.csv."""
    rows = owned_rows(entries.rows, Member.objects.all(), "entry", _order)
    return [row_of(MEMBERS, row, **named(entries, row.entry)) for row in rows]


def _order(member: Member) -> tuple[object, ...]:
    words = (member.sort_key, member.full_name, str(member.born_on or ""), member.class_name)
    return (member.order, *words)


def attachment_rows(entries: Entries) -> tuple[list[Values], dict[str, FieldFile]]:
    """attachments.csv and the files that lie under files/."""

    def path(row: Attachment) -> str:
        words = row.entry.number or f"{row.entry.school.code} {entries.titles[row.entry_id]}"
        return f"{row.entry.contest.slug}/{slug(words)}/{row.name}"

    rows = owned_rows(entries.rows, Attachment.objects.all(), "entry", lambda row: (row.name,))
    return file_rows(ATTACHMENTS, rows, "file", path, lambda row: named(entries, row.entry))

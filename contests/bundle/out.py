"""The part of contests in an export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db.models.fields.files import FieldFile

from contests.bundle.naming import own_titles, people_without_number
from contests.models import Attachment, Category, Contest, Entry, Member, Round
from festival.bundle.out import Values, exact, given, local, place_of
from festival.models import Festival
from festival.text import slug


@dataclass(slots=True)
class Entries:
    """The entries of an edition in their order, and the words that name each in the files."""

    rows: list[Entry]
    names: dict[int, Values] = field(default_factory=dict)

    def place(self) -> dict[int, int]:
        """Where each entry stands."""
        return {entry.pk: place for place, entry in enumerate(self.rows)}


def contests_of(festival: Festival) -> list[Contest]:
    """Contests in their order."""
    return sorted(Contest.objects.filter(festival=festival), key=lambda row: (row.position, row.slug))


def contest_toml(contest: Contest) -> Values:
    """[[contest]] without what upper floors add."""
    categories = Category.objects.filter(contest=contest)
    return given(
        {
            "slug": contest.slug,
            "name": contest.name,
            "kind": contest.kind,
            "quota_per_school": contest.quota_per_school,
            "anonymous": contest.anonymous,
            "opens_at": local(contest.opens_at),
            "closes_at": local(contest.closes_at),
            "categories": [row.name for row in sorted(categories, key=lambda row: (row.position, row.name))],
        }
    )


def rounds_of(contest: Contest) -> list[Round]:
    """Rounds in their order."""
    return sorted(Round.objects.filter(contest=contest), key=lambda row: (row.position, row.code))


def round_toml(round: Round) -> Values:
    """[[contest.round]] without its own way of scoring."""
    return given(
        {
            "code": round.code,
            "name": round.name or None,
            "weight": exact(round.weight),
            "marking": round.marking,
        }
    )


def is_plain(words: Values) -> bool:
    """Whether a contest's only round says nothing that its absence would not say."""
    return words == {"code": "", "weight": 1, "marking": Round.Marking.JUDGES}


def entries_of(festival: Festival, *, titles: dict[int, str]) -> Entries:
    """All entries, by contest and number; `titles`: names of the booths behind entries."""
    contests = {contest.pk: place for place, contest in enumerate(contests_of(festival))}
    rows = list(
        Entry.objects.filter(contest__festival=festival).select_related("contest", "school", "category")
    )
    own = own_titles((row for row in rows if row.pk not in titles), people_without_number(festival))
    found = Entries(rows)
    for row in rows:
        title = titles.get(row.pk, own.get(row.pk, row.title))
        found.names[row.pk] = {"contest": row.contest.slug, "number": row.number, "title": title}
    rows.sort(
        key=lambda row: (
            contests[row.contest_id],
            *place_of(row.number),
            *place_of(row.school.code),
            found.names[row.pk]["title"],
        )
    )
    return found


def entry_rows(entries: Entries, *, but: Collection[int]) -> list[Values]:
    """entries.csv; `but`: entries that booths stand behind."""
    return [
        {
            **entries.names[row.pk],
            "category": row.category.name if row.category else "",
            "school_code": row.school.code,
            "code": row.code,
            "state": row.state,
            "summary": row.summary,
        }
        for row in entries.rows
        if row.pk not in but
    ]


def name_of(entries: Entries, entry: Entry) -> Values:
    """How a row of another table names an entry: by its number, else by school and title."""
    words = entries.names[entry.pk]
    named = {"contest": words["contest"], "number": words["number"]}
    if not words["number"]:
        named |= {"school_code": entry.school.code, "entry": words["title"]}
    return named


def member_rows(entries: Entries) -> list[Values]:
    """members.csv."""
    people: dict[int, list[Member]] = defaultdict(list)
    for member in Member.objects.filter(entry__in=[entry.pk for entry in entries.rows]):
        people[member.entry_id].append(member)
    return [
        {
            **name_of(entries, entry),
            "full_name": row.full_name,
            "salutation": row.salutation,
            "role": row.role,
            "born_on": row.born_on,
            "position": row.position,
            "class": row.class_name,
            "mentor": row.mentor,
            "phone": row.phone,
        }
        for entry in entries.rows
        for row in sorted(people[entry.pk], key=lambda row: (row.order, row.sort_key, row.full_name))
    ]


def attachment_rows(entries: Entries) -> tuple[list[Values], dict[str, FieldFile]]:
    """attachments.csv and the files that lie under files/."""
    kept: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(entry__in=[entry.pk for entry in entries.rows]):
        kept[row.entry_id].append(row)
    rows: list[Values] = []
    files: dict[str, FieldFile] = {}
    for entry in entries.rows:
        words = entries.names[entry.pk]
        folder = f"{words['contest']}/{slug(words['number'] or entry.school.code + ' ' + words['title'])}"
        for attachment in sorted(kept[entry.pk], key=lambda row: row.name):
            file = free_path(f"{folder}/{attachment.name}", files)
            files[file] = attachment.file
            rows.append({**name_of(entries, entry), "file": file, "title": attachment.title})
    return rows, files


def free_path(path: str, taken: Iterable[str]) -> str:
    """The path, or the next free one beside it: the folder gets a number, the file keeps its name."""
    used, count = {name.casefold() for name in taken}, 1
    wanted = PurePosixPath(path)
    free = wanted
    while free.as_posix().casefold() in used:
        count += 1
        free = wanted.parent.with_name(f"{wanted.parent.name}-{count}") / wanted.name
    return free.as_posix()

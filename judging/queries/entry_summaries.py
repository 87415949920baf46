"""The data that a judge may see of an entry. Templates receive it instead of the entry itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from contests.models import Attachment, Contest, Entry
from contests.presentations import Presentation, presentation_of
from judging.models import ScoreSheet

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
FOR_LIST = ("assignment__entry__members",)
FOR_SHEET = (*FOR_LIST, "assignment__entry__attachments", "assignment__entry__partners")


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """An entry in a list: number or anonymous code, title, and school where it is shown."""

    code: str
    title: str
    school: str
    place: str
    category: str


@dataclass(frozen=True, slots=True)
class FileSummary:
    """A file of the entry: primary key, name as shown, size in bytes, and whether a page can show it."""

    pk: int
    name: str
    size: int
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """An entry on its sheet. `presentation` is None where nothing is shown and for anonymous entries."""

    summary: str
    people: Sequence[str]
    partners: Sequence[str]
    files: Sequence[FileSummary]
    presentation: Presentation | None


def entry_summary_of(entry: Entry) -> EntrySummary:
    """The summary of an entry. In an anonymous contest it holds the code (else the number) alone.

    A product is shown by its title, the entry of a person by the person's name.
    """
    contest: Contest = entry.contest
    is_person = contest.kind == Contest.Kind.INDIVIDUAL
    category = entry.category.name if entry.category else ""
    if contest.anonymous:
        title = "" if is_person else entry.title
        return EntrySummary(entry.code or entry.number or f"#{entry.pk}", title, "", "", category)
    names = ", ".join(member.full_name for member in entry.members.all()) if is_person else ""
    return EntrySummary(
        code=entry.number or entry.place,
        title=names or entry.title or entry.number,
        school=entry.school.name,
        place=entry.place,
        category=category,
    )


def entry_detail_of(sheet: ScoreSheet) -> EntryDetail:
    """The entry's details above the criteria. The sheet must be read with `FOR_SHEET`."""
    entry = sheet.assignment.entry
    files = list(entry.attachments.all())
    if entry.contest.anonymous:
        hidden = [_file_summary(file, anonymous_name(file, place)) for place, file in enumerate(files, 1)]
        return EntryDetail(entry.summary, (), (), hidden, None)
    return EntryDetail(
        summary=entry.summary,
        people=[member.full_name for member in entry.members.all()],
        partners=[school.name for school in entry.partners.all()],
        files=[_file_summary(file, file.title or file.name) for file in files],
        presentation=presentation_of(entry),
    )


def _file_summary(file: Attachment, name: str) -> FileSummary:
    return FileSummary(file.pk, name, file.size, is_picture(file.name))


def is_picture(name: str) -> bool:
    """Whether a checked file with that name is a picture."""
    return PurePath(name).suffix.lower() in PICTURES


def anonymous_name(file: Attachment, place: int) -> str:
    """A file name without the uploaded name, such as "2.pdf"."""
    return f"{place}{PurePath(file.name).suffix.lower()}"


def file_name_of(sheet: ScoreSheet, file: Attachment) -> str:
    """The name of a file that the judge downloads."""
    entry = sheet.assignment.entry
    if not entry.contest.anonymous:
        return file.name
    older = Attachment.objects.filter(entry=entry, pk__lte=file.pk).count()
    return f"{entry_summary_of(entry).code}-{anonymous_name(file, older)}"

"""The summary of entries before they are submitted: the complete ones, the others, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contests.labels import NEEDS
from contests.models import Contest, Entry
from contests.pages.checklist import left_out_of
from contests.queries.school import entries_of_school, may_edit, needs_of
from contests.rules import missing
from festival.models import School


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An entry that cannot be submitted yet, and what it lacks."""

    entry: Entry
    names: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Entries that are ready, those that are not, and optional fields that were left empty."""

    ready: Sequence[Entry]
    incomplete: Sequence[Incomplete]
    left_out: Sequence[str]

    @property
    def names(self) -> list[str]:
        """The names of all people and mentors, each once."""
        people = [person for entry in self.ready for person in entry.members.all()]
        return list(dict.fromkeys([p.full_name for p in people] + [p.mentor for p in people]))


def people_summary(school: School, contest: Contest, *, now: datetime) -> Summary:
    """The school's people in the contest that may still be changed."""
    own = [entry for entry in entries_of_school(school, contest) if entry.school_id == school.pk]
    return _summary([entry for entry in own if may_edit(entry, now=now)], contest)


def entry_summary(entry: Entry) -> Summary:
    """One product."""
    return _summary([entry], entry.contest)


def _summary(entries: Sequence[Entry], contest: Contest) -> Summary:
    has_categories = contest.categories.exists()
    codes = {entry.pk: missing(needs_of(entry, has_categories=has_categories)) for entry in entries}
    ready = [entry for entry in entries if not codes[entry.pk]]
    incomplete = [
        Incomplete(entry, ", ".join(str(NEEDS[code]).lower() for code in codes[entry.pk]))
        for entry in entries
        if codes[entry.pk]
    ]
    return Summary(ready, incomplete, [text for entry in ready for text in left_out_of(entry)])

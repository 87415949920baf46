"""The names of an entry in frozen results, as they are printed now."""

from __future__ import annotations

from dataclasses import dataclass

from contests.models import Contest, Entry
from judging.queries.papers import printed_people, printed_schools, printed_title
from judging.queries.results import ResultLine, current_run, frozen_lines
from judging.rules.names import NameField


@dataclass(frozen=True, slots=True)
class PrintedName:
    """One name of an entry that can be corrected; `place` of a person in the entry, from 0."""

    field: NameField
    place: int
    text: str

    @property
    def key(self) -> str:
        """The name of its form field."""
        return f"{self.field}-{self.place}"


def frozen_line(contest: Contest, entry: int) -> ResultLine | None:
    """The line of an entry in the frozen results in force; None without one."""
    run = current_run(contest)
    return next((line for line in frozen_lines(run) if line.entry == entry), None) if run else None


def names_of(entry: Entry, line: ResultLine) -> list[PrintedName]:
    """The names that a frozen line and its papers print: people, title, school.

    The title of an entry of people is left out where it repeats their names.
    """
    people = printed_people(entry, line)
    title = printed_title(entry, line)
    repeats = entry.contest.kind == Contest.Kind.INDIVIDUAL and title in {*people, ", ".join(people)}
    return [
        *(PrintedName("person", place, name) for place, name in enumerate(people)),
        *([] if repeats or not title else [PrintedName("title", 0, title)]),
        PrintedName("school", 0, printed_schools(entry, line)[0]),
    ]

"""Names of a frozen table after corrections: the corrections applied to the frozen text, oldest first.

Source: "a misspelt name is corrected by the organiser with a reason; the ranking does not move".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from judging.rules.policy import EntryKey

NameField = Literal["title", "person", "school"]
SEPARATOR = ", "
"""The separator between the people of one line."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected name.

    entry        whose title or person it is; None for a school, which may have several lines
    school_code  code of the school as frozen, "" for other names
    place        place of the person in the line, from 0
    """

    field: NameField
    old: str
    new: str
    entry: EntryKey | None = None
    school_code: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """The names of one line: its title, its name, its school; `is_of_people`: the name is its people."""

    title: str
    name: str
    school: str
    is_of_people: bool = True


def corrected(names: PrintedNames, corrections: Iterable[Correction]) -> PrintedNames:
    """The names of a line with its corrections; a correction whose old value is not there is ignored."""
    for correction in corrections:
        names = _laid_over(names, correction)
    return names


def corrected_person(name: str, place: int, corrections: Iterable[Correction]) -> str:
    """The name of the person at `place` of a line with its corrections."""
    for correction in corrections:
        if (correction.field, correction.place, correction.old) == ("person", place, name):
            name = correction.new
    return name


def _laid_over(names: PrintedNames, correction: Correction) -> PrintedNames:
    old, new = correction.old, correction.new
    if correction.field == "school":
        return replace(names, school=new) if names.school == old else names
    if correction.field == "person" and not names.is_of_people:
        return names
    title = new if names.title == old else names.title
    if correction.field == "title":
        return replace(names, title=title, name=new if names.name == old else names.name)
    return replace(names, title=title, name=_with_person(names.name, correction))


def _with_person(line: str, correction: Correction) -> str:
    """The people of a line, the one at the correction's place renamed; a name may contain the separator."""
    people = line.split(SEPARATOR)
    if correction.place < len(people) and people[correction.place] == correction.old:
        people[correction.place] = correction.new
        return SEPARATOR.join(people)
    whole = rf"(^|{SEPARATOR}){re.escape(correction.old)}(?={SEPARATOR}|$)"
    return re.sub(whole, lambda found: found[1] + correction.new, line, count=1)

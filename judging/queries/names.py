"""Corrections of names in frozen runs, and the names that pages and papers print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from contests.models import Contest
from judging.models import NameCorrection, ResultRow, ResultRun
from judging.rules.names import Correction, NameField, PrintedNames, corrected

FIELDS: Mapping[str, NameField] = {name: name for name in get_args(NameField)}


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of some runs, oldest first: by run and entry, and by run and code of the school."""

    of_entries: Mapping[tuple[int, int], Sequence[Correction]]
    of_schools: Mapping[tuple[int, str], Sequence[Correction]]

    def of(self, row: ResultRow) -> tuple[Correction, ...]:
        """The corrections of a frozen row."""
        of_entry = self.of_entries.get((row.run_id, row.entry_id), ())
        return (*of_entry, *self.of_schools.get((row.run_id, row.school_code), ()))


def corrections_of(runs: Collection[int]) -> Corrections:
    """The corrections of the runs with these primary keys; one query."""
    of_entries: dict[tuple[int, int], list[Correction]] = defaultdict(list)
    of_schools: dict[tuple[int, str], list[Correction]] = defaultdict(list)
    for row in NameCorrection.objects.filter(run__in=runs):
        if row.entry_id is None:
            of_schools[row.run_id, row.school_code].append(correction_of(row))
        else:
            of_entries[row.run_id, row.entry_id].append(correction_of(row))
    return Corrections(of_entries, of_schools)


def correction_of(row: NameCorrection) -> Correction:
    """The stored correction as a dataclass for the rules."""
    return Correction(FIELDS[row.field], row.old, row.new, row.entry_id, row.school_code, row.place)


def printed_names(row: ResultRow, kind: str, corrections: Collection[Correction]) -> PrintedNames:
    """The names of a frozen row of a contest of this kind, with its corrections."""
    is_of_people = kind == Contest.Kind.INDIVIDUAL or not row.title
    return corrected(PrintedNames(row.title, row.name, row.school, is_of_people), corrections)


def corrections_listed(run: ResultRun) -> list[NameCorrection]:
    """The corrections of a run as lists show them, oldest first; one query."""
    return list(NameCorrection.objects.filter(run=run).select_related("entry", "by"))

"""What a round marked by machine holds: its approved entries with their marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from contests.models import Contest, Round
from festival.text import format_points
from judging.models import Mark
from judging.queries.office import approved_entries
from judging.rules.sync import points_of


@dataclass(frozen=True, slots=True)
class MachineEntry:
    """An entry of the round; `marks` in hundredths by code of the criterion, without those not marked."""

    pk: int
    number: str
    name: str
    school: str
    marks: Mapping[str, int]

    @property
    def points(self) -> str:
        """The marks in points."""
        return marks_text(self.marks)


def marks_text(marks: Mapping[str, int]) -> str:
    """Marks in points: "8,5" or, of several criteria, "8,5 · 7"."""
    return " · ".join(format_points(points_of(value)) for value in marks.values())


def machine_entries(round: Round) -> list[MachineEntry]:
    """The approved entries by number; three queries."""
    marks: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Mark.objects.filter(
        sheet__assignment__round=round, sheet__assignment__judge=None, hundredths__isnull=False
    )
    for entry, code, hundredths in rows.values_list(
        "sheet__assignment__entry_id", "criterion__code", "hundredths"
    ):
        marks[entry][code] = hundredths or 0
    return [
        MachineEntry(
            row.pk,
            row.number,
            row.title or ", ".join(person.full_name for person in row.members.all()),
            row.school.name,
            marks[row.pk],
        )
        for row in approved_entries(round.contest).prefetch_related("members")
    ]


def machine_values(round: Round) -> list[tuple[int, str, list[tuple[str, int]]]]:
    """The numbers and marks of the round, as values that change when one of them does."""
    return [(row.pk, row.number, sorted(row.marks.items())) for row in machine_entries(round)]


def machine_rounds(contest: Contest) -> list[Round]:
    """The rounds of the contest that are marked by machine."""
    return [row for row in contest.rounds.all() if row.marking == Round.Marking.MACHINE]

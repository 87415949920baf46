"""The rows of the prize table, read from frozen runs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from awards.documents import PrizeGroup, PrizeRow
from awards.models import Award
from awards.queries.recipients import KINDS_OF_PEOPLE
from contests.models import Contest, Member
from festival.text import format_points
from judging.documents import HEAD_MARK
from judging.models import ResultRun
from judging.queries.papers import printed_people, printed_schools
from judging.queries.results import ResultLine, current_run, frozen_lines


def prize_groups(contests: Iterable[Contest]) -> list[PrizeGroup]:
    """The prizes of each frozen contest by category, best first, without contests that have no prizes."""
    return [group for contest in contests for group in _groups_of(contest)]


def _groups_of(contest: Contest) -> list[PrizeGroup]:
    run = current_run(contest)
    if run is None:
        return []
    parts = groupby(_awards_of(run), key=lambda award: award.row.category)
    decimals, lines = int(run.rules["decimals"]), {line.entry: line for line in frozen_lines(run)}
    return [
        PrizeGroup(
            f"{contest.name} – bảng {category}" if category else contest.name,
            [
                _row(number, award, lines[award.entry_id], decimals)
                for number, award in enumerate(part, start=1)
            ],
        )
        for category, part in parts
    ]


def _awards_of(run: ResultRun) -> list[Award]:
    return list(
        Award.objects.filter(run=run)
        .select_related("row", "prize", "entry__school", "entry__contest")
        .prefetch_related("entry__members", "entry__partners")
        .order_by("row__position")
    )


def _row(number: int, award: Award, line: ResultLine, decimals: int) -> PrizeRow:
    entry = award.entry
    members = list(entry.members.all()) if entry.contest.kind in KINDS_OF_PEOPLE else []
    people = ", ".join(printed_people(entry, line)) if members else ""
    name = people if entry.contest.kind == Contest.Kind.INDIVIDUAL and people else _titled(line, people)
    return PrizeRow(
        number=number,
        name=name,
        position=", ".join(dict.fromkeys(_post(member) for member in members if _post(member))),
        unit=", ".join(printed_schools(entry, line)),
        points=(points := _points(line, decimals)) and points + HEAD_MARK * line.is_ruled,
        prize=award.prize.name,
        is_ruled=line.is_ruled,
    )


def _points(line: ResultLine, decimals: int) -> str:
    return "" if line.points is None else format_points(line.points, decimals)


def _titled(line: ResultLine, people: str) -> str:
    return f"{line.title} ({people})" if people else line.title or line.number


def _post(member: Member) -> str:
    return f"Lớp {member.class_name}" if member.class_name else member.position

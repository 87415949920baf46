"""The rows of the prize table, read from frozen runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby

from awards.documents import PrizeGroup, PrizeRow
from awards.models import Award
from awards.queries.recipients import KINDS_OF_PEOPLE
from contests.models import Contest, Entry, Member
from festival.text import format_points
from judging.documents import HEAD_MARK
from judging.models import ResultRun
from judging.queries.results import current_run, ruled_in_old_run


def prize_groups(contests: Iterable[Contest]) -> list[PrizeGroup]:
    """The prizes of each frozen contest by category, best first, without contests that have no prizes."""
    return [group for contest in contests for group in _groups_of(contest)]


def _groups_of(contest: Contest) -> list[PrizeGroup]:
    run = current_run(contest)
    if run is None:
        return []
    parts = groupby(_awards_of(run), key=lambda award: award.row.category)
    decimals, old = int(run.rules["decimals"]), ruled_in_old_run(run)
    return [
        PrizeGroup(
            f"{contest.name} – bảng {category}" if category else contest.name,
            [_row(number, award, decimals, old) for number, award in enumerate(part, start=1)],
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


def _row(number: int, award: Award, decimals: int, old: Collection[int]) -> PrizeRow:
    entry, is_ruled = award.entry, award.row.is_ruled or award.entry_id in old
    members = list(entry.members.all()) if entry.contest.kind in KINDS_OF_PEOPLE else []
    people = ", ".join(member.full_name for member in members)
    name = people if entry.contest.kind == Contest.Kind.INDIVIDUAL and people else _titled(entry, people)
    return PrizeRow(
        number=number,
        name=name,
        position=", ".join(dict.fromkeys(_post(member) for member in members if _post(member))),
        unit=", ".join(school.name for school in [entry.school, *entry.partners.all()]),
        points=(points := _points(award, decimals)) and points + HEAD_MARK * is_ruled,
        prize=award.prize.name,
        is_ruled=is_ruled,
    )


def _points(award: Award, decimals: int) -> str:
    return "" if award.row.points is None else format_points(award.row.points, decimals)


def _titled(entry: Entry, people: str) -> str:
    return f"{entry.title} ({people})" if people else entry.title or entry.number


def _post(member: Member) -> str:
    return f"Lớp {member.class_name}" if member.class_name else member.position

"""The recipients of certificates: members of an entry, or the school of a booth, with the text to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from awards.models import Award, Certificate
from awards.rules import PaperText
from contests.models import Contest, Entry, Member
from festival.models import Festival, School
from judging.models import ResultRun
from judging.queries.papers import printed_people, printed_schools, printed_title
from judging.queries.results import ResultLine, frozen_lines

OTHER_HONOURS = {"huy", "cúp", "cờ", "bằng", "giấy", "danh"}
"""First words of honours that are not called a prize: huy chương, bằng khen, danh hiệu …"""
KINDS_OF_PEOPLE = {Contest.Kind.INDIVIDUAL, Contest.Kind.PRODUCT}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A certificate that is to be issued. `member` is None when the school receives it."""

    entry: Entry
    school: School
    member: Member | None
    name: str
    unit: str
    achievement: str
    award: Award | None = None

    @property
    def kind(self) -> str:
        """The kind of certificate: prize with an award, else participation."""
        return Certificate.Kind.PRIZE if self.award else Certificate.Kind.PARTICIPATION

    @property
    def text(self) -> PaperText:
        """The text of the certificate."""
        holder = (self.entry.pk, self.member.pk if self.member else None, self.school.pk)
        return PaperText(holder, self.kind, self.name, self.unit, self.achievement)


def all_recipients(contest: Contest, run: ResultRun) -> list[Recipient]:
    """All recipients of the contest: prizes in calling order, then participation."""
    prizes = prize_recipients(run)
    return prizes + participation_recipients(contest, run, but={one.entry.pk for one in prizes})


def prize_recipients(run: ResultRun) -> list[Recipient]:
    """The recipients of a run's prizes in calling order: lowest prize first, the first prize last."""
    awards = list(
        Award.objects.filter(run=run)
        .select_related("row", "prize", "entry__school", "entry__category", "entry__contest__festival")
        .prefetch_related("entry__members", "entry__partners")
    )
    categories = list(dict.fromkeys(award.row.category for award in sorted(awards, key=_table_order)))
    awards.sort(key=lambda award: _calling_order(award, categories))
    lines = _lines_of(run)
    return [paper for award in awards for paper in _papers_of(award.entry, lines, award=award)]


def participation_recipients(contest: Contest, run: ResultRun, *, but: set[int]) -> list[Recipient]:
    """The recipients for approved entries without a prize (`but`: entries with one), in table order."""
    entries = (
        Entry.objects.approved()
        .filter(contest=contest)
        .exclude(pk__in=but)
        .select_related("school", "category", "contest__festival")
        .prefetch_related("members", "partners")
        .order_by("school__sort_key", "number_key")
    )
    lines = _lines_of(run)
    return [paper for entry in entries for paper in _papers_of(entry, lines, award=None)]


def _lines_of(run: ResultRun) -> dict[int, ResultLine]:
    """The frozen lines by entry, whose names the papers print."""
    return {line.entry: line for line in frozen_lines(run)}


def _papers_of(entry: Entry, lines: Mapping[int, ResultLine], *, award: Award | None) -> Iterator[Recipient]:
    line = lines.get(entry.pk)
    members = list(entry.members.all()) if entry.contest.kind in KINDS_OF_PEOPLE else []
    schools, units = [entry.school, *entry.partners.all()], printed_schools(entry, line)
    achievement = achievement_of(entry, printed_title(entry, line), award=award)
    if not members:
        for school, name in zip(schools, units, strict=True):
            yield Recipient(entry, school, None, name, _commune_of(school), achievement, award)
        return
    for member, person in zip(members, printed_people(entry, line), strict=True):
        name = f"{member.salutation.capitalize()} {person}".strip()
        yield Recipient(entry, entry.school, member, name, unit_of(member, units), achievement, award)


def unit_of(member: Member, schools: Sequence[str]) -> str:
    """A member's position or class, then the names of the school and its partners."""
    first = f"Lớp {member.class_name}" if member.class_name else member.position
    return ", ".join(part for part in (first, *schools) if part)


def achievement_of(entry: Entry, title: str, *, award: Award | None) -> str:
    """The achievement as printed, without the festival's name, which has a line of its own."""
    contest = entry.contest
    category = f", bảng {entry.category.name}" if entry.category_id and entry.category else ""
    named = f" với “{title}”" if contest.kind != Contest.Kind.INDIVIDUAL and title else ""
    if award is None:
        return f"Đã tham gia {contest.name}{category}{named}"
    return f"Đạt {prize_in_sentence(award.prize.name)} {contest.name}{category}{named}"


def prize_in_sentence(prize: str) -> str:
    """ "Giải Nhất", "Nhất", "GIẢI NHẤT" → "giải Nhất"; "Huy chương Vàng" → "huy chương Vàng"."""
    first, _, rest = prize.strip().partition(" ")
    if first.casefold() in OTHER_HONOURS:
        return f"{first.casefold()} {rest}"
    rank = rest if first.casefold() == "giải" else prize.strip()
    return f"giải {rank.capitalize() if rank.isupper() else rank}".strip()


def day_of_papers(festival: Festival) -> date | None:
    """The date printed on certificates: the decision's, else the festival's last day; None while unknown."""
    return festival.decision_on or festival.ends_on


def _commune_of(school: School) -> str:
    return school.commune or school.commune_old


def _table_order(award: Award) -> int:
    return award.row.position


def _calling_order(award: Award, categories: Sequence[str]) -> tuple[int, int, int]:
    return (categories.index(award.row.category), -award.prize.position, award.row.position)

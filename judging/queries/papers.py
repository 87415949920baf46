"""Data of printed sheets and of the summary, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from contests.models import Contest, Entry, Round
from festival.text import format_points, number_in_words
from judging.documents import KeyRow, SheetRow, SheetText, number_label
from judging.models import Assignment, Criterion, Mark, ScoreSheet
from judging.queries.results import ResultLine

Marks = Mapping[int, Decimal]


def sheet_texts(contest: Contest, *, blank: bool) -> list[SheetText]:
    """Every judge's sheet of the contest's approved entries, by judge, round and the number on the sheet."""
    number = "entry__code" if contest.anonymous else "entry__number_key"
    criteria = list(Criterion.objects.filter(contest=contest))
    marks = {} if blank else _marks_of(contest)
    assignments = (
        Assignment.objects.by_judges()
        .filter(entry__contest=contest, entry__state=Entry.State.APPROVED)
        .select_related("entry__school", "judge__user", "round", "sheet")
        .prefetch_related("entry__members")
        .order_by("judge__user__sort_key", "judge_id", "round__position", number, "entry_id")
    )
    return [
        _text_of(contest, row, _criteria_in(criteria, row.round), marks.get(row.pk, {}), blank=blank)
        for row in assignments
    ]


def key_rows(contest: Contest) -> list[KeyRow]:
    """Every entry with an anonymous code, by code; three queries."""
    entries = (
        contest.entries.exclude(code="")
        .select_related("school", "category")
        .prefetch_related("members", "partners")
        .order_by("code")
    )
    return [
        KeyRow(
            code=entry.code,
            number=entry.number,
            name=name_in_table(contest, entry),
            unit=", ".join(printed_schools(entry, None)),
            category=entry.category.name if entry.category else "",
        )
        for entry in entries
    ]


def _marks_of(contest: Contest) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__assignment__entry__contest=contest, hundredths__isnull=False)
    for assignment, criterion, hundredths in rows.values_list(
        "sheet__assignment_id", "criterion_id", "hundredths"
    ):
        found[assignment][criterion] = Decimal(hundredths or 0).scaleb(-2)
    return found


def _criteria_in(criteria: Iterable[Criterion], part: Round) -> list[Criterion]:
    return [row for row in criteria if row.round_id in (None, part.pk)]


def _text_of(
    contest: Contest, row: Assignment, criteria: Sequence[Criterion], marks: Marks, *, blank: bool
) -> SheetText:
    lines = [
        SheetRow(number, rule.name, format_points(rule.maximum), _points(marks.get(rule.pk)))
        for number, rule in enumerate(criteria, start=1)
    ]
    total = sum((marks[rule.pk] * rule.weight for rule in criteria if rule.pk in marks), Decimal(0))
    is_complete = bool(criteria) and all(rule.pk in marks for rule in criteria)
    title, unit = title_and_school(contest, row.entry)
    is_coded = contest.anonymous and bool(row.entry.code)
    return SheetText(
        round=row.round.name or row.round.code,
        code_label="Số phách" if is_coded else number_label(contest),
        code=row.entry.code if is_coded else row.entry.number,
        title=title,
        unit=unit,
        judge=row.judge.user.full_name if row.judge else "",
        lines=lines,
        maximum=format_points(sum((rule.maximum * rule.weight for rule in criteria), Decimal(0))),
        comment="" if blank else row.sheet.comment,
        total=format_points(total) if is_complete else "",
        in_words=number_in_words(total) if is_complete else "",
        state="" if blank or row.sheet.state == ScoreSheet.State.SUBMITTED else "Chưa nộp",
    )


def title_and_school(contest: Contest, entry: Entry) -> tuple[str, str]:
    """Title and school of an entry as a judge may see them: neither in an anonymous contest."""
    if contest.anonymous:
        return "", ""
    return people_of(entry) if contest.kind == Contest.Kind.INDIVIDUAL else entry.title, entry.school.name


def name_in_table(contest: Contest, entry: Entry) -> str:
    """The name of an entry in a table of the office: the people in a contest of people, else the title."""
    return people_of(entry) if contest.kind == Contest.Kind.INDIVIDUAL else entry.title or people_of(entry)


def people_of(entry: Entry) -> str:
    """The people of an entry in a contest of people, else its title; `members` must be prefetched."""
    names = ", ".join(member.full_name for member in entry.members.all())
    return names or entry.title


def printed_people(entry: Entry, line: ResultLine | None) -> list[str]:
    """The people of an entry, with the corrections of its frozen line; `members` must be prefetched."""
    names = [member.full_name for member in entry.members.all()]
    return names if line is None else [line.person(place, name) for place, name in enumerate(names)]


def printed_schools(entry: Entry, line: ResultLine | None) -> list[str]:
    """The entry's school, by its frozen name if it has one, then its partners, which must be prefetched."""
    own = line.school if line else ""
    return [own or entry.school.name, *(school.name for school in entry.partners.all())]


def printed_title(entry: Entry, line: ResultLine | None) -> str:
    """The title of an entry, by its frozen line if it has one."""
    return line.title if line else entry.title


def _points(points: Decimal | None) -> str:
    return "" if points is None else format_points(points)

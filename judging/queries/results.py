"""The result table of a contest: from the sheets until the freeze, from the frozen run afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from contests.models import Category, Contest, Entry
from judging.models import Mark, ResultRow, ResultRun, ScoreSheet, Settlement
from judging.queries.names import corrections_of, printed_names
from judging.queries.settings import contest_rule
from judging.rules.marks import SheetMarks
from judging.rules.names import Correction, PrintedNames, corrected_person
from judging.rules.policy import ContestRule
from judging.rules.ranking import Placing, rank_by_category
from judging.rules.totals import Total, totals


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One entry's line of the table.

    rank    None when the entry has no total; `tied` when others share the rank
    points  rounded to the contest's decimals
    judges  the smallest number of counted sheets of a round
    detail  {"rounds": {code: points}, "judges": {round code: {judge id: total}}} as texts, and "ruled":
            codes of the rounds whose points the head of the jury decided, where there are such
    is_ruled  the head decided points of this entry; every table marks it
    name    people or title, as the printed table names the entry; empty on a live line
    school  the school's name as printed; empty on a live line
    corrections  of the names of a frozen line, which title, name and school contain already
    """

    entry: int
    category: str
    rank: int | None
    tied: bool
    points: Decimal | None
    judges: int
    number: str
    school_code: str
    title: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    school: str = ""
    is_ruled: bool = False
    corrections: Sequence[Correction] = ()

    def person(self, place: int, name: str) -> str:
        """The name of the person at `place` (from 0), as printed; `name` is the member's."""
        return corrected_person(name, place, self.corrections)


def current_run(contest: Contest) -> ResultRun | None:
    """The frozen run in force; None while the contest is open."""
    return contest.runs.first() if contest.is_frozen else None


def result_lines(contest: Contest) -> list[ResultLine]:
    """The current table: categories in order, best first, entries without a rank last in each."""
    run = current_run(contest)
    return frozen_lines(run) if run else live_lines(contest)


def frozen_lines(run: ResultRun) -> list[ResultLine]:
    """The table of a frozen run as pages and papers print it: with the names corrected since; two queries."""
    old, corrections = ruled_in_old_run(run), corrections_of([run.pk])
    return [
        _corrected(_line_of_row(row, old), printed_names(row, run.contest.kind, found), found)
        for row in ResultRow.objects.filter(run=run)
        for found in [corrections.of(row)]
    ]


def stored_lines(run: ResultRun) -> list[ResultLine]:
    """The table of a frozen run as it was frozen, which its digest covers; one query."""
    old = ruled_in_old_run(run)
    return [_line_of_row(row, old) for row in ResultRow.objects.filter(run=run)]


def ruled_in_old_run(run: ResultRun) -> set[int]:
    """Entries whose points the head decided, for a run frozen before its rows stored that; else empty.

    The settlements in force give them for the current run: they cannot change while the contest is frozen.
    """
    if run.digest_version > 1:
        return set()
    return {int(entry) for entry, _ in head_rulings(run.contest)}


def live_lines(
    contest: Contest, rule: ContestRule | None = None, sheets: Sequence[SheetMarks] | None = None
) -> list[ResultLine]:
    """The table computed from the submitted sheets; seven queries whatever the number of entries.

    `rule` and `sheets` are passed when they are read already.
    """
    rule = rule or contest_rule(contest)
    sheets = sheet_marks(contest) if sheets is None else sheets
    entries = {entry.pk: entry for entry in _ranked_entries(contest)}
    sums = totals(sheets, rule, entries=entries, rulings=head_rulings(contest))
    names = list(Category.objects.filter(contest=contest).values_list("name", flat=True))
    placings = rank_by_category(sums, lambda entry: _category_name(entries[int(entry)]), categories=names)
    by_entry = {total.entry: total for total in sums}
    return [
        _line_of(entries[int(placing.entry)], placing, by_entry[placing.entry])
        for part in placings.values()
        for placing in sorted(part, key=lambda placing: _table_order(placing, entries))
    ]


def sheet_marks(contest: Contest) -> list[SheetMarks]:
    """Every sheet of the contest's approved entries, drafts too; two queries."""
    return sheets_by_contest([contest])[contest.pk]


def sheets_by_contest(contests: Sequence[Contest]) -> dict[int, list[SheetMarks]]:
    """`sheet_marks` of several contests, by primary key; two queries."""
    marks: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    of_contests = Mark.objects.filter(
        sheet__assignment__entry__contest__in=contests,
        sheet__assignment__entry__state=Entry.State.APPROVED,
        hundredths__isnull=False,
    )
    for sheet, code, hundredths in of_contests.values_list("sheet_id", "criterion__code", "hundredths"):
        marks[sheet][code] = Decimal(hundredths or 0).scaleb(-2)
    sheets = ScoreSheet.objects.filter(
        assignment__entry__contest__in=contests, assignment__entry__state=Entry.State.APPROVED
    ).values_list(
        "assignment__entry__contest_id",
        "pk",
        "state",
        "assignment__entry_id",
        "assignment__round__code",
        "assignment__judge_id",
    )
    found: dict[int, list[SheetMarks]] = {contest.pk: [] for contest in contests}
    for contest, pk, state, entry, code, judge in sheets:
        is_submitted = state == ScoreSheet.State.SUBMITTED
        found[contest].append(SheetMarks(entry, code, judge, marks[pk], submitted=is_submitted))
    return found


def head_rulings(contest: Contest) -> dict[tuple[int | str, str], Decimal]:
    """Points that the head of the jury decided, by entry and round."""
    rows = Settlement.objects.live().filter(
        contest=contest, kind=Settlement.Kind.HEAD, points__isnull=False, entry__isnull=False
    )
    return {
        (entry, code or ""): points
        for entry, code, points in rows.values_list("entry_id", "round__code", "points")
        if points is not None
    }


def _ranked_entries(contest: Contest) -> Iterable[Entry]:
    return Entry.objects.approved().filter(contest=contest).select_related("school", "category")


def _category_name(entry: Entry) -> str:
    return entry.category.name if entry.category else ""


def _table_order(placing: Placing, entries: Mapping[int, Entry]) -> tuple[bool, int, str, int]:
    entry = entries[int(placing.entry)]
    return (placing.rank is None, placing.rank or 0, entry.number_key, entry.pk)


def _line_of(entry: Entry, placing: Placing, total: Total) -> ResultLine:
    return ResultLine(
        entry=entry.pk,
        category=_category_name(entry),
        rank=placing.rank,
        tied=placing.tied,
        points=placing.points,
        judges=placing.judges,
        number=entry.number,
        school_code=entry.school.code,
        title=entry.title,
        detail=_detail_of(total),
        is_ruled=any(result.ruled for result in total.rounds.values()),
    )


def _detail_of(total: Total) -> dict[str, Any]:
    ruled = [code for code, result in total.rounds.items() if result.ruled]
    return {
        **({"ruled": ruled} if ruled else {}),
        "rounds": {
            code: None if result.points is None else str(result.points)
            for code, result in total.rounds.items()
        },
        "judges": {
            code: {str(judge or ""): str(points) for judge, points in result.per_judge.items()}
            for code, result in total.rounds.items()
        },
    }


def _corrected(line: ResultLine, names: PrintedNames, found: Sequence[Correction]) -> ResultLine:
    if not found:
        return line
    return replace(line, title=names.title, name=names.name, school=names.school, corrections=found)


def _line_of_row(row: ResultRow, ruled: Collection[int]) -> ResultLine:
    return ResultLine(
        entry=row.entry_id,
        category=row.category,
        rank=row.rank,
        tied=row.tied,
        points=row.points,
        judges=row.judges,
        number=row.number,
        school_code=row.school_code,
        title=row.title,
        detail=row.detail,
        name=row.name,
        school=row.school,
        is_ruled=row.is_ruled or row.entry_id in ruled,
    )

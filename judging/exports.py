"""The part of judging in an export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from contests.exports import Entries, rounds_of
from contests.forms.tables import RoundSection
from contests.models import Contest, Entry, Round
from festival.exports import Tables, Values, given, row_of, section_of
from festival.models import Festival
from judging.forms.tables import (
    ASSIGNMENTS,
    JUDGES,
    SCORES,
    CriterionSection,
    RoundScoringSection,
    ScoringSection,
    ThresholdSection,
)
from judging.models import Assignment, Criterion, Judge, ScoreSheet, Scoring
from judging.queries.settings import policy_of
from judging.rules.policy import Policy
from judging.rules.sync import points_of

PLAIN_ROUND: Final = {"code": "", "weight": 1, "marking": Round.Marking.JUDGES}
"""A contest's only round that says nothing that its absence would not say."""


def scoring_section(contest: Contest) -> Values:
    """What scoring adds to [[contest]]: the settings, the rounds, the criteria."""
    scorings = {row.round_id: row for row in Scoring.objects.filter(contest=contest)}
    own = scorings.get(None) or Scoring()
    policy = policy_of(own, Policy())
    settings = section_of(ScoringSection, policy, rounds=own.rounds, tie_break=list(own.tie_break))
    rounds = [
        {**section_of(RoundSection, row), **_round_scoring(scorings.get(row.pk))}
        for row in rounds_of(contest)
    ]
    criteria = Criterion.objects.filter(contest=contest).select_related("round")
    ordered = sorted(criteria, key=lambda row: (row.position, row.code))
    return given(
        {
            "scoring": given({**settings, "discrepancy": section_of(ThresholdSection, own)}),
            "round": [] if rounds == [PLAIN_ROUND] else rounds,
            "criterion": [section_of(CriterionSection, row) for row in ordered],
        }
    )


def _round_scoring(scoring: Scoring | None) -> Values:
    """A round's own way of scoring, without what it takes from the contest."""
    if scoring is None:
        return {}
    words = section_of(RoundScoringSection, scoring) | {"discrepancy": section_of(ThresholdSection, scoring)}
    return {key: value for key, value in given(words).items() if value != ""}


def judging_rows(festival: Festival, entries: Entries) -> Tables:
    """judges.csv; assignments.csv, a row for each judge, round and entry that has a number; scores.csv."""
    judges = Judge.objects.filter(festival=festival).select_related("user", "school")
    rows, places = Assignment.objects.by_judges().filter(entry__contest__festival=festival), entries.place()
    rows = rows.exclude(entry__number="").select_related("round", "judge__user", "entry__contest", "panel")
    rows_in_order = sorted(rows, key=lambda row: (_round_place(row), _login(row), places[row.entry_id]))
    return {
        "judges": [row_of(JUDGES, row) for row in sorted(judges, key=lambda row: row.user.login)],
        "assignments": [row_of(ASSIGNMENTS, row, category="") for row in rows_in_order],
        "scores": _score_rows(festival, entries),
    }


def _round_place(row: Assignment) -> tuple[int, str, int, str]:
    return row.entry.contest.position, row.entry.contest.slug, row.round.position, row.round.code


def _login(row: Assignment) -> str:
    return row.judge.user.login if row.judge else ""


def _score_rows(festival: Festival, entries: Entries) -> list[Values]:
    """scores.csv: what is marked; a comment, and what the marks alone do not say, on a sheet's first row.

    Of machine rounds every approved entry has its rows, empty where points are to be filled in.
    """
    places = entries.place()
    criteria = Criterion.objects.filter(contest__festival=festival)
    rubric = sorted(criteria, key=lambda row: (row.position, row.code))
    sheets = ScoreSheet.objects.for_scoring().prefetch_related("marks").filter(version__gt=0)
    sheets = sheets.filter(assignment__entry__contest__festival=festival).exclude(
        assignment__entry__number=""
    )

    def order(sheet: ScoreSheet) -> tuple[Any, ...]:
        one = sheet.assignment
        return _round_place(one), places[one.entry_id], _login(one)

    machine = [sheet for sheet in sheets if sheet.assignment.judge_id is None]
    known = {(sheet.assignment.round_id, sheet.assignment.entry_id) for sheet in machine}
    every = [*sheets, *_unmarked_sheets(festival, entries, known)]
    return [row for sheet in sorted(every, key=order) for row in _sheet_rows(sheet, rubric)]


def _unmarked_sheets(
    festival: Festival, entries: Entries, known: Collection[tuple[int, int]]
) -> Iterator[ScoreSheet]:
    """A sheet, not stored, for each approved entry of a machine round that has none with marks."""
    rounds: dict[int, list[Round]] = defaultdict(list)
    machine = Round.Marking.MACHINE
    for round in Round.objects.filter(contest__festival=festival, marking=machine).select_related("contest"):
        rounds[round.contest_id].append(round)
    for entry in entries.rows:
        if entry.number and entry.state == Entry.State.APPROVED:
            for round in rounds[entry.contest_id]:
                if (round.pk, entry.pk) not in known:
                    yield ScoreSheet(assignment=Assignment(round=round, entry=entry))


def _sheet_rows(sheet: ScoreSheet, rubric: list[Criterion]) -> list[Values]:
    round = sheet.assignment.round
    criteria = [c for c in rubric if c.contest_id == round.contest_id and c.round_id in (None, round.pk)]
    marks = {row.criterion_id: row.hundredths for row in sheet.marks.all()} if sheet.pk else {}
    points = [(row.code, points_of(value)) for row in criteria if (value := marks.get(row.pk)) is not None]
    is_submitted = sheet.state == ScoreSheet.State.SUBMITTED
    is_written = is_submitted == (len(points) == len(criteria))
    words: list[tuple[str, Any]] = list(points)
    if not points and criteria and (sheet.comment or not is_written):
        words = [(criteria[0].code, None)]
    if sheet.assignment.judge_id is None:
        marked = dict(points)
        words = [(row.code, marked.get(row.code)) for row in criteria]
    return [
        row_of(
            SCORES,
            sheet,
            criterion=code,
            points=value,
            comment="" if place else sheet.comment,
            submitted=None if place or is_written else is_submitted,
        )
        for place, (code, value) in enumerate(words)
    ]

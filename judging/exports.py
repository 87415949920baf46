"""The part of judging in an export."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contests.exports import Entries, contests_of, is_plain, round_section, rounds_of
from contests.models import Contest
from festival.exports import Values, given, plain, row_of, section_of
from festival.models import Festival
from judging.forms.tables import ASSIGNMENTS, JUDGES, SCORES, CriterionSection
from judging.models import Assignment, Criterion, Judge, Mark, ScoreSheet, Scoring
from judging.queries.settings import POLICY_KEYS, policy_of
from judging.rules.policy import Policy
from judging.rules.sync import points_of


def scoring_section(contest: Contest) -> Values:
    """What scoring adds to [[contest]]: the settings, the rounds, the criteria."""
    scorings = {row.round_id: row for row in Scoring.objects.filter(contest=contest)}
    own = scorings.get(None) or Scoring()
    settings = {**_policy(policy_of(own, Policy())), "rounds": own.rounds, "tie_break": list(own.tie_break)}
    rounds = []
    for row in rounds_of(contest):
        other = scorings.get(row.pk)
        words = {**_policy(other), "discrepancy": _threshold(other)} if other else {}
        rounds.append(
            {**round_section(row), **{key: value for key, value in given(words).items() if value != ""}}
        )
    criteria = Criterion.objects.filter(contest=contest).select_related("round")
    return given(
        {
            "scoring": given({**settings, "discrepancy": _threshold(own)}),
            "round": [] if len(rounds) == 1 and is_plain(rounds[0]) else rounds,
            "criterion": [
                section_of(
                    CriterionSection,
                    row,
                    description=row.description or None,
                    round=(row.round.code or None) if row.round else None,
                )
                for row in sorted(criteria, key=lambda row: (row.position, row.code))
            ],
        }
    )


def _policy(settings: object) -> Values:
    return {key: plain(getattr(settings, key)) for key in POLICY_KEYS}


def _threshold(scoring: Scoring) -> Values:
    if scoring.discrepancy_agree is None or scoring.discrepancy_discuss is None:
        return {}
    return {"agree": plain(scoring.discrepancy_agree), "discuss": plain(scoring.discrepancy_discuss)}


def judge_rows(festival: Festival) -> list[Values]:
    """judges.csv."""
    rows = Judge.objects.filter(festival=festival).select_related("user", "school")
    return [row_of(JUDGES, row) for row in sorted(rows, key=lambda row: row.user.login)]


def assignment_rows(festival: Festival, entries: Entries) -> list[Values]:
    """assignments.csv: one row for each judge, round and entry that has a number."""
    rounds, place = _round_places(festival), entries.place()
    rows = Assignment.objects.by_judges().filter(entry__contest__festival=festival)
    rows = rows.exclude(entry__number="").select_related("round", "judge__user", "entry__contest", "panel")
    ordered = sorted(rows, key=lambda row: (rounds[row.round_id], _login(row), place[row.entry_id]))
    return [row_of(ASSIGNMENTS, row, category="") for row in ordered]


def _login(assignment: Assignment) -> str:
    return assignment.judge.user.login if assignment.judge else ""


def _round_places(festival: Festival) -> dict[int, int]:
    rounds = [round for contest in contests_of(festival) for round in rounds_of(contest)]
    return {round.pk: place for place, round in enumerate(rounds)}


def score_rows(festival: Festival, entries: Entries) -> list[Values]:
    """scores.csv: what is marked; a comment, and what the marks alone do not say, on a sheet's first row."""
    criteria = sorted(
        Criterion.objects.filter(contest__festival=festival), key=lambda r: (r.position, r.code)
    )
    marks: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__assignment__entry__contest__festival=festival)
    for sheet_pk, criterion_pk, hundredths in rows.values_list("sheet_id", "criterion_id", "hundredths"):
        marks[sheet_pk][criterion_pk] = hundredths
    sheets = ScoreSheet.objects.for_scoring().filter(
        assignment__entry__contest__festival=festival, version__gt=0
    )
    rounds, place = _round_places(festival), entries.place()

    def order(sheet: ScoreSheet) -> tuple[Any, ...]:
        one = sheet.assignment
        return rounds[one.round_id], place[one.entry_id], _login(one)

    return [
        row
        for sheet in sorted(sheets.exclude(assignment__entry__number=""), key=order)
        for row in _sheet_rows(sheet, criteria, marks[sheet.pk])
    ]


def _sheet_rows(sheet: ScoreSheet, criteria: list[Criterion], marks: dict[int, int | None]) -> list[Values]:
    round = sheet.assignment.round
    own = [c for c in criteria if c.contest_id == round.contest_id and c.round_id in (None, round.pk)]
    marked = [(row.code, points_of(value)) for row in own if (value := marks.get(row.pk)) is not None]
    is_submitted = sheet.state == ScoreSheet.State.SUBMITTED
    is_written = is_submitted == (len(marked) == len(own))
    words: list[tuple[str, Any]] = list(marked)
    if not marked and own and (sheet.comment or not is_written):
        words = [(own[0].code, None)]
    named = {
        "contest": sheet.assignment.entry.contest.slug,
        "round": round.code,
        "judge": _login(sheet.assignment),
        "number": sheet.assignment.entry.number,
    }
    rows = [
        row_of(SCORES, sheet, **named, criterion=code, points=points, comment="", submitted=None)
        for code, points in words
    ]
    if rows:
        rows[0] |= {"comment": sheet.comment, "submitted": None if is_written else is_submitted}
    return rows

"""The part of judging in an export."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contests.bundle.out import Entries, contests_of, is_plain, round_toml, rounds_of
from contests.models import Contest, Round
from festival.bundle.out import Values, exact, given
from festival.models import Festival
from judging.models import Assignment, Criterion, Judge, Mark, ScoreSheet, Scoring
from judging.queries.settings import POLICY_KEYS, policy_of
from judging.rules.policy import Policy
from judging.rules.sync import points_of


def scoring_toml(contest: Contest) -> Values:
    """What scoring adds to [[contest]]: the settings, the rounds, the criteria."""
    scorings = {row.round_id: row for row in Scoring.objects.filter(contest=contest)}
    own = scorings.get(None) or Scoring()
    policy = policy_of(own, Policy())
    words = {key: _plain(getattr(policy, key)) for key in POLICY_KEYS}
    settings = {
        **words,
        "rounds": own.rounds,
        "tie_break": list(own.tie_break),
        "discrepancy": _threshold(own),
    }
    rounds = [
        {**round_toml(row), **(_round_words(scorings[row.pk]) if row.pk in scorings else {})}
        for row in rounds_of(contest)
    ]
    criteria = Criterion.objects.filter(contest=contest).select_related("round")
    return given(
        {
            "scoring": given(settings),
            "round": [] if len(rounds) == 1 and is_plain(rounds[0]) else rounds,
            "criterion": [
                _criterion_words(row) for row in sorted(criteria, key=lambda row: (row.position, row.code))
            ],
        }
    )


def _round_words(scoring: Scoring) -> Values:
    words = {key: _plain(getattr(scoring, key)) for key in POLICY_KEYS}
    return {
        key: value
        for key, value in given({**words, "discrepancy": _threshold(scoring)}).items()
        if value != ""
    }


def _threshold(scoring: Scoring) -> Values:
    if scoring.discrepancy_agree is None or scoring.discrepancy_discuss is None:
        return {}
    return {"agree": exact(scoring.discrepancy_agree), "discuss": exact(scoring.discrepancy_discuss)}


def _criterion_words(row: Criterion) -> Values:
    return given(
        {
            "code": row.code,
            "name": row.name,
            "description": row.description or None,
            "maximum": exact(row.maximum),
            "step": exact(row.step),
            "weight": exact(row.weight),
            "round": (row.round.code or None) if row.round else None,
        }
    )


def _plain(value: Any) -> Any:
    return exact(value) if hasattr(value, "normalize") else value


def judge_rows(festival: Festival) -> list[Values]:
    """judges.csv."""
    rows = Judge.objects.filter(festival=festival).select_related("user", "school")
    return [
        {
            "email": row.user.login,
            "full_name": row.user.full_name,
            "school_code": row.school.code if row.school else "",
            "phone": row.user.phone,
            "position": row.position,
        }
        for row in sorted(rows, key=lambda row: row.user.login)
    ]


def assignment_rows(festival: Festival, entries: Entries) -> list[Values]:
    """assignments.csv: one row for each judge, round and entry that has a number."""
    rows = Assignment.objects.by_judges().filter(entry__contest__festival=festival)
    ordered = sorted(
        rows.exclude(entry__number="").select_related("round", "judge__user", "entry", "panel"),
        key=_judge_first(festival, entries),
    )
    return [
        {
            "contest": entries.names[row.entry_id]["contest"],
            "round": row.round.code,
            "judge": row.judge.user.login if row.judge else "",
            "category": "",
            "number": row.entry.number,
            "panel": row.panel.name if row.panel else "",
        }
        for row in ordered
    ]


def _judge_first(festival: Festival, entries: Entries) -> Any:
    rounds, place = _round_places(festival), entries.place()
    return lambda row: (rounds[row.round_id], row.judge.user.login, place[row.entry_id])


def _round_places(festival: Festival) -> dict[int, int]:
    rounds = [round for contest in contests_of(festival) for round in rounds_of(contest)]
    return {round.pk: place for place, round in enumerate(rounds)}


def score_rows(festival: Festival, entries: Entries) -> list[Values]:
    """scores.csv: what is marked; a comment, and what the marks alone do not say, on a sheet's first row."""
    criteria = _criteria(festival)
    marks: dict[int, dict[int, int | None]] = defaultdict(dict)
    rows = Mark.objects.filter(sheet__assignment__entry__contest__festival=festival)
    for sheet_pk, criterion_pk, hundredths in rows.values_list("sheet_id", "criterion_id", "hundredths"):
        marks[sheet_pk][criterion_pk] = hundredths
    sheets = ScoreSheet.objects.filter(assignment__entry__contest__festival=festival, version__gt=0)
    sheets = sheets.exclude(assignment__entry__number="").select_related(
        "assignment__round", "assignment__entry", "assignment__judge__user"
    )
    rounds, place = _round_places(festival), entries.place()
    ordered = sorted(
        sheets,
        key=lambda sheet: (
            rounds[sheet.assignment.round_id],
            place[sheet.assignment.entry_id],
            _login(sheet.assignment),
        ),
    )
    return [
        {**_sheet_names(sheet, entries), **words}
        for sheet in ordered
        for words in _sheet_words(sheet, criteria[sheet.assignment.round_id], marks[sheet.pk])
    ]


def _criteria(festival: Festival) -> dict[int, list[Criterion]]:
    """Criteria of each round, in the order of the rubric."""
    rows = Criterion.objects.filter(contest__festival=festival)
    ordered = sorted(rows, key=lambda row: (row.position, row.code))
    return {
        round.pk: [
            row for row in ordered if row.contest_id == round.contest_id and row.round_id in (None, round.pk)
        ]
        for round in Round.objects.filter(contest__festival=festival)
    }


def _login(assignment: Assignment) -> str:
    return assignment.judge.user.login if assignment.judge else ""


def _sheet_names(sheet: ScoreSheet, entries: Entries) -> Values:
    assignment = sheet.assignment
    return {
        "contest": entries.names[assignment.entry_id]["contest"],
        "round": assignment.round.code,
        "judge": _login(assignment),
        "number": assignment.entry.number,
    }


def _sheet_words(sheet: ScoreSheet, criteria: list[Criterion], marks: dict[int, int | None]) -> list[Values]:
    marked = [(row.code, value) for row in criteria if (value := marks.get(row.pk)) is not None]
    is_submitted = sheet.state == ScoreSheet.State.SUBMITTED
    is_written = is_submitted == (len(marked) == len(criteria))
    if not marked and criteria and (sheet.comment or not is_written):
        marked = [(criteria[0].code, None)]  # type: ignore[list-item]
    words: list[Values] = [
        {"criterion": code, "points": None if value is None else points_of(value)} for code, value in marked
    ]
    if words:
        words[0]["comment"] = sheet.comment
        words[0]["submitted"] = None if is_written else is_submitted
    return words

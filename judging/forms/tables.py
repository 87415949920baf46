"""The rows of judging in a bundle: judges, assignments, scores; sections of festival.toml."""

from __future__ import annotations

from typing import Any, Final

from contests.forms.tables import contest_cell, number_cell
from festival.forms.cells import Cell, flag_cell, name_cell, phone_cell, points_cell, text_cell
from festival.forms.section import section_form, text_value, texts_value, whole_value
from festival.forms.table import Table, TableForm
from festival.forms.tables import PHONE, PersonRow, school_cell
from judging.models import Criterion, Scoring
from judging.queries.settings import POLICY_KEYS


class JudgeRow(PersonRow):
    """A row of judges.csv."""

    full_name = name_cell("Họ và tên | Họ tên", 120, required=True, path="user.full_name")
    school = school_cell("Mã trường | Trường | Tên trường | Trường công tác", path="school.code")
    phone = phone_cell(PHONE, path="user.phone")
    position = text_cell("Chức vụ", 120)


def round_cell(path: str) -> Cell:
    """The round, by its code or name; empty where there is one."""
    return text_cell("Vòng | Vòng thi | Mã vòng", 120, typed=True, path=path)


def judge_cell(path: str, **options: Any) -> Cell:
    """The judge, by sign-in name or by a full name that only one has."""
    return text_cell("Giám khảo | Tên đăng nhập giám khảo", 254, path=path, **options)


class AssignmentRow(TableForm):
    """A row of assignments.csv."""

    contest = contest_cell(path="entry.contest.slug")
    round = round_cell("round.code")
    judge = judge_cell("judge.user.login", required=True)
    category = text_cell("Bảng thi | Bảng", 120)
    number = number_cell(path="entry.number")
    panel = text_cell("Tổ chấm | Tổ | Hội đồng chấm", 120, path="panel.name")


class ScoreRow(TableForm):
    """A row of scores.csv."""

    contest = contest_cell(path="assignment.entry.contest.slug")
    round = round_cell("assignment.round.code")
    judge = judge_cell("assignment.judge.user.login")
    number = number_cell(required=True, path="assignment.entry.number")
    criterion = text_cell("Tiêu chí | Mã tiêu chí", 300, typed=True, required=True)
    points = points_cell("Điểm")
    comment = text_cell("Nhận xét", 4000, lines=True)
    submitted = flag_cell("Đã nộp | Nộp", empty=None)


JUDGES: Final = Table("judges", "Giám khảo | Danh sách giám khảo", JudgeRow, ("email",))
ASSIGNED: Final = ("contest", "round", "judge", "category", "number")
ASSIGNMENTS: Final = Table("assignments", "Phân công chấm | Phân công", AssignmentRow, ASSIGNED)
SCORED: Final = ("contest", "round", "judge", "number", "criterion")
SCORES: Final = Table("scores", "Điểm | Điểm chấm | Bảng điểm", ScoreRow, SCORED)

POLICY: Final = {
    "drop_high": whole_value(most=100),
    "drop_low": whole_value(most=100),
    "decimals": whole_value(most=6),
}
RoundScoringSection = section_form(Scoring, POLICY_KEYS, **POLICY)
ScoringSection = section_form(Scoring, (*POLICY_KEYS, "rounds"), **POLICY, tie_break=texts_value(80))
THRESHOLD: Final = {"agree": "discrepancy_agree", "discuss": "discrepancy_discuss"}
ThresholdSection = section_form(Scoring, THRESHOLD, tuple(THRESHOLD))
CriterionSection = section_form(
    Criterion,
    ("code", "name", "description", "maximum", "step", "weight"),
    ("code", "name", "maximum"),
    ("description", "round"),
    round=text_value(120, path="round.code"),
)

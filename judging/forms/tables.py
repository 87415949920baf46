"""The rows of judging in a bundle: judges, assignments, scores; sections of festival.toml."""

from __future__ import annotations

from typing import Any, Final

from contests.forms.tables import contest_cell, number_cell
from festival.forms.cells import Cell, flag_cell, phone_cell, points_cell, text_cell
from festival.forms.section import section_form, text_value, texts_value, whole_value
from festival.forms.table import Table, TableForm
from festival.forms.tables import PHONES, PersonRow, school_cell
from judging.models import Criterion, Scoring
from judging.queries.settings import POLICY_KEYS


class JudgeRow(PersonRow):
    """A row of judges.csv."""

    full_name = text_cell("Họ và tên", 120, required=True, also=("Họ tên",), path="user.full_name")
    school = school_cell(also=("Trường công tác",), path="school.code")
    phone = phone_cell("Số điện thoại", also=PHONES, path="user.phone")
    position = text_cell("Chức vụ", 120)


def round_cell(path: str) -> Cell:
    """The round, by its code or name; empty where there is one."""
    return text_cell("Vòng", 120, typed=True, also=("Vòng thi", "Mã vòng"), path=path)


def judge_cell(path: str, **options: Any) -> Cell:
    """The judge, by sign-in name or by a full name that only one has."""
    return text_cell("Giám khảo", 254, also=("Tên đăng nhập giám khảo",), path=path, **options)


class AssignmentRow(TableForm):
    """A row of assignments.csv."""

    contest = contest_cell(path="entry.contest.slug")
    round = round_cell("round.code")
    judge = judge_cell("judge.user.login", required=True)
    category = text_cell("Bảng thi", 120, also=("Bảng",), path="")
    number = number_cell(path="entry.number")
    panel = text_cell("Tổ chấm", 120, also=("Tổ", "Hội đồng chấm"), path="panel.name")


class ScoreRow(TableForm):
    """A row of scores.csv."""

    contest = contest_cell(path="assignment.entry.contest.slug")
    round = round_cell("assignment.round.code")
    judge = judge_cell("assignment.judge.user.login")
    number = number_cell(required=True, path="assignment.entry.number")
    criterion = text_cell("Tiêu chí", 300, typed=True, required=True, also=("Mã tiêu chí",))
    points = points_cell("Điểm")
    comment = text_cell("Nhận xét", 4000, lines=True)
    submitted = flag_cell("Đã nộp", empty=None, also=("Nộp",))


JUDGES: Final = Table("judges", "Giám khảo", JudgeRow, ("email",), ("Danh sách giám khảo",))
ASSIGNMENTS: Final = Table(
    "assignments",
    "Phân công chấm",
    AssignmentRow,
    ("contest", "round", "judge", "category", "number"),
    ("Phân công",),
)
SCORES: Final = Table(
    "scores",
    "Điểm",
    ScoreRow,
    ("contest", "round", "judge", "number", "criterion"),
    ("Điểm chấm", "Bảng điểm"),
)

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

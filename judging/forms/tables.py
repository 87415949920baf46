"""The rows of judging in a bundle: judges, assignments, scores; sections of festival.toml."""

from __future__ import annotations

from typing import Final

from contests.forms.tables import contest_cell, number_cell
from festival.forms.cells import Cell, flag_cell, login_cell, phone_cell, points_cell, text_cell
from festival.forms.section import number_value, section_form, text_value, texts_value, whole_value
from festival.forms.table import Table, TableForm
from festival.forms.tables import PHONES, school_cell
from judging.models import Criterion, Scoring
from judging.queries.settings import POLICY_KEYS


class JudgeRow(TableForm):
    """A row of judges.csv."""

    login = login_cell(
        "Tên đăng nhập",
        key="email",
        path="user.login",
        required=True,
        also=("Email", "E-mail", "Thư điện tử"),
    )
    full_name = text_cell("Họ và tên", 120, required=True, also=("Họ tên",), path="user.full_name")
    school = school_cell(also=("Trường công tác",), path="school.code")
    phone = phone_cell("Số điện thoại", also=PHONES, path="user.phone")
    position = text_cell("Chức vụ", 120)


def round_cell() -> Cell:
    """The round, by its code or name; empty where there is one."""
    return text_cell("Vòng", 120, typed=True, also=("Vòng thi", "Mã vòng"), path="round.code")


def judge_cell(*, required: bool = False) -> Cell:
    """The judge, by sign-in name or by a full name that only one has."""
    also = ("Tên đăng nhập giám khảo",)
    return text_cell("Giám khảo", 254, required=required, also=also, path="judge.user.login")


class AssignmentRow(TableForm):
    """A row of assignments.csv."""

    contest = contest_cell(path="entry.contest.slug")
    round = round_cell()
    judge = judge_cell(required=True)
    category = text_cell("Bảng thi", 120, also=("Bảng",), path="")
    number = number_cell(path="entry.number")
    panel = text_cell("Tổ chấm", 120, also=("Tổ", "Hội đồng chấm"), path="panel.name")


class ScoreRow(TableForm):
    """A row of scores.csv."""

    contest = contest_cell()
    round = round_cell()
    judge = judge_cell()
    number = number_cell(required=True)
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
ThresholdSection = section_form(
    Scoring,
    (),
    agree=number_value(digits=8, required=True),
    discuss=number_value(digits=8, required=True),
)
CriterionSection = section_form(
    Criterion,
    ("code", "name", "description", "maximum", "step", "weight"),
    ("code", "name", "maximum"),
    round=text_value(120),
)

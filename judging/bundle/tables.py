"""The tables of judging in a bundle."""

from __future__ import annotations

from typing import Final

from contests.bundle.tables import contest_column, number_column
from festival.tables.cells import Flag, Login, Number, Phone, Text
from festival.tables.spec import Column, Table

JUDGES: Final = Table(
    "judges",
    "Giám khảo",
    (
        Column("email", "Tên đăng nhập", Login(), required=True, also=("Email", "E-mail", "Thư điện tử")),
        Column("full_name", "Họ và tên", Text(120), required=True, also=("Họ tên",)),
        Column("school_code", "Mã trường", Text(40, typed=True), also=("Trường công tác",)),
        Column("phone", "Số điện thoại", Phone(), also=("Điện thoại", "SĐT")),
        Column("position", "Chức vụ", Text(120)),
    ),
    key=("email",),
    also=("Danh sách giám khảo",),
)


def round_column() -> Column:
    """The round, by its code; empty where there is one."""
    return Column("round", "Vòng", Text(60, typed=True), also=("Vòng thi", "Mã vòng"))


ASSIGNMENTS: Final = Table(
    "assignments",
    "Phân công chấm",
    (
        contest_column(),
        round_column(),
        Column("judge", "Giám khảo", Login(), required=True, also=("Tên đăng nhập giám khảo",)),
        Column("category", "Bảng thi", Text(120), also=("Bảng",)),
        number_column(),
        Column("panel", "Tổ chấm", Text(120), also=("Tổ", "Hội đồng chấm")),
    ),
    key=("contest", "round", "judge", "category", "number"),
    also=("Phân công",),
)

SCORES: Final = Table(
    "scores",
    "Điểm",
    (
        contest_column(),
        round_column(),
        Column("judge", "Giám khảo", Login(), also=("Tên đăng nhập giám khảo",)),
        number_column(required=True),
        Column("criterion", "Tiêu chí", Text(60, typed=True), required=True, also=("Mã tiêu chí",)),
        Column("points", "Điểm", Number()),
        Column("comment", "Nhận xét", Text(4000, lines=True)),
        Column("submitted", "Đã nộp", Flag(empty=None), also=("Nộp",)),
    ),
    key=("contest", "round", "judge", "number", "criterion"),
    also=("Điểm chấm", "Bảng điểm"),
)

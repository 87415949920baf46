"""The tables of contests in a bundle."""

from __future__ import annotations

from typing import Final

from contests.models import Member, RegistrationState
from festival.tables.cells import Choice, Day, Phone, Text
from festival.tables.spec import Column, Table

STATE: Final = Choice(
    RegistrationState,
    also={
        "Bản nháp": "draft",
        "Nháp": "draft",
        "Đã nộp": "submitted",
        "Chờ duyệt": "submitted",
        "Trả lại": "returned",
        "Trả lại để sửa": "returned",
        "Đã duyệt": "approved",
        "Duyệt": "approved",
        "Từ chối": "declined",
        "Không duyệt": "declined",
        "Đã rút": "withdrawn",
        "Rút": "withdrawn",
    },
    empty="approved",
)
SALUTATION: Final = Choice(Member.Salutation, also={"Thầy": "ông", "Cô": "bà"})
MEMBER_ROLE: Final = Choice(
    Member.Role,
    also={
        "Giáo viên": "teacher",
        "GV": "teacher",
        "Nhân viên": "staff",
        "NV": "staff",
        "Quản lý": "manager",
        "Cán bộ quản lý": "manager",
        "CBQL": "manager",
        "Học sinh": "pupil",
        "HS": "pupil",
    },
)


def contest_column(*, required: bool = True) -> Column:
    """The contest that a row is about."""
    return Column("contest", "Cuộc thi", Text(60, typed=True), required=required, also=("Mã cuộc thi",))


def number_column(*, required: bool = False, heading: str = "Số báo danh") -> Column:
    """The candidate number, kept as typed."""
    return Column("number", heading, Text(40, typed=True), required=required, also=("SBD", "Mã số", "Số"))


ENTRIES: Final = Table(
    "entries",
    "Bài dự thi",
    (
        contest_column(),
        number_column(),
        Column("category", "Bảng thi", Text(120), also=("Bảng", "Nhóm", "Bảng đấu")),
        Column("school_code", "Mã trường", Text(40, typed=True), required=True),
        Column("title", "Tên bài dự thi", Text(200), also=("Tên", "Tên sản phẩm", "Tiêu đề")),
        Column("code", "Mã phách", Text(40, typed=True), also=("Số phách", "Phách")),
        Column("state", "Trạng thái", STATE),
        Column("summary", "Tóm tắt", Text(4000, lines=True), extra=True),
    ),
    key=("contest", "number"),
    also=("Đăng ký dự thi",),
)

# Beyond the contract: an entry without a number is named by its school and title.
SCHOOL_OF_ENTRY: Final = Column("school_code", "Mã trường", Text(40, typed=True), extra=True)
TITLE_OF_ENTRY: Final = Column("entry", "Tên bài dự thi", Text(200), extra=True)

MEMBERS: Final = Table(
    "members",
    "Người dự thi",
    (
        contest_column(),
        number_column(),
        Column("full_name", "Họ và tên", Text(120), required=True, also=("Họ tên", "Tên")),
        Column("salutation", "Danh xưng", SALUTATION, also=("Ông/Bà", "Xưng hô")),
        Column("role", "Vai trò", MEMBER_ROLE, also=("Đối tượng",)),
        Column("born_on", "Ngày sinh", Day()),
        Column("position", "Chức vụ", Text(120)),
        Column("class", "Lớp", Text(40)),
        Column("mentor", "Giáo viên hướng dẫn", Text(200), also=("GVHD", "Người hướng dẫn")),
        Column("phone", "Số điện thoại", Phone(), also=("Điện thoại", "SĐT")),
        SCHOOL_OF_ENTRY,
        TITLE_OF_ENTRY,
    ),
    key=("contest", "number", "full_name"),
    also=("Thí sinh", "Danh sách thí sinh"),
)

ATTACHMENTS: Final = Table(
    "attachments",
    "Tệp bài dự thi",
    (
        contest_column(),
        number_column(),
        Column("file", "Tệp", Text(400, typed=True), required=True, also=("Tên tệp", "File")),
        Column("title", "Tên tài liệu", Text(200), also=("Tiêu đề",)),
        SCHOOL_OF_ENTRY,
        TITLE_OF_ENTRY,
    ),
    key=("contest", "number", "file"),
    also=("Tệp đính kèm",),
)

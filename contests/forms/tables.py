"""The rows of contests in a bundle: entries, the people on them, their files; sections of festival.toml."""

from __future__ import annotations

from typing import Any, Final

from contests.models import Contest, Member, RegistrationState, Round
from festival.forms.cells import Cell, choice_cell, day_cell, name_cell, phone_cell, text_cell
from festival.forms.fields import BIRTHDAY_LIMITS
from festival.forms.section import section_form, texts_value
from festival.forms.table import Table, TableForm
from festival.forms.tables import PHONE, school_cell

STATES: Final = {
    "draft": ("Bản nháp", "Nháp"),
    "submitted": ("Đã nộp", "Chờ duyệt"),
    "returned": ("Trả lại", "Trả lại để sửa"),
    "approved": ("Đã duyệt", "Duyệt"),
    "declined": ("Từ chối", "Không duyệt"),
    "withdrawn": ("Đã rút", "Rút"),
}
SALUTATIONS: Final = {"ông": ("Thầy",), "bà": ("Cô",)}
MEMBER_ROLES: Final = {
    "teacher": ("Giáo viên", "GV"),
    "staff": ("Nhân viên", "NV"),
    "manager": ("Quản lý", "Cán bộ quản lý", "CBQL"),
    "pupil": ("Học sinh", "HS"),
}


def contest_cell(*, required: bool = True, **options: Any) -> Cell:
    """The contest that a row is about, by its code or its name."""
    return text_cell("Cuộc thi | Mã cuộc thi", 200, typed=True, required=required, **options)


def number_cell(**options: Any) -> Cell:
    """The candidate number, kept as typed."""
    return text_cell("Số báo danh | SBD | Mã số | Số", 40, typed=True, **options)


def state_cell() -> Cell:
    """The state of a registration; empty is approved."""
    return choice_cell("Trạng thái", RegistrationState, STATES, empty="approved")


class EntryRow(TableForm):
    """A row of entries.csv."""

    contest = contest_cell(path="contest.slug")
    number = number_cell()
    category = text_cell("Bảng thi | Bảng | Nhóm | Bảng đấu", 120, path="category.name")
    school = school_cell(required=True, path="school.code")
    title = text_cell("Tên bài dự thi | Tên | Tên sản phẩm | Tiêu đề", 200)
    code = text_cell("Mã phách | Số phách | Phách", 40, typed=True)
    state = state_cell()
    summary = text_cell("Tóm tắt", 4000, lines=True, extra=True)


class EntryPartRow(TableForm):
    """What belongs to an entry, named by its number, or without one by its school and title."""

    contest = contest_cell(path="entry.contest.slug")
    number = number_cell(path="entry.number")


class MemberRow(EntryPartRow):
    """A row of members.csv."""

    full_name = name_cell("Họ và tên | Họ tên | Tên", 120, required=True)
    salutation = choice_cell("Danh xưng | Ông/Bà | Xưng hô", Member.Salutation, SALUTATIONS)
    role = choice_cell("Vai trò | Đối tượng", Member.Role, MEMBER_ROLES)
    born_on = day_cell("Ngày sinh", validators=BIRTHDAY_LIMITS)
    position = text_cell("Chức vụ", 120)
    class_name = text_cell("Lớp", 40, key="class")
    mentor = name_cell("Giáo viên hướng dẫn | GVHD | Người hướng dẫn", 200)
    phone = phone_cell(PHONE)
    school = school_cell(extra=True)
    entry = text_cell("Tên bài dự thi", 200, extra=True)


class AttachmentRow(EntryPartRow):
    """A row of attachments.csv."""

    file = text_cell("Tệp | Tên tệp | File", 400, typed=True, required=True)
    title = text_cell("Tên tài liệu | Tiêu đề", 200)
    school = school_cell(extra=True)
    entry = text_cell("Tên bài dự thi", 200, extra=True)


PART: Final = ("contest", "number")
ENTRIES: Final = Table("entries", "Bài dự thi | Đăng ký dự thi", EntryRow, PART)
MEMBERS: Final = Table(
    "members", "Người dự thi | Thí sinh | Danh sách thí sinh", MemberRow, (*PART, "full_name")
)
ATTACHMENTS: Final = Table("attachments", "Tệp bài dự thi | Tệp đính kèm", AttachmentRow, (*PART, "file"))

CONTEST: Final = ("name", "kind", "quota_per_school", "anonymous", "opens_at", "closes_at")
ContestSection = section_form(
    Contest, ("slug", *CONTEST), ("slug", "name", "kind"), categories=texts_value(120)
)
RoundSection = section_form(Round, ("code", "name", "weight", "marking"), (), ("name",))

"""The ground floor's tables of a bundle: schools and the people who look after the festival."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from festival.models import School
from festival.tables.cells import Choice, Email, Flag, Login, Phone, Text, Whole
from festival.tables.spec import Column, Table


class GuestRole(TextChoices):
    """What guests.csv may make of a person; judges have a table of their own."""

    ORGANISER = "organiser", _("Organiser")
    SECRETARY = "secretary", _("Secretary")
    SCHOOL = "school", _("School")


LEVEL: Final = Choice(
    School.Level,
    also={
        "Mầm non": "mam-non",
        "Mẫu giáo": "mam-non",
        "Tiểu học": "tieu-hoc",
        "TH": "tieu-hoc",
        "THCS": "thcs",
        "Trung học cơ sở": "thcs",
        "Liên cấp": "lien-cap",
        "TH và THCS": "lien-cap",
        "TH&THCS": "lien-cap",
        "Tiểu học và THCS": "lien-cap",
    },
)
ROLE: Final = Choice(
    GuestRole,
    also={
        "Ban tổ chức": "organiser",
        "BTC": "organiser",
        "Thư ký": "secretary",
        "Trường": "school",
        "Nhà trường": "school",
    },
)
DIGITAL: Final = Whole(1, 3)

SCHOOLS: Final = Table(
    "schools",
    "Danh sách trường",
    (
        Column("code", "Mã trường", Text(40, typed=True), required=True, also=("Mã",)),
        Column("name", "Tên trường", Text(160), required=True, also=("Tên", "Trường", "Đơn vị")),
        Column("level", "Cấp học", LEVEL, required=True, also=("Cấp",)),
        Column("commune_old", "Xã cũ", Text(80), also=("Xã trước 7/2025",)),
        Column("commune", "Xã", Text(80), also=("Xã mới", "Xã/phường")),
        Column("cluster", "Cụm", Text(80), also=("Cụm chuyên môn", "Cụm trường")),
        Column("head", "Hiệu trưởng", Text(120), also=("Thủ trưởng đơn vị",)),
        Column("email", "Thư điện tử", Email(), also=("Email", "E-mail")),
        Column("phone", "Số điện thoại", Phone(), also=("Điện thoại", "SĐT")),
        Column("digital_teaching", "Mức độ chuyển đổi số trong dạy học", DIGITAL, also=("CĐS dạy học",)),
        Column("digital_management", "Mức độ chuyển đổi số trong quản lý", DIGITAL, also=("CĐS quản lý",)),
        Column("participates", "Tham gia", Flag(empty=None), also=("Xác nhận tham gia",)),
    ),
    key=("code",),
    also=("Trường", "Các trường"),
)

GUESTS: Final = Table(
    "guests",
    "Người của ban tổ chức và các trường",
    (
        Column("email", "Tên đăng nhập", Login(), required=True, also=("Email", "E-mail", "Thư điện tử")),
        Column("full_name", "Họ và tên", Text(120), also=("Họ tên",)),
        Column("role", "Vai trò", ROLE),
        Column("school_code", "Mã trường", Text(40, typed=True)),
        Column("phone", "Số điện thoại", Phone(), also=("Điện thoại", "SĐT")),
    ),
    key=("email", "role", "school_code"),
    also=("Người dùng", "Tài khoản"),
)

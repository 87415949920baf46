"""The base app's rows of a bundle: the festival, schools, and the people who look after the festival."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.forms.cells import (
    Cell,
    choice_cell,
    email_cell,
    flag_cell,
    login_cell,
    name_cell,
    phone_cell,
    text_cell,
    tidy,
    whole_cell,
)
from festival.forms.section import TEXT, section_form, toml_key
from festival.forms.table import Table, TableForm
from festival.likeness import is_mixed
from festival.models import Festival, School, Signer
from festival.text import parse_school_year


class GuestRole(TextChoices):
    """What guests.csv may make of a person; judges have a table of their own."""

    ORGANISER = "organiser", gettext_lazy("Organiser")
    SECRETARY = "secretary", gettext_lazy("Secretary")
    SCHOOL = "school", gettext_lazy("School")


LEVELS: Final = {
    "mam-non": ("Mầm non", "MN", "Mẫu giáo", "MG"),
    "tieu-hoc": ("Tiểu học", "TH"),
    "thcs": ("THCS", "Trung học cơ sở"),
    "thpt": ("THPT", "Trung học phổ thông"),
    "lien-cap": ("Liên cấp", "TH&THCS", "THCS&THPT", "GDTX"),
}
ROLES: Final = {
    "organiser": ("Ban tổ chức", "BTC"),
    "secretary": ("Thư ký",),
    "school": ("Trường", "Nhà trường"),
}
PHONE: Final = "Số điện thoại | Điện thoại | SĐT"
LOGIN: Final = "Tên đăng nhập | Email | E-mail | Thư điện tử"


def school_cell(heading: str = "Mã trường | Trường | Tên trường", **options: Any) -> Cell:
    """The school that a row names, by its code or its name."""
    return text_cell(heading, 160, key="school_code", typed=True, **options)


def combined(text: str) -> str:
    """A kind of school with several levels is combined."""
    return School.Level.COMBINED.value if is_mixed(text) else ""


class SchoolRow(TableForm):
    """A row of schools.csv."""

    code: Cell = text_cell("Mã trường | Mã", 40, typed=True, required=True)
    name = text_cell("Tên trường | Tên | Trường | Đơn vị | Tên đơn vị", 160, required=True)
    level = choice_cell(
        "Cấp học | Cấp | Bậc học | MN/TH/THCS | Loại trường",
        School.Level,
        LEVELS,
        guess=combined,
        required=True,
    )
    commune_old = text_cell("Xã cũ | Xã trước 7/2025", 80)
    commune = text_cell("Xã | Xã mới | Xã/phường", 80)
    cluster = text_cell("Cụm | Cụm chuyên môn | Cụm trường", 80)
    head = name_cell("Hiệu trưởng | Thủ trưởng đơn vị", 120)
    email = email_cell("Thư điện tử | Email | E-mail")
    phone = phone_cell(PHONE)
    digital_teaching = whole_cell("Mức độ chuyển đổi số trong dạy học | CĐS dạy học", 1, 3)
    digital_management = whole_cell("Mức độ chuyển đổi số trong quản lý | CĐS quản lý", 1, 3)
    participation = flag_cell("Tham gia | Xác nhận tham gia", key="participates", empty=None)

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """A school whose name has several levels is combined where the row does not say its level."""
        name = cells.get("name") or ""
        is_guessed = "level" in cells and not cells["level"] and isinstance(name, str) and is_mixed(name)
        if is_guessed:
            cells = {**cells, "level": School.Level.COMBINED.value}
        values = super().read(cells)
        if is_guessed:
            self.cells["level"].warning = _("taken for a school of several levels, by its name")
        return values


class SchoolListRow(SchoolRow):
    """A row of the list on the page, where a code may be missing: it is then made from the name."""

    code = text_cell("Mã trường | Mã", 40, typed=True)


class PersonRow(TableForm):
    """Somebody who signs in."""

    login = login_cell(LOGIN, key="email", path="user.login", required=True)
    full_name = name_cell("Họ và tên | Họ tên", 120, path="user.full_name")


class GuestRow(PersonRow):
    """A row of guests.csv."""

    role = choice_cell("Vai trò", GuestRole, ROLES)
    school = school_cell(path="school.code")
    phone = phone_cell(PHONE, path="user.phone")


TITLE: Final = "Danh sách trường | Trường | Các trường"
PEOPLE: Final = "Người của ban tổ chức và các trường | Người dùng | Tài khoản"
SCHOOLS: Final = Table("schools", TITLE, SchoolRow, ("code",))
SCHOOL_LIST: Final = Table("schools", TITLE, SchoolListRow, ("code",))
GUESTS: Final = Table("guests", PEOPLE, GuestRow, ("email", "role", "school_code"))


def school_year(text: str) -> str:
    """A school year in its stored form; other short texts stay as they are, as older files hold them."""
    try:
        return parse_school_year(text)
    except ValueError:
        return tidy(text, 9)


TEXTS: Final = ("name", "school_year", "level", "parent_body", "issuing_body", "place", "venue")
OPTIONAL: Final = ("booth_word", "body_name", "issuer", "invitation_number")
DAYS: Final = (("starts_on", "ends_on"), ("registration_opens_at", "registration_closes_at"))
FestivalSection = section_form(
    Festival,
    ("slug", *TEXTS, *DAYS[0], *DAYS[1], "booths_per_school", *OPTIONAL),
    ("slug", "name"),
    OPTIONAL,
    school_year=toml_key(TEXT, str, reader=school_year, empty=""),
)
SignerSection = section_form(Signer, ("authority", "title", "name"))
DecisionSection = section_form(
    Festival, {"number": "decision_number", "date": "decision_on"}, (), ("number",)
)

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
    phone_cell,
    text_cell,
    whole_cell,
)
from festival.forms.section import section_form
from festival.forms.table import Table, TableForm
from festival.likeness import is_mixed
from festival.models import Festival, School, Signer


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
PHONES: Final = ("Điện thoại", "SĐT")


def school_cell(*, required: bool = False, extra: bool = False, **options: Any) -> Cell:
    """The school that a row names, by its code or its name."""
    also = ("Trường", "Tên trường", *options.pop("also", ()))
    return text_cell(
        "Mã trường", 160, key="school_code", typed=True, required=required, extra=extra, also=also, **options
    )


def combined(text: str) -> str:
    """A kind of school with several levels is combined."""
    return School.Level.COMBINED.value if is_mixed(text) else ""


class SchoolRow(TableForm):
    """A row of schools.csv."""

    code: Cell = text_cell("Mã trường", 40, typed=True, required=True, also=("Mã",))
    name = text_cell("Tên trường", 160, required=True, also=("Tên", "Trường", "Đơn vị", "Tên đơn vị"))
    level = choice_cell(
        "Cấp học",
        School.Level,
        LEVELS,
        guess=combined,
        required=True,
        also=("Cấp", "Bậc học", "MN/TH/THCS", "Loại trường"),
    )
    commune_old = text_cell("Xã cũ", 80, also=("Xã trước 7/2025",))
    commune = text_cell("Xã", 80, also=("Xã mới", "Xã/phường"))
    cluster = text_cell("Cụm", 80, also=("Cụm chuyên môn", "Cụm trường"))
    head = text_cell("Hiệu trưởng", 120, also=("Thủ trưởng đơn vị",))
    email = email_cell("Thư điện tử", also=("Email", "E-mail"))
    phone = phone_cell("Số điện thoại", also=PHONES)
    digital_teaching = whole_cell("Mức độ chuyển đổi số trong dạy học", 1, 3, also=("CĐS dạy học",))
    digital_management = whole_cell("Mức độ chuyển đổi số trong quản lý", 1, 3, also=("CĐS quản lý",))
    participation = flag_cell("Tham gia", key="participates", empty=None, also=("Xác nhận tham gia",))

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """A school whose name has several levels is combined where the row does not say its level."""
        name = cells.get("name") or ""
        is_guessed = "level" in cells and not cells["level"] and isinstance(name, str) and is_mixed(name)
        if is_guessed:
            cells = {**cells, "level": School.Level.COMBINED.value}
        values = super().read(cells)
        if is_guessed:
            self.fields["level"].warning = _("taken for a school of several levels, by its name")  # type: ignore[attr-defined]
        return values


class SchoolListRow(SchoolRow):
    """A row of the list on the page, where a code may be missing: it is then made from the name."""

    code = text_cell("Mã trường", 40, typed=True, also=("Mã",))


class PersonRow(TableForm):
    """Somebody who signs in."""

    login = login_cell(
        "Tên đăng nhập",
        key="email",
        path="user.login",
        required=True,
        also=("Email", "E-mail", "Thư điện tử"),
    )
    full_name = text_cell("Họ và tên", 120, path="user.full_name", also=("Họ tên",))


class GuestRow(PersonRow):
    """A row of guests.csv."""

    role = choice_cell("Vai trò", GuestRole, ROLES)
    school = school_cell(path="school.code")
    phone = phone_cell("Số điện thoại", path="user.phone", also=PHONES)


SCHOOL_NAMES: Final = ("Trường", "Các trường")
SCHOOLS: Final = Table("schools", "Danh sách trường", SchoolRow, ("code",), SCHOOL_NAMES)
SCHOOL_LIST: Final = Table("schools", "Danh sách trường", SchoolListRow, ("code",), SCHOOL_NAMES)
GUESTS: Final = Table(
    "guests",
    "Người của ban tổ chức và các trường",
    GuestRow,
    ("email", "role", "school_code"),
    ("Người dùng", "Tài khoản"),
)

TEXTS: Final = ("name", "school_year", "level", "parent_body", "issuing_body", "place", "venue")
DAYS: Final = (("starts_on", "ends_on"), ("registration_opens_at", "registration_closes_at"))
FestivalSection = section_form(
    Festival,
    ("slug", *TEXTS, *DAYS[0], *DAYS[1], "booths_per_school", "booth_word"),
    ("slug", "name"),
    ("booth_word",),
)
SignerSection = section_form(Signer, ("authority", "title", "name"))
DecisionSection = section_form(
    Festival, {"number": "decision_number", "date": "decision_on"}, (), ("number",)
)

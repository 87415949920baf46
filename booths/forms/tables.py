"""The rows of booths in a bundle: booths, what they show, their pictures."""

from __future__ import annotations

from typing import Final

from booths.models import Booth, Stand
from contests.forms.tables import contest_cell, number_cell, state_cell
from festival.forms.cells import (
    choice_cell,
    codes_cell,
    flag_cell,
    link_cell,
    name_cell,
    phone_cell,
    text_cell,
    whole_cell,
)
from festival.forms.section import section_form
from festival.forms.table import Table, TableForm
from festival.forms.tables import PHONE, school_cell

FIELDS: Final = {
    "ict": ("CNTT", "Công nghệ thông tin"),
    "ai": ("Trí tuệ nhân tạo",),
    "hoc-lieu": ("Học liệu", "Học liệu số"),
}


class BoothRow(TableForm):
    """A row of booths.csv."""

    school = school_cell(required=True, path="school.code")
    title = text_cell("Tên gian hàng | Tên | Gian hàng", 200, required=True)
    partners = codes_cell("Trường cùng tham gia | Đơn vị phối hợp | Trường phối hợp")
    field = choice_cell("Lĩnh vực", Booth.Field, FIELDS)
    summary = text_cell("Giới thiệu ngắn | Tóm tắt | Giới thiệu", 300)
    description = text_cell("Mô tả | Nội dung | Mô tả chi tiết", 6000, lines=True)
    person = name_cell("Người phụ trách", 120)
    phone = phone_cell(PHONE)
    power = flag_cell("Cần điện | Điện")
    tables = whole_cell("Số bàn | Bàn", 0, 999)
    internet = flag_cell("Cần mạng | Mạng | Internet")
    note = text_cell("Ghi chú", 2000, lines=True)
    state = state_cell()
    stand = text_cell("Vị trí | Số gian | Vị trí gian", 20, typed=True, path="stand.code")
    contest = contest_cell(required=False, path="entry.contest.slug")
    number = number_cell(path="entry.number")
    category = text_cell("Bảng thi | Bảng", 120, extra=True, path="entry.category.name")


class BoothPartRow(TableForm):
    """What belongs to a booth, named by its school and title."""

    school = school_cell(required=True, path="booth.school.code")
    booth = text_cell("Tên gian hàng | Gian hàng", 200, required=True, path="booth.title")


class ProductRow(BoothPartRow):
    """A row of products.csv."""

    name = text_cell("Tên sản phẩm | Sản phẩm | Tên", 200, required=True)
    topic = text_cell("Tên chủ đề dạy học STEM | Chủ đề | Chủ đề STEM", 200)
    authors = name_cell("Tên học sinh | Tác giả | Học sinh", 400)
    class_name = text_cell("Lớp", 60, key="class")
    materials = text_cell("Vật liệu chính | Vật liệu", 400)
    purpose = text_cell("Tác dụng/ý nghĩa | Tác dụng | Ý nghĩa", 4000, lines=True)
    link = link_cell("Liên kết | Đường dẫn | Link")


class PhotoRow(BoothPartRow):
    """A row of photos.csv."""

    file = text_cell("Tệp | Tên tệp | Tệp ảnh | Ảnh", 400, typed=True, required=True)
    caption = text_cell("Chú thích | Chú thích ảnh", 200)
    shows_pupils = flag_cell("Có hình học sinh | Có học sinh")


PART: Final = ("school_code", "booth")
BOOTHS: Final = Table("booths", "Gian hàng | Đăng ký gian hàng", BoothRow, ("school_code", "title"))
PRODUCTS: Final = Table("products", "Sản phẩm | Sản phẩm gian hàng", ProductRow, (*PART, "name"))
PHOTOS: Final = Table("photos", "Ảnh | Hình ảnh | Ảnh gian hàng", PhotoRow, (*PART, "file"))
StandSection = section_form(Stand, ("code", "zone"), ("code",), ("zone",))

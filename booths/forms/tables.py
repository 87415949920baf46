"""The rows of booths in a bundle: booths, what they show, their pictures."""

from __future__ import annotations

from typing import Final

from booths.models import Booth
from contests.forms.tables import contest_cell, number_cell, state_cell
from festival.forms.cells import (
    choice_cell,
    codes_cell,
    flag_cell,
    link_cell,
    phone_cell,
    text_cell,
    whole_cell,
)
from festival.forms.table import Table, TableForm
from festival.forms.tables import PHONES, school_cell

FIELDS: Final = {
    "ict": ("CNTT", "Công nghệ thông tin"),
    "ai": ("Trí tuệ nhân tạo",),
    "hoc-lieu": ("Học liệu", "Học liệu số"),
}


class BoothRow(TableForm):
    """A row of booths.csv."""

    school = school_cell(required=True, path="school.code")
    title = text_cell("Tên gian hàng", 200, required=True, also=("Tên", "Gian hàng"))
    partners = codes_cell("Trường cùng tham gia", also=("Đơn vị phối hợp", "Trường phối hợp"))
    field = choice_cell("Lĩnh vực", Booth.Field, FIELDS)
    summary = text_cell("Giới thiệu ngắn", 300, also=("Tóm tắt", "Giới thiệu"))
    description = text_cell("Mô tả", 6000, lines=True, also=("Nội dung", "Mô tả chi tiết"))
    person = text_cell("Người phụ trách", 120)
    phone = phone_cell("Số điện thoại", also=PHONES)
    power = flag_cell("Cần điện", also=("Điện",))
    tables = whole_cell("Số bàn", 0, 999, also=("Bàn",))
    internet = flag_cell("Cần mạng", also=("Mạng", "Internet"))
    note = text_cell("Ghi chú", 2000, lines=True)
    state = state_cell()
    stand = text_cell("Vị trí", 20, typed=True, also=("Số gian", "Vị trí gian"), path="stand.code")
    contest = contest_cell(required=False, path="entry.contest.slug")
    number = number_cell(path="entry.number")
    category = text_cell("Bảng thi", 120, also=("Bảng",), extra=True, path="entry.category.name")


class BoothPartRow(TableForm):
    """What belongs to a booth, named by its school and title."""

    school = school_cell(required=True, path="booth.school.code")
    booth = text_cell("Tên gian hàng", 200, required=True, also=("Gian hàng",), path="booth.title")


class ProductRow(BoothPartRow):
    """A row of products.csv."""

    name = text_cell("Tên sản phẩm", 200, required=True, also=("Sản phẩm", "Tên"))
    topic = text_cell("Tên chủ đề dạy học STEM", 200, also=("Chủ đề", "Chủ đề STEM"))
    authors = text_cell("Tên học sinh", 400, also=("Tác giả", "Học sinh"))
    class_name = text_cell("Lớp", 60, key="class")
    materials = text_cell("Vật liệu chính", 400, also=("Vật liệu",))
    purpose = text_cell("Tác dụng/ý nghĩa", 4000, lines=True, also=("Tác dụng", "Ý nghĩa"))
    link = link_cell("Liên kết", also=("Đường dẫn", "Link"))


class PhotoRow(BoothPartRow):
    """A row of photos.csv."""

    file = text_cell("Tệp", 400, typed=True, required=True, also=("Tên tệp", "Tệp ảnh", "Ảnh"))
    caption = text_cell("Chú thích", 200, also=("Chú thích ảnh",))
    shows_pupils = flag_cell("Có hình học sinh", also=("Có học sinh",))


PART: Final = ("school_code", "booth")
BOOTHS: Final = Table("booths", "Gian hàng", BoothRow, ("school_code", "title"), ("Đăng ký gian hàng",))
PRODUCTS: Final = Table("products", "Sản phẩm", ProductRow, (*PART, "name"), ("Sản phẩm gian hàng",))
PHOTOS: Final = Table("photos", "Ảnh", PhotoRow, (*PART, "file"), ("Hình ảnh", "Ảnh gian hàng"))

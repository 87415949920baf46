"""The tables of booths in a bundle."""

from __future__ import annotations

from typing import Final

from booths.models import Booth
from contests.bundle.tables import STATE, contest_column, number_column
from festival.tables.cells import Choice, Codes, Flag, Link, Phone, Text, Whole
from festival.tables.spec import Column, Table

FIELD: Final = Choice(
    Booth.Field,
    also={
        "CNTT": "ict",
        "Công nghệ thông tin": "ict",
        "Trí tuệ nhân tạo": "ai",
        "Học liệu": "hoc-lieu",
        "Học liệu số": "hoc-lieu",
    },
)


def school_column() -> Column:
    """The school that holds the booth."""
    return Column("school_code", "Mã trường", Text(40, typed=True), required=True)


def booth_column() -> Column:
    """The booth's name, which with the school's code names the booth."""
    return Column("booth", "Tên gian hàng", Text(200), required=True, also=("Gian hàng",))


BOOTHS: Final = Table(
    "booths",
    "Gian hàng",
    (
        school_column(),
        Column("title", "Tên gian hàng", Text(200), required=True, also=("Tên", "Gian hàng")),
        Column("partners", "Trường cùng tham gia", Codes(), also=("Đơn vị phối hợp", "Trường phối hợp")),
        Column("field", "Lĩnh vực", FIELD),
        Column("summary", "Giới thiệu ngắn", Text(300), also=("Tóm tắt", "Giới thiệu")),
        Column("description", "Mô tả", Text(6000, lines=True), also=("Nội dung", "Mô tả chi tiết")),
        Column("person", "Người phụ trách", Text(120)),
        Column("phone", "Số điện thoại", Phone(), also=("Điện thoại", "SĐT")),
        Column("power", "Cần điện", Flag(), also=("Điện",)),
        Column("tables", "Số bàn", Whole(0, 999), also=("Bàn",)),
        Column("internet", "Cần mạng", Flag(), also=("Mạng", "Internet")),
        Column("note", "Ghi chú", Text(2000, lines=True)),
        Column("state", "Trạng thái", STATE),
        Column("stand", "Vị trí", Text(20, typed=True), also=("Số gian", "Vị trí gian")),
        contest_column(required=False),
        number_column(),
        Column("category", "Bảng thi", Text(120), also=("Bảng",), extra=True),
    ),
    key=("school_code", "title"),
    also=("Đăng ký gian hàng",),
)

PRODUCTS: Final = Table(
    "products",
    "Sản phẩm",
    (
        school_column(),
        booth_column(),
        Column("name", "Tên sản phẩm", Text(200), required=True, also=("Sản phẩm", "Tên")),
        Column("topic", "Tên chủ đề dạy học STEM", Text(200), also=("Chủ đề", "Chủ đề STEM")),
        Column("authors", "Tên học sinh", Text(400), also=("Tác giả", "Học sinh")),
        Column("class", "Lớp", Text(60)),
        Column("materials", "Vật liệu chính", Text(400), also=("Vật liệu",)),
        Column("purpose", "Tác dụng/ý nghĩa", Text(4000, lines=True), also=("Tác dụng", "Ý nghĩa")),
        Column("link", "Liên kết", Link(), also=("Đường dẫn", "Link")),
    ),
    key=("school_code", "booth", "name"),
    also=("Sản phẩm gian hàng",),
)

PHOTOS: Final = Table(
    "photos",
    "Ảnh",
    (
        school_column(),
        booth_column(),
        Column("file", "Tệp", Text(400, typed=True), required=True, also=("Tên tệp", "Tệp ảnh", "Ảnh")),
        Column("caption", "Chú thích", Text(200), also=("Chú thích ảnh",)),
        Column("shows_pupils", "Có hình học sinh", Flag(), also=("Có học sinh",)),
    ),
    key=("school_code", "booth", "file"),
    also=("Hình ảnh", "Ảnh gian hàng"),
)

"""The name of an office inside a sentence, from its line in capitals."""

from __future__ import annotations

import pytest

from festival.office_names import sentence_name


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("ỦY BAN NHÂN DÂN XÃ SƠN ĐỒNG", "Ủy ban nhân dân xã Sơn Đồng"),
        ("UBND XÃ SƠN ĐỒNG", "UBND xã Sơn Đồng"),
        ("PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội"),
        ("PHÒNG VĂN HÓA - XÃ HỘI XÃ SƠN ĐỒNG", "Phòng Văn hóa - Xã hội xã Sơn Đồng"),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN HOÀI ĐỨC", "Phòng Giáo dục và Đào tạo huyện Hoài Đức"),
        ("PHÒNG GD&ĐT HUYỆN HOÀI ĐỨC", "Phòng GD&ĐT huyện Hoài Đức"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO HÀ NỘI", "Sở Giáo dục và Đào tạo Hà Nội"),
        ("CỤM CHUYÊN MÔN SỐ 3", "Cụm chuyên môn số 3"),
        ("TRƯỜNG TIỂU HỌC KIM CHUNG", "Trường Tiểu học Kim Chung"),
        ("TRƯỜNG THCS AN KHÁNH", "Trường THCS An Khánh"),
        ("Phòng Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo"),
        ("Ban Tổ chức Ngày hội STEM", "Ban Tổ chức Ngày hội STEM"),
        ("", ""),
    ],
)
def test_sentence_name_of_a_body_in_capitals_is_written_as_in_a_sentence(body: str, named: str) -> None:
    assert sentence_name(body) == named

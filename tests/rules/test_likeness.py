"""Which names mean one school, and which are likely corrections of each other."""

from __future__ import annotations

import pytest

from festival.likeness import is_alike, is_mixed, school_key

SAME = [
    ("Trường TH Kim Chung", "Trường Tiểu học Kim Chung"),
    ("TH Kim Chung", "trường tiểu học KIM CHUNG"),
    ("Trường MN Hoa Sen", "Mầm non Hoa Sen"),
    ("THCS An Khánh", "Trường Trung học cơ sở An Khánh"),
    ("Trường TH&THCS Đông La", "Tiểu học và THCS Đông La"),
    ("TH-THCS Đông La", "Trường Tiểu học, Trung học cơ sở Đông La"),
    ("THPT Hoài Đức A", "Trường Trung học phổ thông Hoài Đức A"),
    ("GDNN-GDTX Hoài Đức", "Giáo dục nghề nghiệp - Giáo dục thường xuyên Hoài Đức"),
]
OTHER = [
    ("Trường TH Kim Chung", "Trường THCS Kim Chung"),
    ("THPT Hoài Đức A", "THPT Hoài Đức B"),
    ("Trường TH Kim Chung 1", "Trường TH Kim Chung 2"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_spellings_of_one_school_have_one_key(one: str, two: str) -> None:
    assert school_key(one) == school_key(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_schools_have_two_keys(one: str, two: str) -> None:
    assert school_key(one) != school_key(two)


@pytest.mark.parametrize("name", ["TH&THCS", "TH và THCS", "THCS - THPT Nguyễn Siêu", "GDTX", "MN, TH A"])
def test_name_with_several_levels_is_mixed(name: str) -> None:
    assert is_mixed(name)


@pytest.mark.parametrize("name", ["Trường THCS An Khánh", "Tiểu học A", "", "Trường chuyên"])
def test_name_with_one_level_is_not_mixed(name: str) -> None:
    assert not is_mixed(name)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Nguyễn Thị Ánh", "Nguyễn Thi Ánh"),
        ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Anhh"),
        ("An Nguyễn Văn", "Nguyễn Văn An"),
        ("Vườn rau thông minh", "Vườn rau thông mnih"),
    ],
)
def test_correction_is_alike(new: str, old: str) -> None:
    assert is_alike(new, old) and is_alike(old, new)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Nguyễn Thị Ánh", "Trần Văn Bình"),
        ("Sản phẩm 1", "Sản phẩm 2"),
        ("An Khánh A", "An Khánh B"),
        ("", ""),
        ("An", "Ân b"),
    ],
)
def test_other_name_is_not_alike(new: str, old: str) -> None:
    assert not is_alike(new, old)

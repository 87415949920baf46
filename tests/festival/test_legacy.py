"""Text in legacy Vietnamese encodings is recognised and converted; correct Vietnamese is never mistaken."""

from __future__ import annotations

import pytest

from festival.tables.legacy import from_legacy, is_syllable
from tests.festival.sheets import read

TCVN3, VNI = "TCVN3 (ABC)", "VNI"
CONVERTED = [
    ("Tr\xadêng TiÓu häc An Kh¸nh", "Trường Tiểu học An Khánh", TCVN3),
    ("PHßNG GI¸O DôC", "PHÒNG GIÁO DỤC", TCVN3),
    ("NguyÔn V¨n §øc", "Nguyễn Văn Đức", TCVN3),
    ("H\xadng Yªn", "Hưng Yên", TCVN3),
    ("Tröôøng Tieåu hoïc An Khaùnh", "Trường Tiểu học An Khánh", VNI),
    ("Nguyeãn Thò Minh Anh", "Nguyễn Thị Minh Anh", VNI),
    ("TRÖÔØNG THCS ÑOÂNG LA", "TRƯỜNG THCS ĐÔNG LA", VNI),
    ("Giang Vaên Minh, Quyønh", "Giang Văn Minh, Quỳnh", VNI),
]
LEFT = [
    "Trường Tiểu học An Khánh", "Toàn", "Hà Nam", "Hoàng Thái", "Tú", "Huỳnh", "Phú Xá", "Thuý", "hoà bình",
    "Ðông Hà", "Trà sen Tây", "Y Kô Niê", "Café Müller", "Straße", "naïve", "Noël", "Citroën", "São Paulo",
    "Piñata", "Zürich", "3 × 4", "5 µm", "30°C", "© An", "§ 5", "B£", "5½", "TH & THCS", "",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "text", "encoding"), CONVERTED)
def test_old_encoding_is_converted(typed: str, text: str, encoding: str) -> None:
    assert from_legacy(typed) == (text, encoding)


@pytest.mark.parametrize("text", LEFT)
def test_other_text_is_left_alone(text: str) -> None:
    assert from_legacy(text) is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Loïc Dupont", VNI), ("Mön", f"{TCVN3} / {VNI}"), ("Tr\xadêng Stem-Lab® ¸m", TCVN3)],
)
def test_doubtful_text_is_not_converted_but_named(text: str, encoding: str) -> None:
    assert from_legacy(text) == ("", encoding)


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "quyết", "giếng", "khuỷu", "oằn", "yếu", "ướt", "hươu", "chuyện", "thuở", "bìa", "mưa"],
)
def test_syllable_is_known(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["học̀", "hòc", "naùng", "straße", "zoo", "toaøn", "uùu", "brâm"])
def test_no_syllable_is_known_as_none(word: str) -> None:
    assert not is_syllable(word)


def test_converted_and_doubtful_cells_are_named_with_their_row() -> None:
    rows, faults, warnings = read(
        "M· tr\xadêng,Tên trường,Cấp học\nS1,Tr\xadêng TiÓu häc An Kh¸nh,TH\nS2,Loïc Dupont,TH\n"
    )
    assert [row["Tên trường"] for _number, row in rows] == ["Trường Tiểu học An Khánh", "Loïc Dupont"]
    assert faults == []
    assert warnings == [
        'schools.csv:1: Mã trường: gõ bằng bảng mã TCVN3 (ABC), đã chuyển thành "Mã trường"',
        'schools.csv:2: Tên trường: gõ bằng bảng mã TCVN3 (ABC), đã chuyển thành "Trường Tiểu học An Khánh"',
        'schools.csv:3: Tên trường: có thể gõ bằng bảng mã VNI; hãy kiểm tra: "Loïc Dupont"',
    ]


def test_csv_saved_in_an_old_font_is_converted() -> None:
    text = "code,name,level\nS1,Tr\xadêng TiÓu häc An Kh¸nh,TH\n"
    rows, faults, _warnings = read(text.encode("latin-1"))
    assert (rows[0][1]["name"], faults) == ("Trường Tiểu học An Khánh", [])

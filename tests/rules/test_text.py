"""Vietnamese letters, names, numbers and dates."""

import random
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.text import (
    clean_text,
    day_in_words,
    format_points,
    format_school_year,
    free_code,
    given_name,
    is_key,
    leading_zero,
    natural_key,
    next_school_year,
    number_in_words,
    old_style,
    parse_points,
    parse_school_year,
    person_sort_key,
    search_key,
    slug,
    sort_key,
)

quick = settings(max_examples=200, deadline=None, derandomize=True)


def mixed(words: list[str]) -> list[str]:
    return random.Random(1).sample(words, len(words))


def test_alphabet_is_in_vietnamese_order() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    shuffled = mixed(letters)
    assert sorted(shuffled, key=sort_key) == letters
    assert sorted((letter.upper() for letter in shuffled), key=sort_key) == [c.upper() for c in letters]


def test_tones_are_in_dictionary_order_and_come_before_longer_words() -> None:
    words = ["ba", "ba nội", "bà", "bà con", "bả", "bã", "bá", "bạ", "bác", "bạc", "băng", "bấc", "bo"]
    assert sorted(mixed(words), key=sort_key) == words


def test_numbers_sort_by_value_and_before_letters() -> None:
    numbers = [
        "0",
        "1",
        "9",
        "10",
        "1234567890",
        "12345678901",
        "9" * 34,
        "A2",
        "A10",
        "B1",
        "SBD 9",
        "SBD 10",
    ]
    assert sorted(mixed(numbers), key=natural_key) == numbers
    assert natural_key("007") == natural_key("7")
    assert natural_key("00") == natural_key("0")
    assert natural_key("9" * 40) == natural_key("9" * 35)


def test_punctuation_and_capitals_do_not_change_the_order() -> None:
    assert sort_key("THCS. An-Khánh (mới)") == sort_key("thcs an khánh mới")


def test_people_sort_by_given_name_then_family_name() -> None:
    people = [
        "Nguyễn Thị An",
        "Nguyễn Thị Hồng An",
        "Nguyễn Văn An",
        "Trần Văn An",
        "Lê Văn Ân",
        "Nguyễn Văn Bình",
        "Đỗ Duy",
        "Nguyễn Hải Đăng",
        "Phạm Thu Hà",
        "Bùi Thị Hòa",
        "Nguyễn Thị Hoà",
        "Hồ Yên",
    ]
    assert sorted(mixed(people), key=person_sort_key) == people


@pytest.mark.parametrize("key", [sort_key, natural_key, person_sort_key])
def test_keys_have_only_what_every_database_sorts_alike(key: object) -> None:
    assert callable(key)
    for text in (
        "Trường THCS Đông La – số 2 (mới)",
        "0 1234567890",
        "日本",
        "a\u0300́",
        "",
        "!!!",
        "Ñandú",
        "x" * 500,
    ):
        found = key(text)
        assert found.isascii()
        assert not found or found.isalnum()
        assert found == found.lower()
        assert len(found) <= (100 if key is natural_key else 400)


@quick
@given(st.text(max_size=200))
def test_keys_of_any_text_fit_their_columns(text: str) -> None:
    assert len(sort_key(text)) <= 400
    assert len(natural_key(text)) <= 100
    assert len(search_key(text, limit=100)) <= 100
    assert sort_key(text).encode().isascii()
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_search_is_blind_to_marks_capitals_and_spelling() -> None:
    assert search_key("ĐƯỜNG  Nguyễn\tHuệ ") == "duong nguyen hue"
    assert search_key("Hoà") == search_key("Hòa") == search_key("HÒA") == "hoa"
    assert search_key(unicodedata.normalize("NFD", "Ấm áp")) == "am ap"
    assert search_key("THCS An Thượng", limit=7) == "thcs an"


def test_old_style_is_the_one_spelling() -> None:
    assert old_style("Hoà khoá thuý khoẻ Thuỷ HOÀ UỶ") == "Hòa khóa thúy khỏe Thủy HÒA ỦY"
    assert old_style("quý quỹ hoàn toán thuyết hòa khóa") == "quý quỹ hoàn toán thuyết hòa khóa"


@pytest.mark.parametrize(
    ("typed", "line", "lines"),
    [
        ("  Nguye\u0302\u0303n   Văn A\n", "Nguyễn Văn A", "Nguyễn Văn A"),
        ("\u00d0ặng \u0189ức \u00f0\u0256", "Đặng Đức đđ", "Đặng Đức đđ"),
        ("Vườn rau\x0bthông minh", "Vườn rau thông minh", "Vườn rau\nthông minh"),
        ("một\r\nhai\rba\n\n  bốn \t năm \n", "một hai ba bốn năm", "một\nhai\nba\n\nbốn năm"),
        ("dòng\u2028mới\x85nữa\x0ctrang", "dòng mới nữa trang", "dòng\nmới\nnữa\ntrang"),
        ("\x00A\x07n\x1b\x7f\x9f", "An", "An"),
        ("\ud83dAn\udc00", "An", "An"),
        ("\ufeffTr\u00adường\u200b \u202eTH\u2060", "Trường TH", "Trường TH"),
        ("AnX\ufffe\uffff", "AnX", "AnX"),
        ("Thu\u200b\u0309y", "Thủy", "Thủy"),
        ("Lê\u00a0Thị\u3000Mơ", "Lê Thị Mơ", "Lê Thị Mơ"),
        ("\x00\t\x0b", "", ""),
        ("Robot 🤖 – 100 %", "Robot 🤖 – 100 %", "Robot 🤖 – 100 %"),
    ],
)
def test_clean_text_of_what_people_paste_is_the_stored_form(typed: str, line: str, lines: str) -> None:
    assert clean_text(typed) == line
    assert clean_text(typed, lines=True) == lines


@quick
@given(st.text(st.characters(exclude_categories=())), st.booleans())
def test_clean_text_twice_is_the_same_and_can_be_stored(typed: str, lines: bool) -> None:
    clean = clean_text(typed, lines=lines)

    assert clean_text(clean, lines=lines) == clean
    assert clean.encode().decode() == clean
    assert [c for c in clean if unicodedata.category(c) in {"Cc", "Cs"} and c != "\n"] == []
    assert lines or "\n" not in clean


def test_given_name_is_the_last_word() -> None:
    assert [given_name(name) for name in ("Nguyễn Thị  Hòa ", "Hòa", "")] == ["Hòa", "Hòa", ""]


def test_slug() -> None:
    assert slug("Ngày hội CNTT & STEM – Hoài Đức 2024!") == "ngay-hoi-cntt-stem-hoai-duc-2024"
    assert slug("Ngày hội", limit=5) == "ngay"
    assert slug("a" * 70) == "a" * 60


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("8,5", "8.5"),
        ("8.5", "8.5"),
        (" 20 ", "20"),
        ("9" * 20, "9" * 20),
        ("0", "0"),
        (",5", "0.5"),
        ("007", "7"),
        ("-1", "-1"),
    ],
)
def test_points_are_read_with_comma_or_point(text: str, points: str) -> None:
    assert parse_points(text) == Decimal(points)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "NaN",
        "inf",
        "1e3",
        "8 5",
        "8,5,0",
        "1.000,5",
        "8.",
        "+8",
        "tám",
        "٣",
        "８",
        "--1",
        "0x1",
        "8_5",
        "9" * 21,
    ],
)
def test_what_is_not_a_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no plain number"):
        parse_points(text)


@pytest.mark.parametrize(
    ("points", "decimals", "text"),
    [
        ("8.5", None, "8,5"),
        ("8.50", None, "8,5"),
        ("20.00", None, "20"),
        ("100", None, "100"),
        ("1E+2", None, "100"),
        ("0", None, "0"),
        ("85.5", 2, "85,50"),
        ("20", 0, "20"),
        ("8.125", 2, "8,13"),
    ],
)
def test_points_are_written_with_a_comma(points: str, decimals: int | None, text: str) -> None:
    assert format_points(Decimal(points), decimals) == text


@quick
@given(st.decimals(0, 999, places=2))
def test_points_written_are_read_back(points: Decimal) -> None:
    assert parse_points(format_points(points)) == points
    assert parse_points(format_points(points, 2)) == points


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "không"),
        ("4", "bốn"),
        ("5", "năm"),
        ("10", "mười"),
        ("14", "mười bốn"),
        ("15", "mười lăm"),
        ("20", "hai mươi"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("55", "năm mươi lăm"),
        ("100", "một trăm"),
        ("101", "một trăm linh một"),
        ("110", "một trăm mười"),
        ("115", "một trăm mười lăm"),
        ("1005", "một nghìn không trăm linh năm"),
        ("2500000", "hai triệu năm trăm nghìn"),
        ("1000000001", "một tỷ không trăm linh một"),
        ("85.25", "tám mươi lăm phẩy hai lăm"),
        ("85.50", "tám mươi lăm phẩy năm"),
        ("85.00", "tám mươi lăm"),
        ("8.05", "tám phẩy không năm"),
        ("8.15", "tám phẩy mười lăm"),
        ("8.41", "tám phẩy bốn mốt"),
        ("8.11", "tám phẩy mười một"),
        ("8.14", "tám phẩy mười bốn"),
        ("8.1", "tám phẩy một"),
        (
            "999999999999",
            "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu "
            "chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
        ),
        ("8.125", "tám phẩy một hai năm"),
        ("0.75", "không phẩy bảy lăm"),
    ],
)
def test_number_in_words(number: str, words: str) -> None:
    assert number_in_words(Decimal(number)) == words


@pytest.mark.parametrize("number", ["-1", "NaN", "1000000000000"])
def test_numbers_without_words_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match=number):
        number_in_words(Decimal(number))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 1, 5), "ngày 05 tháng 01 năm 2025"),
        (date(2025, 2, 10), "ngày 10 tháng 02 năm 2025"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        (date(2024, 12, 31), "ngày 31 tháng 12 năm 2024"),
    ],
)
def test_day_in_words_by_decree_30(day: date, words: str) -> None:
    assert day_in_words(day) == words


def test_a_primary_key_has_one_to_eighteen_digits() -> None:
    texts = ("7", "9" * 18, "9" * 19, "", "-7", "7 ", "٧", "7.0")
    assert [text for text in texts if is_key(text)] == ["7", "9" * 18]


def test_leading_zero_under_ten_only() -> None:
    assert [leading_zero(number) for number in (1, 9, 10, 123)] == ["01", "09", "10", "123"]


@pytest.mark.parametrize(
    ("taken", "code"),
    [(set(), "vong"), ({"vong"}, "vong-2"), ({"vong", "vong-2"}, "vong-3"), ({"vong", "vong-3"}, "vong-2")],
)
def test_free_code_is_the_first_that_is_not_taken_and_takes_it(taken: set[str], code: str) -> None:
    before = set(taken)
    assert free_code("vong", taken) == code
    assert taken == before | {code}


@pytest.mark.parametrize(
    "text",
    [
        "2026-2027",
        "2026 - 2027",
        " 2026 – 2027 ",
        "2026—2027",
        "2026/2027",
        "2026/27",
        "2026-27",
        "2026, 2027",
        "2026 2027",
        "Năm học 2026-2027",
    ],
)
def test_school_year_in_any_usual_form_is_stored_in_one(text: str) -> None:
    assert parse_school_year(text) == "2026-2027"


@pytest.mark.parametrize(
    "text",
    ["", "2026", "26-27", "2026-2028", "2027-2026", "2026-2026", "1999-2000", "2100-2101", "2026 - 20"],
)
def test_text_that_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no school year"):
        parse_school_year(text)


def test_school_year_at_the_turn_of_a_century_and_its_bounds() -> None:
    assert [parse_school_year(text) for text in ("2000-2001", "2099-2100", "2099/00")] == [
        "2000-2001",
        "2099-2100",
        "2099-2100",
    ]


def test_school_year_is_printed_with_blanks_and_followed_by_the_next() -> None:
    assert format_school_year("2026-2027") == "2026 - 2027"
    assert [format_school_year(text) for text in ("", "2026")] == ["", "2026"]
    assert [next_school_year(year) for year in ("2026-2027", "", "2026")] == ["2027-2028", "", ""]

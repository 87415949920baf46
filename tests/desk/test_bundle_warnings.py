"""What is guessed, replaced, converted or very like another is a warning with file and row."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from contests.models import Entry, Member
from desk.imports import Imported, import_bundle
from festival.models import Festival, School
from festival.tables.files import open_path, open_upload
from festival.tables.legacy import TCVN3
from festival.text import person_sort_key
from judging.models import Scoring
from tests.desk.sample import GOOD, run_import, with_cell, with_line, with_toml, without, write
from tests.festival.sheets import book

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BACK = str.maketrans({letter: sign for sign, letter in TCVN3.items()})
HEAD = ["Mã trường", "Tên trường", "Cấp học"]


def old_font(*cells: str) -> list[str]:
    return [cell.translate(BACK) for cell in cells]


def upload(name: str, data: bytes) -> Imported:
    return import_bundle(open_upload(io.BytesIO(data), name=name), by=None, only=Festival.objects.get())


def test_corrected_person_of_a_contest_of_people_is_replaced_with_both_names(tmp_path: Path) -> None:
    run_import(tmp_path)
    files = with_cell("members.csv", 2, "full_name", "Nguyễn Thị Hoà Bình")
    done = run_import(tmp_path, files)
    assert (done.faults, done.created, done.changed) == ([], 0, 1)
    assert done.warnings == [
        'members.csv:2: full_name: thay "Nguyễn Thị Hòa" của "001" bằng "Nguyễn Thị Hoà Bình"'
    ]
    person = Member.objects.get(entry__number="001")
    assert (person.full_name, person.sort_key) == (
        "Nguyễn Thị Hoà Bình",
        person_sort_key("Nguyễn Thị Hoà Bình"),
    )
    assert "hoa binh" in Entry.objects.get(number="001").search_key
    again = run_import(tmp_path, files)
    assert (again.faults, again.warnings, again.created, again.changed) == ([], [], 0, 0)


@pytest.mark.parametrize(("column", "value"), [("school_code", "TH2"), ("category", "THCS")])
def test_person_of_an_entry_of_another_school_or_category_is_not_replaced(
    tmp_path: Path, column: str, value: str
) -> None:
    files = without("scores.csv", "assignments.csv")
    run_import(tmp_path, files)
    files["members.csv"] = with_cell("members.csv", 2, "full_name", "Trần Văn Bình")["members.csv"]
    files["entries.csv"] = with_cell("entries.csv", 2, column, value)["entries.csv"]
    done = run_import(tmp_path, files)
    assert done.warnings == [
        'members.csv:2: full_name: "Nguyễn Thị Hòa" không còn trong tệp nhưng vẫn được giữ: '
        '"001" có nhiều người'
    ]
    assert Member.objects.filter(entry__number="001").count() == 2


def test_namesake_whose_class_changes_is_one_and_named(tmp_path: Path) -> None:
    head = "contest,number,full_name,born_on,class\n"
    rows = "ky-nang,002,Lê An,,4A\nky-nang,002,Lê An,06/01/2013,4B\n"
    run_import(tmp_path, GOOD | {"members.csv": head + rows})
    done = run_import(tmp_path, GOOD | {"members.csv": head + rows.replace("4B", "4C")})
    assert (done.faults, done.created, done.changed) == ([], 0, 1)
    assert done.warnings == [
        'members.csv:3: full_name: hiểu là "Lê An" (4B, 06/01/2013), một trong nhiều người cùng tên'
    ]


def test_class_of_a_person_without_namesakes_changes_without_a_warning(tmp_path: Path) -> None:
    run_import(tmp_path)
    assert run_import(tmp_path, with_cell("members.csv", 2, "class", "4C")).warnings == []


def test_cross_is_a_yes_with_a_warning(tmp_path: Path) -> None:
    files = with_cell("schools.csv", 3, "participates", "x")
    assert run_import(tmp_path, files).warnings == ['schools.csv:3: participates: "x" được hiểu là Có']
    assert School.objects.get(code="TH2").participation == School.Participation.CONFIRMED


SAME = [
    ("schools.csv", "TH9,Trường TH An Khánh,tieu-hoc,,,,,,,,,", "name", "TH1 · Trường Tiểu học An Khánh"),
    ("judges.csv", "gk9@example.vn,Vũ Văn Đạt,,,", "full_name", "Vũ Văn Đạt (gk2@example.vn)"),
]


@pytest.mark.parametrize(("file", "line", "column", "other"), SAME)
def test_two_of_one_name_in_a_file_are_a_warning_when_one_is_new(
    tmp_path: Path, file: str, line: str, column: str, other: str
) -> None:
    files, row = with_line(file, line), GOOD[file].count("\n") + 1
    warning = f'{file}:{row}: {column}: cùng tên với "{other}"'
    assert run_import(tmp_path, files, dry_run=True).warnings == [warning]
    run_import(tmp_path)
    assert run_import(tmp_path, files).warnings == [warning]
    assert run_import(tmp_path, files).warnings == []


@pytest.mark.parametrize("name", ["Sheet1", "Danh sách trường".translate(BACK)])
@pytest.mark.parametrize("head", [HEAD, ["Mã", "Trường", "Cấp"]])
def test_table_of_an_old_font_is_known_by_its_headings(tmp_path: Path, name: str, head: list[str]) -> None:
    run_import(tmp_path)
    rows = [old_font(*head), ["A9", *old_font("Mầm non", "Mầm non")], ["B9", *old_font("Hòa", "Tiểu học")]]
    done = upload("a.xlsx", book([], more={name: rows}))
    assert done.faults == []
    last = [line for line in done.warnings if ":3: " in line]
    assert last == [
        f'a.xlsx/{name}:3: {heading}: gõ bằng bảng mã TCVN3 (ABC), đã chuyển thành "{text}"'
        for heading, text in zip(head[1:], ["Hòa", "Tiểu học"], strict=True)
    ]
    assert list(
        School.objects.filter(code__in=["A9", "B9"]).order_by("code").values_list("name", "level")
    ) == [
        ("Mầm non", "mam-non"),
        ("Hòa", "tieu-hoc"),
    ]


def test_choice_of_an_old_font_among_other_text_is_refused_with_the_encoding(tmp_path: Path) -> None:
    done = run_import(tmp_path, with_cell("schools.csv", 3, "level", "Mầm non".translate(BACK)))
    assert done.faults == [
        "schools.csv:3: level: Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp; "
        '"MÇm non" có thể gõ bằng bảng mã TCVN3 (ABC)'
    ]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (
            ["Gì", "Đó"],
            "schools.xlsx/Sheet1: không tìm thấy dòng tiêu đề; "
            "đã tìm các cột: Mã trường, Tên trường, Cấp học",
        ),
        (["Mã", "Tên trường"], "schools.xlsx/Sheet1:1: level: thiếu cột này"),
    ],
)
@pytest.mark.parametrize("name", ["", "schools.xlsx"])
def test_wrong_heading_of_a_workbook_of_a_table_names_the_sheet(
    tmp_path: Path, head: list[str], fault: str, name: str
) -> None:
    folder = write(tmp_path, {"festival.toml": GOOD["festival.toml"]})
    (folder / "schools.xlsx").write_bytes(book([head, ["A", "B"]]))
    assert import_bundle(open_path(folder / name), by=None).faults == [fault]


def test_name_stands_where_a_code_may_in_a_tie_break(tmp_path: Path) -> None:
    old = 'tie_break = ["criterion:sang-tao"'
    done = run_import(tmp_path, with_toml(old, 'tie_break = ["criterion: tính sáng tạo"'))
    assert (done.faults, done.warnings) == ([], [])
    assert Scoring.objects.get(contest__slug="ky-nang", round=None).tie_break[0] == "criterion:sang-tao"


PHONES = [
    ("schools.csv", 3, "phone", "912345678"),
    ("guests.csv", 3, "email", "400000012"),
    ("judges.csv", 2, "phone", "400000041"),
    ("booths.csv", 2, "phone", "912 345 678"),
    ("members.csv", 2, "phone", "400000031"),
]


@pytest.mark.parametrize(("file", "row", "column", "typed"), PHONES)
def test_first_zero_that_a_spreadsheet_took_comes_back_with_a_warning(
    tmp_path: Path, file: str, row: int, column: str, typed: str
) -> None:
    done = run_import(tmp_path, with_cell(file, row, column, typed))
    number = f"0{typed.replace(' ', '')}"
    assert done.warnings == [f'{file}:{row}: {column}: "{typed}" thiếu số 0 đầu; hiểu là "{number}"']


@pytest.mark.parametrize("typed", ["0912", "0912345678 (An)", "máy lẻ 12"])
def test_phone_number_of_another_length_is_kept_with_a_warning(tmp_path: Path, typed: str) -> None:
    done = run_import(tmp_path, with_cell("members.csv", 3, "phone", typed))
    assert [line[: len("members.csv:3: phone: ")] for line in done.warnings] == ["members.csv:3: phone: "]
    assert Member.objects.get(entry__number="002").phone == typed


def test_names_in_capitals_are_imported_as_they_are_and_offered(tmp_path: Path) -> None:
    files = with_cell("members.csv", 2, "full_name", "NGUYỄN THỊ HÒA")
    done = run_import(tmp_path, files)
    assert done.warnings == ['members.csv:2: full_name: "NGUYỄN THỊ HÒA" thường viết là "Nguyễn Thị Hòa"']
    assert Member.objects.get(entry__number="001").full_name == "NGUYỄN THỊ HÒA"

"""What the format gained: names where codes are, levels, namesakes, birth years; warnings of corrections."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from contests.models import Entry, Member
from desk.exports import export_bundle, workbook
from desk.imports import import_bundle
from festival.models import Festival, School, User
from festival.tables.files import open_upload
from tests.desk.sample import GOOD, run_import, with_cell, with_toml, without
from tests.desk.test_bundle_files import PHOTOS, import_loose, png

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("thpt", "thpt"),
        ("THPT", "thpt"),
        ("Trung học phổ thông", "thpt"),
        ("MN", "mam-non"),
        ("TH", "tieu-hoc"),
        ("TH&THCS", "lien-cap"),
        ("TH và THCS", "lien-cap"),
        ("THCS&THPT", "lien-cap"),
        ("TH, THCS và THPT", "lien-cap"),
        ("GDTX", "lien-cap"),
        ("GDNN-GDTX", "lien-cap"),
    ],
)
def test_level_of_any_kind_of_school_is_read(tmp_path: Path, typed: str, level: str) -> None:
    rows = f'Mã trường,Tên trường,Bậc học\nTH1,Một,"{typed}"\n'
    done = run_import(tmp_path, {"festival.toml": GOOD["festival.toml"], "schools.csv": rows})
    assert (done.faults, done.warnings) == ([], [])
    assert School.objects.get().level == level


def test_level_is_guessed_only_for_a_name_with_several_levels_with_a_warning(tmp_path: Path) -> None:
    rows = "code,name,level\nA,Trường TH&THCS Đông La,\nB,Trung tâm GDNN-GDTX Hoài Đức,thpt\n"
    done = run_import(tmp_path, {"festival.toml": GOOD["festival.toml"], "schools.csv": rows})
    assert done.faults == []
    assert done.warnings == ["schools.csv:2: level: hiểu là trường liên cấp, theo tên trường"]
    assert list(School.objects.order_by("code").values_list("level", flat=True)) == ["lien-cap", "thpt"]


def test_namesakes_are_two_people_when_birth_date_or_class_differs(tmp_path: Path) -> None:
    rows = (
        "contest,number,full_name,born_on,class\n"
        "ky-nang,002,Lê An,2013-01-05,5A\n"
        "ky-nang,002,Lê An,2013-06-01,5A\n"
        "ky-nang,002,Lê An,2013-06-01,5B\n"
    )
    files = GOOD | {"members.csv": rows}
    assert run_import(tmp_path, files).faults == []
    assert Member.objects.filter(full_name="Lê An").count() == 3
    again = run_import(tmp_path, files)
    assert (again.faults, again.created, again.changed) == ([], 0, 0)
    changed = run_import(tmp_path, GOOD | {"members.csv": rows.replace("2013-01-05,5A", "2013-01-05,5C")})
    assert (changed.faults, changed.created, changed.changed) == ([], 0, 1)
    twice = run_import(tmp_path, GOOD | {"members.csv": rows + "ky-nang,002,Lê An,2013-06-01,5B\n"})
    assert twice.faults == ["members.csv:5: full_name: trùng với dòng 4"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/01/2013", "2013-01-05"),
        ("5-1-2013", "2013-01-05"),
        ("05.01.2013", "2013-01-05"),
        ("2013/01/05", "2013-01-05"),
        ("2013-1-5", "2013-01-05"),
        ("2013.01.05", "2013-01-05"),
    ],
)
def test_day_is_read_as_lists_write_it(tmp_path: Path, typed: str, day: str) -> None:
    assert run_import(tmp_path, with_cell("members.csv", 3, "born_on", typed)).warnings == []
    assert str(Member.objects.get(full_name="Đỗ Văn Ân").born_on) == day


def test_bare_birth_year_is_an_empty_date_with_a_warning(tmp_path: Path) -> None:
    done = run_import(tmp_path, with_cell("members.csv", 3, "born_on", "1985"))
    assert done.faults == []
    assert done.warnings == ['members.csv:3: born_on: "1985" chỉ có năm; ngày sinh để trống']
    assert Member.objects.get(full_name="Đỗ Văn Ân").born_on is None


def test_bare_birth_year_keeps_the_day_that_is_known(tmp_path: Path) -> None:
    run_import(tmp_path)
    known = Member.objects.get(full_name="Đỗ Văn Ân")
    known.born_on = date(1985, 12, 30)
    known.save()

    done = run_import(tmp_path, with_cell("members.csv", 3, "born_on", "1985"))

    assert done.warnings == [
        'members.csv:3: born_on: "1985" chỉ có năm; ngày sinh để trống',
        "members.csv:3: born_on: giữ nguyên ngày sinh đã có: 30/12/1985",
    ]
    assert (done.created, done.changed) == (0, 0)
    known.refresh_from_db()
    assert known.born_on == date(1985, 12, 30)


NAMES = [
    ("scores.csv", 4, "contest", "Kỹ năng CNTT"),
    ("scores.csv", 4, "criterion", "Tính sáng tạo"),
    ("scores.csv", 4, "judge", "Vũ Văn Đạt"),
    ("assignments.csv", 3, "judge", "vũ văn đạt"),
    ("assignments.csv", 2, "contest", "kỹ năng cntt"),
    ("entries.csv", 3, "school_code", "Trường THCS An Khánh, cơ sở 2"),
    ("entries.csv", 2, "school_code", "Trường TH An Khánh"),
    ("entries.csv", 2, "contest", "Kỹ năng CNTT"),
    ("members.csv", 2, "contest", "Kỹ năng CNTT"),
    ("guests.csv", 3, "school_code", "Tiểu học An Khánh"),
    ("judges.csv", 2, "school_code", "Trường Tiểu học An Khánh"),
    ("booths.csv", 2, "school_code", "Trường Tiểu học An Khánh"),
    ("booths.csv", 2, "partners", "Trường TH Vân Canh;CS1"),
    ("booths.csv", 2, "contest", "Gian hàng"),
    ("products.csv", 2, "school_code", "TH An Khánh"),
]


@pytest.mark.parametrize(("file", "row", "column", "name"), NAMES)
def test_name_stands_where_a_code_may(tmp_path: Path, file: str, row: int, column: str, name: str) -> None:
    run_import(tmp_path)
    done = run_import(tmp_path, with_cell(file, row, column, name))
    assert (done.faults, done.warnings, done.created, done.changed) == ([], [], 0, 0)


def test_round_is_named_by_its_name(tmp_path: Path) -> None:
    toml = with_toml('code = "thuc-hanh"\nweight', 'code = "thuc-hanh"\nname = "Thực hành"\nweight')
    run_import(tmp_path, toml)
    files = toml | {
        name: GOOD[name].replace("thuc-hanh", "Thực hành") for name in ("scores.csv", "assignments.csv")
    }
    done = run_import(tmp_path, files)
    assert (done.faults, done.created, done.changed) == ([], 0, 0)


def test_name_that_two_have_names_nobody(tmp_path: Path) -> None:
    files = with_cell("judges.csv", 3, "full_name", "Phạm Thị Ánh") | {
        "scores.csv": with_cell("scores.csv", 4, "judge", "Phạm Thị Ánh")["scores.csv"]
    }
    faults = run_import(tmp_path, files).faults
    assert faults == ['scores.csv:4: judge: có nhiều mục tên "Phạm Thị Ánh"; hãy ghi mã']


def corrected(tmp_path: Path, files: dict[str, str]) -> list[str]:
    run_import(tmp_path)
    done = run_import(tmp_path / "again", files)
    assert done.faults == []
    return done.warnings


CORRECTIONS = [
    (
        with_cell("schools.csv", 3, "code", "TH02"),
        'schools.csv:3: name: dòng không còn trong tệp: "TH2 · Trường Tiểu học Vân Canh"; rất giống dòng mới',
    ),
    (
        with_cell("booths.csv", 3, "title", "Góc sách sô"),
        'booths.csv:3: title: dòng không còn trong tệp: "Góc sách số"; rất giống dòng mới',
    ),
    (
        with_cell("entries.csv", 4, "title", "Bài nhap"),
        'entries.csv:4: title: dòng không còn trong tệp: "Bài nháp"; rất giống dòng mới',
    ),
]


@pytest.mark.parametrize(("files", "warning"), CORRECTIONS)
def test_correction_that_makes_a_second_row_is_a_warning(
    tmp_path: Path, files: dict[str, str], warning: str
) -> None:
    slim = {
        name: files[name] for name in files if name not in {"scores.csv", "assignments.csv", "guests.csv"}
    }
    if "TH02" in files["schools.csv"]:
        slim |= {name: text.replace("TH2", "TH02") for name, text in slim.items() if name != "schools.csv"}
        slim = {name: text for name, text in slim.items() if name in {"festival.toml", "schools.csv"}}
    assert corrected(tmp_path, slim) == [warning]


def test_corrected_judge_is_a_warning(tmp_path: Path) -> None:
    run_import(tmp_path)
    files = without("scores.csv", "assignments.csv")
    files["judges.csv"] = files["judges.csv"].replace("gk2@example.vn", "gk22@example.vn")
    assert run_import(tmp_path, files).warnings == [
        'judges.csv:3: full_name: dòng không còn trong tệp: "Vũ Văn Đạt (gk2@example.vn)"; rất giống dòng mới'
    ]


def test_name_that_is_kept_is_a_warning_with_both_names(tmp_path: Path) -> None:
    warnings = corrected(tmp_path, with_cell("judges.csv", 3, "full_name", "Vũ Văn Đạo"))
    assert warnings == ['judges.csv:3: full_name: giữ họ tên "Vũ Văn Đạt", không đổi thành "Vũ Văn Đạo"']
    assert User.objects.get(login="gk2@example.vn").full_name == "Vũ Văn Đạt"


def test_picture_that_the_festival_holds_need_not_come_again(tmp_path: Path) -> None:
    import_loose(tmp_path / "a", {"a.png": png()}, photo="a.png")
    files = GOOD | {"photos.csv": PHOTOS.format("files/a.png")}
    done = run_import(tmp_path / "b", files)
    assert (done.faults, done.created, done.changed) == ([], 0, 0)
    done = run_import(tmp_path / "b", files | {"photos.csv": PHOTOS.format("b.png")})
    assert done.faults == ['photos.csv:2: file: không có tệp "files/b.png"']


def test_exported_workbook_is_accepted_without_its_pictures(tmp_path: Path) -> None:
    import_loose(
        tmp_path / "a", {"a.png": png(), "b.pdf": b"%PDF-1.4\n%%EOF\n"}, photo="a.png", paper="b.pdf"
    )
    data = workbook(export_bundle(Festival.objects.get()))
    done = import_bundle(open_upload(io.BytesIO(data), name="ngay-hoi.xlsx"), by=None)
    assert (done.faults, done.warnings, done.created, done.changed) == ([], [], 0, 0)


def test_dry_run_reads_files_and_rows_before_it_takes_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk import imports

    inside: list[bool] = []
    for name in ("rows_of", "parsed"):
        read = getattr(imports, name)

        def watched(*args: Any, read: Any = read) -> Any:
            inside.append(connection.in_atomic_block and len(connection.savepoint_ids) > depth)
            return read(*args)

        monkeypatch.setattr(imports, name, watched)
    depth = len(connection.savepoint_ids)
    assert run_import(tmp_path, dry_run=True).faults == []
    assert inside == [False] * 10
    assert not Festival.objects.exists()


def test_file_of_which_nothing_was_read_is_a_fault(tmp_path: Path) -> None:
    run_import(tmp_path)
    only = Festival.objects.get()
    files = open_upload(io.BytesIO(b"code,name,level\n"), name="schools.csv")
    done = import_bundle(files, by=None, only=only)
    assert done.faults == ["schools.csv: không có dòng nào dưới tiêu đề"]
    done = import_bundle(open_upload(io.BytesIO(b""), name="festival.toml"), by=None, only=only)
    assert done.faults == ["festival.toml: festival: thiếu phần này"]


SIBLINGS = [
    (
        with_cell("guests.csv", 3, "email", "0400000013"),
        'guests.csv:3: full_name: dòng không còn trong tệp: "Lê Thị Thúy (0400000012)"; rất giống dòng mới',
    ),
    (
        with_cell("products.csv", 2, "name", "Máy tuới"),
        'products.csv:2: name: dòng không còn trong tệp: "Máy tưới"; rất giống dòng mới',
    ),
    (
        with_toml('code = "noi-dung"', 'code = "noidung"'),
        'festival.toml: contest "gian-hang": criterion "noidung": code: '
        'dòng không còn trong tệp: "Nội dung"; rất giống dòng mới',
    ),
]


@pytest.mark.parametrize(("files", "warning"), SIBLINGS)
def test_correction_of_any_kind_of_row_is_a_warning(
    tmp_path: Path, files: dict[str, str], warning: str
) -> None:
    slim = {name: text for name, text in files.items() if name not in {"scores.csv", "assignments.csv"}}
    assert corrected(tmp_path, slim) == [warning]


def test_missing_required_column_is_one_fault(tmp_path: Path) -> None:
    rows = "code,name\nTH1,Trường Một\nTH2,Trường Hai\n"
    done = run_import(tmp_path, {"festival.toml": GOOD["festival.toml"], "schools.csv": rows})
    assert done.faults == ["schools.csv:1: level: thiếu cột này"]


@pytest.mark.parametrize("heading", ["Mã trường,Tên trường", "Tên trường,Mã trường"])
def test_code_and_name_of_the_school_in_one_list_are_no_fault(tmp_path: Path, heading: str) -> None:
    cells = "TH1,Trường Một" if heading.startswith("Mã") else "Trường Một,TH1"
    rows = f"Cuộc thi,Số báo danh,{heading},Tên bài dự thi\nky-nang,001,{cells},Bài một\n"
    files = without("scores.csv", "assignments.csv", "members.csv") | {"entries.csv": rows}
    done = run_import(tmp_path, files)
    assert done.faults == []
    assert done.warnings == ['entries.csv:1: Tên trường: không đọc, vì đã có cột "Mã trường"']
    assert Entry.objects.get(number="001").school.code == "TH1"


@pytest.mark.parametrize(
    ("typed", "stored"), [("2025 - 2026", "2025-2026"), ("2025/26", "2025-2026"), ("2025", "2025"), ("", "")]
)
def test_school_year_of_a_bundle_is_stored_in_one_form_and_older_texts_as_they_are(
    tmp_path: Path, typed: str, stored: str
) -> None:
    done = run_import(tmp_path, with_toml('school_year = "2025-2026"', f'school_year = "{typed}"'))
    assert (done.faults, Festival.objects.get().school_year) == ([], stored)


STANDS = '[[festival.stand]]\ncode = "A1"\nzone = "Sân trước"\n\n[[festival.stand]]\ncode = "B1"\n\n'


def test_stands_of_a_bundle_bring_their_zone_and_those_without_a_booth(tmp_path: Path) -> None:
    files = with_toml("[[contest]]", f"{STANDS}[[contest]]")
    done = run_import(tmp_path, files)
    assert (done.faults, done.warnings, done.counts.rows["stands"]) == ([], [], {"created": 2})
    festival = Festival.objects.get()
    assert list(festival.stands.order_by("code").values_list("code", "zone")) == [
        ("A1", "Sân trước"),
        ("B1", ""),
    ]
    assert Entry.objects.get(number="GH1").place == "A1 · Sân trước"
    again = run_import(tmp_path, files)
    assert (again.created, again.changed) == (0, 0)
    stands = tomllib.loads(export_bundle(festival).toml)["festival"]["stand"]
    assert stands == [{"code": "B1"}, {"code": "A1", "zone": "Sân trước"}]


def test_stand_named_twice_or_without_a_code_is_a_fault(tmp_path: Path) -> None:
    twice = STANDS.replace('"B1"', '"A1"') + "[[festival.stand]]\n\n"
    done = run_import(tmp_path, with_toml("[[contest]]", f"{twice}[[contest]]"))
    assert len(done.faults) == 2
    assert [("stand" in fault, fault.startswith("festival.toml")) for fault in map(str, done.faults)] == [
        (True, True)
    ] * 2

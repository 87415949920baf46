"""What people send, however it was packed and named: the tables and files that are found in it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any, Literal

import pytest

from festival.tables.files import BundleFiles, open_path, open_upload
from festival.tables.raw import Refused
from festival.tables.report import Report
from tests.festival.sheets import MEMBERS, SCHOOLS, book

TABLE = "Mã trường,Tên trường,Cấp học\nS1,Trường Một,TH\n".encode()
HEAD = ["Mã trường", "Tên trường", "Cấp học"]
ROWS = [HEAD, ["S1", "Trường Một", "TH"]]
PHOTO = "files/ảnh gian hàng.jpg"


def found(files: BundleFiles) -> tuple[dict[str, Any], list[str], list[str]]:
    """Rows by table, faults and warnings."""
    report = Report()
    tables = files.tables([SCHOOLS, MEMBERS], report)
    rows = {name: [list(cells) for _number, cells in table.rows] for name, table in tables.items()}
    return rows, [str(fault) for fault in report.faults], [str(line) for line in report.warnings]


READ: dict[str, Any] = {"schools": [["S1", "Trường Một", "TH"]]}


def zip_of(names: dict[str, bytes], *, flag: int | None = None) -> io.BytesIO:
    """A ZIP whose names are written as they are; `flag`: without the mark of UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in names.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    "names",
    [
        ["ngay-hoi\\schools.csv", "ngay-hoi\\files\\a.jpg"],
        ["./schools.csv", "./files/a.jpg"],
        [
            "ngay-hoi/Schools.CSV",
            "ngay-hoi/files/A.JPG",
            "__MACOSX/ngay-hoi/._Schools.CSV",
            "ngay-hoi/.DS_Store",
        ],
        ["schools.csv", "files/a.jpg", "Thumbs.db", "~$festival.xlsx"],
        ["Danh sách/SCHOOLS.csv", "Danh sách/files/a.jpg"],
    ],
)
def test_zip_of_any_common_tool_is_read(names: list[str]) -> None:
    files = open_upload(
        zip_of(dict.fromkeys(names[:1], TABLE) | dict.fromkeys(names[1:], b"x")), name="a.zip"
    )
    assert found(files) == (READ, [], [])
    assert files.file("a.jpg") == b"x"
    assert files.file("files\\A.jpg") == b"x"


@pytest.mark.parametrize(
    "name", ["..\\schools.csv", "a\\..\\..\\schools.csv", "\\schools.csv", "C:\\schools.csv"]
)
def test_backslashes_lead_no_further_than_slashes(name: str) -> None:
    with pytest.raises(Refused):
        open_upload(zip_of({name: TABLE}), name="a.zip")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_names_of_a_zip_that_does_not_say_its_encoding_are_found(encoding: str) -> None:
    name = "files/Hà.jpg"
    data = zip_of(
        {"schools.csv": TABLE, "files/Hx.jpg": b"x"} if encoding == "cp1258" else {name: b"x"}
    ).getvalue()
    if encoding == "cp1258":
        data = data.replace(b"files/Hx.jpg", "files/Hà.jpg".encode("cp1258"))
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.infolist()[0].flag_bits & 0x800
        data = data.replace(b"\x00\x08", b"\x00\x00")
    assert open_upload(io.BytesIO(data), name="a.zip").file(name) == b"x"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_file_is_found_in_any_spelling_of_its_name(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / unicodedata.normalize(form, PHOTO)).write_bytes(b"x")
    for asked in (PHOTO, unicodedata.normalize("NFD", PHOTO), "Ảnh Gian Hàng.JPG"):
        assert open_path(tmp_path).file(asked) == b"x"


def test_file_of_two_that_differ_in_capitals_is_found_by_its_own_name_alone(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.jpg").write_bytes(b"1")
    (tmp_path / "files/A.jpg").write_bytes(b"2")
    files = open_path(tmp_path)
    assert (files.file("a.jpg"), files.file("A.jpg")) == (b"1", b"2")
    with pytest.raises(Refused):
        files.file("A.JPG")


def test_sheet_of_another_name_is_known_by_its_headings() -> None:
    files = open_upload(io.BytesIO(book(ROWS)), name="upload.xlsx")
    assert found(files) == (READ, [], ['upload.xlsx/Sheet1: đọc là bảng "schools", theo tiêu đề cột'])


def test_workbook_and_table_of_any_name_in_a_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "Trường 2025.csv").write_bytes(TABLE)
    (tmp_path / "đội.xlsx").write_bytes(book([["Cuộc thi", "Họ và tên"], ["thi", "Lê An"]]))
    (tmp_path / "ghi chú.csv").write_text("Việc,Ai\nA,B\n")
    rows, faults, warnings = found(open_path(tmp_path))
    assert rows == READ | {"members": [["thi", "Lê An"]]}
    assert faults == []
    assert warnings == [
        'đội.xlsx/Sheet1: đọc là bảng "members", theo tiêu đề cột',
        'Trường 2025.csv: đọc là bảng "schools", theo tiêu đề cột',
        "ghi chú.csv: không nhận ra bảng nào theo tên tệp hay tiêu đề cột; bỏ qua",
    ]


@pytest.mark.parametrize(
    ("name", "data"), [("a.xlsx", book([["Việc", "Ai"], ["A", "B"]])), ("a.csv", b"x,y\n1,2\n")]
)
def test_file_of_which_nothing_is_read_is_a_fault(name: str, data: bytes) -> None:
    rows, faults, _warnings = found(open_upload(io.BytesIO(data), name=name))
    assert rows == {}
    assert faults == [
        f"{name}: không nhận ra bảng nào; đã tìm các cột: "
        "schools (Tên trường, Cấp học); members (Cuộc thi, Họ và tên)"
    ]


@pytest.mark.parametrize("data", [",".join(HEAD).encode(), b"", book([HEAD])])
def test_file_without_rows_is_a_fault(data: bytes) -> None:
    name = "upload.xlsx" if data.startswith(b"PK") else "schools.csv"
    rows, faults, _warnings = found(open_upload(io.BytesIO(data), name=name))
    assert (rows, faults) == ({"schools": []}, [f"{name}: không có dòng nào dưới tiêu đề"])


def test_table_in_two_files_is_a_fault_unless_one_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_bytes(TABLE)
    (tmp_path / "festival.xlsx").write_bytes(book([], more={"schools": [HEAD, ["S2", "Trường Hai", "TH"]]}))
    rows, faults, warnings = found(open_path(tmp_path))
    assert faults == ["schools.csv: bảng này còn có trong festival.xlsx"]
    rows, faults, warnings = found(open_path(tmp_path / "festival.xlsx"))
    assert (rows, faults, warnings) == ({"schools": [["S2", "Trường Hai", "TH"]]}, [], [])


def test_sheet_known_by_its_headings_beside_the_same_table_is_a_fault_in_two_files_and_a_warning_in_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "festival.xlsx").write_bytes(book(ROWS, more={"schools": ROWS}))
    assert found(open_path(tmp_path)) == (READ, [], ['festival.xlsx: không rõ trang tính "Sheet1"'])
    (tmp_path / "festival.xlsx").write_bytes(book(ROWS))
    (tmp_path / "schools.csv").write_bytes(TABLE)
    assert found(open_path(tmp_path))[1] == ["festival.xlsx/Sheet1: bảng này còn có trong schools.csv"]
    assert found(open_path(tmp_path / "festival.xlsx"))[:2] == (READ, [])


def test_table_saved_as_another_kind_of_file_is_a_fault_and_a_paper_a_warning(tmp_path: Path) -> None:
    (tmp_path / "schools.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "kế hoạch.pdf").write_bytes(b"%PDF-1.4")
    reason = "không đọc được loại tệp này; hãy lưu lại dạng .xlsx (Excel Workbook, không đặt mật khẩu)"
    assert found(open_path(tmp_path))[1:] == ([f"schools.xls: {reason}"], [f"kế hoạch.pdf: {reason}"])

"""Tables of real offices: how they are read, and the faults and warnings about them."""

from __future__ import annotations

import codecs
import io
import unicodedata
import zipfile
from datetime import date
from typing import Any

import pytest

from festival.tables.report import Report
from tests.festival.sheets import MEMBERS, SCHOOLS, book, read, table_in

HEAD = ["Mã trường", "Tên trường", "Cấp học"]
ONE = ["S1", "Trường Tiểu học Một", "TH"]
TWO = ["S2", "Trường THCS Hai", "THCS"]


OVERLAPPING = b"</sheetData><mergeCells>" + b'<mergeCell ref="D2:D3"/>' * 5 + b"</mergeCells>"


def changed(workbook: bytes, old: bytes, new: bytes, *, part: str = "sheet1.xml", **more: bytes) -> bytes:
    """The workbook with something changed in one of its parts, and `more` parts beside the workbook's own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new) if name.endswith(part) else data)
        for name, data in more.items():
            after.writestr(f"xl/{name}.xml", data)
    return out.getvalue()


def values(row: dict[str, str]) -> list[str]:
    return list(row.values())


def test_title_block_and_footer_are_left_out_with_a_word() -> None:
    rows, faults, warnings = read(
        book(
            [
                ["PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"],
                ["DANH SÁCH TRƯỜNG THAM GIA NGÀY HỘI"],
                [],
                ["STT", *HEAD],
                [1, *ONE],
                [2, *TWO],
                ["Tổng cộng: 2 trường"],
                [None, "Người lập biểu", None, "TRƯỞNG PHÒNG"],
                [None, None, "Nguyễn Văn A"],
            ]
        )
    )
    assert [(number, values(row)) for number, row in rows] == [(5, ONE), (6, TWO)]
    assert faults == []
    assert warnings == [
        "a.xlsx/Sheet1:4: đây là dòng tiêu đề; không đọc các dòng phía trên: 1–2",
        'a.xlsx/Sheet1: không rõ cột "STT"',
        'a.xlsx/Sheet1:7: không đọc các dòng dưới bảng: 7–9 ("Tổng cộng: 2 trường")',
    ]


def test_table_without_heading_row_has_one_fault_that_says_what_was_looked_for() -> None:
    lines = "\n".join(f"S{n},Trường {n},TH" for n in range(108))
    rows, faults, warnings = read(lines)
    assert (rows, warnings) == ([], [])
    assert faults == ["schools.csv: không tìm thấy dòng tiêu đề; đã tìm các cột: Tên trường, Cấp học"]


def test_heading_is_known_by_other_words() -> None:
    rows, faults, warnings = read("Tên đơn vị;Bậc học\nTrường Một;MN/TH/THCS\n")
    assert rows == [(2, {"Tên đơn vị": "Trường Một", "Bậc học": "MN/TH/THCS"})]
    assert (faults, warnings) == ([], [])


def test_heading_is_known_with_a_note_in_brackets() -> None:
    rows, faults, warnings = read("Tên trường (*),Cấp học (MN/TH/THCS)\nTrường Một,TH\n")
    assert rows == [(2, {"Tên trường (*)": "Trường Một", "Cấp học": "TH"})]
    assert (faults, warnings) == ([], [])


def test_repeated_heading_numbering_sections_and_totals_are_left_out() -> None:
    rows, faults, warnings = read(
        "STT,Mã trường,Tên trường,Cấp học\n(1),(2),(3),(4)\nI. KHỐI TIỂU HỌC,,,\n1,S1,Trường Một,TH\n"
        ",,Cộng: 1 trường,\nSTT,Mã trường,Tên trường,Cấp học\n2,S2,Trường Hai,THCS\n3,,,\n"
    )
    assert [(number, row["Mã trường"]) for number, row in rows] == [(4, "S1"), (7, "S2")]
    assert faults == []
    assert warnings == [
        'schools.csv: không rõ cột "STT"',
        "schools.csv:2: tiêu đề lặp lại, bỏ qua: 2, 6",
        'schools.csv:3: không có nội dung ở cột nào được đọc, bỏ qua: 3, 8 ("I. KHỐI TIỂU HỌC")',
        'schools.csv:5: không phải dòng dữ liệu, bỏ qua: 5 ("Cộng: 1 trường")',
    ]


def test_row_that_lacks_a_cell_stays_in_the_table() -> None:
    rows, _faults, warnings = read("Mã trường,Tên trường,Cấp học\nS1,,TH\nS2,Trường Hai,\n")
    assert [values(row) for _number, row in rows] == [["S1", "", "TH"], ["S2", "Trường Hai", ""]]
    assert warnings == []


def test_cells_merged_downwards_count_for_every_row() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("D2:D4")

    lines = [
        [*HEAD, "Xã"],
        [*ONE, "An Khánh"],
        [*TWO, None],
        ["S3", "Trường Ba", "TH", None],
        ["S4", "Bốn", "TH", "La Phù"],
    ]
    rows, faults, warnings = read(book(lines, merge))
    assert [row["Xã"] for _number, row in rows] == ["An Khánh", "An Khánh", "An Khánh", "La Phù"]
    assert faults == []
    assert warnings == ['a.xlsx/Sheet1:2: Xã: ô gộp: lấy "An Khánh" cho các dòng 2–4']


def test_merged_cells_that_lie_over_one_another_are_a_fault() -> None:
    data = changed(book([[*HEAD, "Xã"], [*ONE, "An Khánh"], TWO]), b"</sheetData>", OVERLAPPING)
    assert read(data)[1] == ["a.xlsx/Sheet1:2: các ô gộp chồng lên nhau"]


def test_heading_in_two_rows_is_one_heading() -> None:
    def merge(sheet: Any) -> None:
        for cells in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(cells)

    lines = [
        ["Tên trường", "Cấp học", "CĐS", None],
        [None, None, "Dạy học", "Điện thoại"],
        ["Một", "TH", 2, "0912"],
    ]
    rows, faults, warnings = read(book(lines, merge))
    assert rows == [(3, {"Tên trường": "Một", "Cấp học": "TH", "CĐS Dạy học": "2", "Điện thoại": "0912"})]
    assert (faults, warnings) == ([], [])


def test_heading_over_two_columns_of_which_one_is_filled_is_read() -> None:
    rows, faults, warnings = read(
        "Cuộc thi,Họ và tên,Năm sinh,\n,,Nam,Nữ\nthi,Lê An,2013,\nthi,Lê Bình,,2014\n", MEMBERS, "members.csv"
    )
    assert [row["Năm sinh"] for _number, row in rows] == ["2013", "2014"]
    assert faults == []
    assert warnings == ["members.csv:2: Năm sinh: tiêu đề đứng trên nhiều cột; các ô được ghép lại"]


NAMES = [
    "Cuộc thi,Họ đệm,Tên\nthi,Nguyễn Thị Minh,Anh\n",
    "Cuộc thi,Họ và tên đệm,Tên\nthi,Nguyễn Thị Minh,Anh\n",
    "Cuộc thi,Họ và,Tên\nthi,Nguyễn Thị Minh,Anh\n",
    "Cuộc thi,Tên,Họ và chữ lót\nthi,Anh,Nguyễn Thị Minh\n",
    "Cuộc thi,Họ,Tên đệm,Tên\nthi,Nguyễn,Thị Minh,Anh\n",
    "Cuộc thi,Họ và tên,\nthi,Nguyễn Thị Minh,Anh\n",
    "Cuộc thi,Họ và tên,\n,Họ đệm,Tên\nthi,Nguyễn Thị Minh,Anh\n",
]


@pytest.mark.parametrize("text", NAMES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_name_in_two_columns_is_put_together(text: str, kind: str) -> None:
    data = text.encode() if kind == "csv" else book([line.split(",") for line in text.splitlines()])
    rows, faults, warnings = read(data, MEMBERS, "members.csv")
    assert [row["Họ và tên"] for _number, row in rows] == ["Nguyễn Thị Minh Anh"]
    assert faults == []
    assert len(warnings) == 1
    assert "ghép" in warnings[0]


def test_name_in_parts_names_its_columns() -> None:
    _rows, _faults, warnings = read(NAMES[0], MEMBERS, "members.csv")
    assert warnings == ['members.csv:1: Họ đệm + Tên: ghép thành "Họ và tên"']


def test_column_without_heading_beside_a_name_is_no_part_of_it_where_it_holds_numbers() -> None:
    rows, _faults, warnings = read("Cuộc thi,Họ và tên,\nthi,Lê An,12\n", MEMBERS, "members.csv")
    assert rows[0][1]["Họ và tên"] == "Lê An"
    assert warnings == ['members.csv: không rõ cột "3"']


def test_two_cells_under_one_heading_are_no_value() -> None:
    rows, _faults, _warnings = read(
        "Cuộc thi,Họ và tên,Năm sinh,\n,,Nam,Nữ\nthi,Lê An,2013,2014\n", MEMBERS, "members.csv"
    )
    assert rows[0][1]["Năm sinh"] == "?một tiêu đề có nhiều ô nội dung"


def test_hidden_rows_columns_and_sheets_are_named() -> None:
    def hide(sheet: Any) -> None:
        for row in (3, 4, 6):
            sheet.row_dimensions[row].hidden = True
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.sheet_state = "hidden"
        sheet.parent.create_sheet("Ghi chú")

    lines = [HEAD, *([f"S{n}", f"Trường {n}", "TH"] for n in range(2, 8))]
    rows, faults, warnings = read(book(lines, hide))
    assert [number for number, _row in rows] == [2, 3, 4, 5, 6, 7]
    assert faults == []
    assert warnings == [
        "a.xlsx/Sheet1: trang tính bị ẩn vẫn được đọc",
        "a.xlsx/Sheet1:3: các dòng bị ẩn vẫn được đọc: 3–4, 6",
        "a.xlsx/Sheet1:1: Cấp học: cột bị ẩn vẫn được đọc",
    ]


def test_touched_cells_far_below_and_right_count_for_nothing() -> None:
    def touch(sheet: Any) -> None:
        sheet["A1048576"] = " "
        sheet["XFD2"].number_format = "0.00"

    assert read(book([HEAD, ONE], touch)) == ([(2, dict(zip(HEAD, ONE, strict=True)))], [], [])


def test_escaped_characters_of_a_workbook_are_read_as_what_they_mean() -> None:
    rows, _faults, _warnings = read(
        book([HEAD, ["S1", "Vườn rau _x000D_\nthông minh_x000B_", "_x005F_x0041_"]])
    )
    assert values(rows[0][1]) == ["S1", "Vườn rau \nthông minh", "_x0041_"]


STRINGS = (
    "<sst><si><t>Tên trường</t></si><si><r><t>Cấp </t></r><r><t>học</t></r></si>"
    '<si><t>Trường_x0020_Hai</t><rPh sb="0" eb="1"><t>đọc</t></rPh></si></sst>'
).encode()
RELATION = b'<Relationship Id="rId99" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
CELLS = (
    b'<x:worksheet xmlns:x="x"><x:sheetData>'
    b'<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>'
    b'<x:row r="5"><x:c r="A5" t="s"><x:v>2</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>TH</x:v></x:c></x:row>'
    b"</x:sheetData></x:worksheet>"
)


def test_shared_strings_prefixes_and_cells_without_addresses_are_read() -> None:
    data = changed(
        book([HEAD]), b"</Relationships>", RELATION, part="workbook.xml.rels", sharedStrings=STRINGS
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    rows, faults, warnings = read(changed(data, sheet, CELLS))
    assert rows == [(5, {"Tên trường": "Trường Hai", "Cấp học": "TH"})]
    assert (faults, warnings) == ([], [])


@pytest.mark.parametrize("name", ["Tống Văn An", "Công Thị Minh", "Người máy dọn rác"])
def test_row_that_lacks_a_cell_at_the_end_is_no_footer(name: str) -> None:
    rows, _faults, warnings = read(f"Họ và tên,Cuộc thi\nLê An,thi\n{name},\n", MEMBERS, "members.csv")
    assert [row["Họ và tên"] for _number, row in rows] == ["Lê An", name]
    assert warnings == []


@pytest.mark.parametrize(
    "name", ["TỔNG CỘNG", "Cộng: 1 người", "Tong so", "Người lập biểu", "An Khánh, ngày 5 tháng 1 năm 2025"]
)
def test_footer_is_known_by_its_words(name: str) -> None:
    rows, _faults, warnings = read(f'Họ và tên,Cuộc thi\nLê An,thi\n"{name}",\n', MEMBERS, "members.csv")
    assert [row["Họ và tên"] for _number, row in rows] == ["Lê An"]
    assert warnings == [f'members.csv:3: không đọc các dòng dưới bảng: 3 ("{name}")']


def test_look_alikes_and_unseen_letters_are_cleaned() -> None:
    rows, _faults, _warnings = read("Mã trường,Tên trường,Cấp học\nS1,\u00d0ặng \u0189ình \u200bLa\x07,TH\n")
    assert rows[0][1]["Tên trường"] == "Đặng Đình La"


FORMATS = [
    ('"TS"000', 8, "TS008"),
    ("\\T\\S000", 8, "TS008"),
    ('000"/A"', 8, "008/A"),
    ("0000", 12, "0012"),
    ("0000 000 000", 912345678, "0912 345 678"),
    ("General", 8, "8"),
    ("0.00", 8.5, "8.5"),
    ("#,##0", 1200, "1200"),
    ("#,##0.00;[Red]-#,##0.00", 12.5, "12.5"),
    ("0.00E+00", 912345678, "912345678"),
    ("0%", 0.5, "?hiện là 50%, lưu là 0.5"),
    ("# ?/?", 0.5, "?hiện là theo định dạng riêng (# ?/?), lưu là 0.5"),
    ('#,##0 "đ"', 1200.5, '?hiện là theo định dạng riêng (#,##0 "đ"), lưu là 1200.5'),
    ("yyyy-mm-dd", date(2013, 1, 5), "2013-01-05"),
    ("dd/mm/yyyy", date(2013, 1, 5), "2013-01-05"),
    ("yyyy", date(2013, 1, 1), "2013"),
    ("d-mmm", date(2026, 1, 5), "?hiện là 05/01, lưu là 2026-01-05"),
    ("mm/yyyy", date(2013, 1, 1), "?hiện là 01/2013, lưu là 2013-01-01"),
    ("General", 0.1 + 0.2, "0.3"),
    ("General", True, "1"),
]


@pytest.mark.parametrize(("code", "value", "text"), FORMATS)
def test_number_is_read_as_shown_or_named(code: str, value: object, text: str) -> None:
    def form(sheet: Any) -> None:
        sheet["A2"].number_format = code

    rows, faults, warnings = read(book([HEAD, [value, "Một", "TH"]], form))
    assert (rows[0][1]["Mã trường"], faults, warnings) == (text, [], [])


def test_number_shown_with_fewer_decimals_is_named() -> None:
    def form(sheet: Any) -> None:
        sheet["D2"].number_format = "0.0"

    rows, faults, warnings = read(book([[*HEAD, "Điện thoại"], [*ONE, 8.25]], form))
    assert (rows[0][1]["Điện thoại"], faults) == ("8.25", [])
    assert warnings == ["a.xlsx/Sheet1:2: Điện thoại: hiện là 8.3, lưu là 8.25"]


def test_day_of_a_workbook_that_counts_from_1904_is_the_day_shown() -> None:
    import openpyxl
    from openpyxl.utils.datetime import MAC_EPOCH

    def since_1904(sheet: Any) -> None:
        sheet.parent.epoch = MAC_EPOCH

    assert openpyxl.__version__
    rows, _faults, _warnings = read(book([HEAD, [date(2013, 1, 5), "Một", "TH"]], since_1904))
    assert rows[0][1]["Mã trường"] == "2013-01-05"


def of_cp1258(letter: str) -> str:
    """The letter as Windows-1258 holds it: the tone after it, unless they are one sign of the code page."""
    if letter.encode("cp1258", "ignore"):
        return letter
    marks = list(unicodedata.normalize("NFD", letter))
    tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
    shape = [mark for mark in marks if mark not in tones]
    return unicodedata.normalize("NFC", "".join(shape)) + "".join(tones)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_that_offices_save(encoding: str, sign: str) -> None:
    text = f"Mã trường{sign}Tên trường{sign}Cấp học\nS1{sign}Trường Tiểu học Yên Nghĩa{sign}TH\n"
    if encoding == "cp1258":
        text = "".join(map(of_cp1258, text))
    rows, faults, warnings = read(text.encode(encoding))
    assert values(rows[0][1]) == ["S1", "Trường Tiểu học Yên Nghĩa", "TH"]
    assert faults == []
    assert warnings == (
        ["schools.csv:1: không phải UTF-8; đã đọc theo bảng mã cp1258"] if encoding == "cp1258" else []
    )


def test_separator_is_that_of_the_table_not_of_its_title() -> None:
    rows, _faults, _warnings = read(
        "XÃ AN KHÁNH, XÃ LA PHÙ, XÃ YÊN NGHĨA\nTên trường;Cấp học\nTrường Một;TH\n"
    )
    assert [values(row) for _number, row in rows] == [["Trường Một", "TH"]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", codecs.decode("d0cf11e0a1b11ae1", "hex")),
        ("a.xlsx", codecs.decode("d0cf11e0a1b11ae1", "hex")),
        ("a.csv", b"%PDF-1.4"),
        ("a.csv", b"\n<html><table>"),
        ("a.ods", b"PK\x03\x04"),
        ("a.numbers", b"PK\x03\x04"),
        ("a.docx", b"PK\x03\x04"),
    ],
)
def test_other_kinds_of_file_are_answered_with_how_to_save_them(name: str, data: bytes) -> None:
    report = Report()
    raw = table_in(name, data, SCHOOLS, report)
    reason = "không đọc được loại tệp này; hãy lưu lại dạng .xlsx (Excel Workbook, không đặt mật khẩu)"
    assert ([str(fault) for fault in report.faults], raw.is_whole) == ([f"{name}: {reason}"], False)


def test_workbook_with_entities_or_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from festival.tables import xlsx

    data = changed(book([HEAD, ONE]), b"<worksheet", b'<!DOCTYPE a [<!ENTITY a "b">]><worksheet')
    assert read(data)[1] == ["a.xlsx: đây không phải tệp XLSX"]
    monkeypatch.setattr(xlsx, "LARGEST_SHEETS", 1_000)
    assert read(book([HEAD, ONE]))[1] == ["a.xlsx: giải nén ra quá lớn"]


def test_formula_without_a_value_is_no_value() -> None:
    rows, _faults, _warnings = read(book([HEAD, ["=A1", "Một", "TH"]]))
    assert rows[0][1]["Mã trường"] == "?ô công thức chưa có giá trị; hãy dán giá trị vào ô"


def test_sheet_that_fits_is_read_whatever_its_name_and_place() -> None:
    data = book([], more={"Bìa": [["Ngày hội"]], "Trang 2": [HEAD, ONE]})
    assert [values(row) for _number, row in read(data)[0]] == [ONE]

"""Tables are read from spreadsheets, and written so that reading them gives the same rows."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from festival.forms.cells import (
    choice_cell,
    codes_cell,
    day_cell,
    flag_cell,
    link_cell,
    login_cell,
    phone_cell,
    points_cell,
    text_cell,
    whole_cell,
)
from festival.forms.table import Table, TableForm, rows_of
from festival.forms.tables import GUESTS, LEVELS, SCHOOLS
from festival.models import School
from festival.tables.headings import heading_key
from festival.tables.legacy import from_legacy
from festival.tables.report import Report
from festival.tables.writing import write_csv, write_xlsx
from festival.text import LOOK_ALIKES, visible_text
from tests.festival.sheets import table_in


class KindsRow(TableForm):
    """A column of every kind."""

    code = text_cell("Mã", 20, typed=True, required=True)
    words = text_cell("Lời", 200, lines=True)
    count = whole_cell("Số lượng", 0, 500)
    points = points_cell("Điểm")
    flag = flag_cell("Có không", empty=None)
    day = day_cell("Ngày")
    level = choice_cell("Cấp", School.Level, LEVELS)
    codes = codes_cell("Các mã")
    extra = text_cell("Thêm", 20, extra=True)


KINDS = Table("kinds", "Các kiểu ô", KindsRow)


def read(text: str | bytes, spec: Table = KINDS, name: str = "kinds.csv") -> tuple[Any, list[str], list[str]]:
    data = text.encode() if isinstance(text, str) else text
    report = Report()
    rows = rows_of(table_in(name, data, spec, report), spec)
    return list(rows), [str(fault) for fault in report.faults], [str(line) for line in report.warnings]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("heading", ["code,points,level", "Mã,Điểm,Cấp", "ma,diem,cap", "MÃ, Điểm ,CẤP"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_same_table_is_read_however_it_was_saved(mark: str, delimiter: str, heading: str, end: str) -> None:
    lines = [heading, '001,"8,5",tieu-hoc', "010,8.5,Tiểu học", ",,"]
    text = end.join(lines)
    if delimiter != ",":
        rows = csv.reader(io.StringIO(text, newline=""))
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
        text = out.getvalue()
    found, faults, warnings = read(mark + text)
    assert (faults, warnings) == ([], [])
    assert [(row["code"], row["points"], row["level"]) for row in found] == [
        ("001", Decimal("8.5"), "tieu-hoc"),
        ("010", Decimal("8.5"), "tieu-hoc"),
    ]


FAULTS = [
    ("code,count\n,1\n", "kinds.csv:2: code: chưa có nội dung"),
    ("code,count\nA,501\n", "kinds.csv:2: count: 501 không nằm trong khoảng từ 0 đến 500"),
    ("Mã;Số lượng\nA;nhiều\n", 'kinds.csv:2: Số lượng: "nhiều" không phải là số'),
    ("code,day\nA,29/02/2023\n", 'kinds.csv:2: day: "29/02/2023" không phải ngày, ví dụ 05/01/2025'),
    ("code,code\nA,B\n", "kinds.csv:1: code: cột này bị ghi hai lần"),
    ("code\nA,B\n", "kinds.csv:2: dòng có nhiều ô hơn dòng tiêu đề; có thể thừa dấu phẩy"),
    ('code\n"A\n', "kinds.csv:2: dấu ngoặc kép không khớp từ đây; không đọc được phần còn lại"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_fault_names_file_row_and_the_heading_as_typed(text: str, fault: str) -> None:
    assert read(text)[1] == [fault]


def test_empty_file_is_a_table_without_rows() -> None:
    assert read("") == ([], [], [])
    assert read("\n\n") == ([], [], [])


@pytest.mark.parametrize("typed", ["05/02/1990", "1990-02-05", "5.2.1990", "5-2-1990", "1990/2/5"])
def test_day_is_read_in_any_spelling(typed: str) -> None:
    assert day_cell("").clean(typed) == date(1990, 2, 5)


@pytest.mark.parametrize("word", ["1", "Có", "co", "x", "TRUE", "đúng"])
def test_yes_is_understood(word: str) -> None:
    assert flag_cell("").clean(word) is True


@pytest.mark.parametrize("word", ["0", "Không", "khong", "false", "Sai"])
def test_no_is_understood(word: str) -> None:
    assert flag_cell("").clean(word) is False


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("  GK1@Example.VN ".strip(), "gk1@example.vn"),
        ("+84 912 345 678", "0912345678"),
        ("912345678", "0912345678"),
    ],
)
def test_sign_in_name_has_one_spelling(typed: str, login: str) -> None:
    assert login_cell("").clean(typed) == login


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.vn", "x y", "https://", "mailto:a@b.vn"])
def test_link_that_leads_nowhere_is_refused(link: str) -> None:
    with pytest.raises(ValidationError):
        link_cell("").clean(link)


def test_link_without_scheme_is_completed() -> None:
    assert link_cell("").clean("youtu.be/abc?t=1") == "https://youtu.be/abc?t=1"


@pytest.mark.parametrize("day", ["05/01/0085", "0085-01-05", "31/12/2200"])
def test_day_of_an_impossible_year_is_refused(day: str) -> None:
    with pytest.raises(ValidationError, match="Năm phải từ 1900 đến 2199"):
        day_cell("").clean(day)


def test_phone_gets_back_the_zero_that_a_spreadsheet_took() -> None:
    assert phone_cell("").clean("912345678") == "0912345678"
    assert phone_cell("").clean("024.33861234 (VP)") == "024.33861234 (VP)"


def cells() -> st.SearchStrategy[str]:
    letters = st.characters(blacklist_categories=("Cs", "Cc"))
    return st.text(letters, max_size=20)


@given(rows=st.lists(st.tuples(cells(), cells(), cells()), max_size=6), delimiter=st.sampled_from(",;\t"))
@settings(max_examples=150, deadline=None)
def test_any_text_in_cells_is_read_or_faulted_never_lost(
    rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["code", "words", "extra"])
    writer.writerows(rows)
    found, faults, _warnings = read(out.getvalue())
    if not any(from_legacy(cell) for row in rows for cell in row):  # a sheet of old fonts is converted whole
        for line in found:
            typed = visible_text(rows[line.number - 2][0]).translate(LOOK_ALIKES)
            assert line["code"] in ("", unicodedata.normalize("NFC", typed).strip())
    assert all(fault.startswith("kinds.csv:") for fault in faults)


@given(data=st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_faulted(data: bytes) -> None:
    for name in ("kinds.csv", "kinds.xlsx"):
        _rows, faults, _warnings = read(data, name=name)
        assert all(fault.startswith(name) for fault in faults)


values = st.fixed_dictionaries(
    {
        "code": st.from_regex(r"[A-Z]{1,3}[0-9]{1,4}", fullmatch=True),
        "words": st.sampled_from(["", "một\nhai", "=1+1", "+84", "@x", "-", '"', "a;b,c", "Đỗ Ân"]),
        "count": st.none() | st.integers(0, 500),
        "points": st.none() | st.decimals(0, 100, places=2),
        "flag": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(1930, 1, 1), date(2030, 1, 1)),
        "level": st.sampled_from(["", "tieu-hoc", "thcs"]),
        "codes": st.sampled_from([(), ("A",), ("A", "B 2")]),
        "extra": st.sampled_from(["", "x"]),
    }
)


@given(rows=st.lists(values, max_size=5))
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back_from_csv_and_workbook(rows: list[dict[str, Any]]) -> None:
    for data, name in (
        (write_csv(KINDS, rows), "kinds.csv"),
        (write_xlsx([(KINDS, rows)]), "kinds.xlsx"),
    ):
        found, faults, warnings = read(data, name=name)
        assert (faults, warnings) == ([], [])
        assert [row.values for row in found] == rows


def test_written_csv_is_the_same_bytes_and_extra_columns_only_where_needed() -> None:
    row = {"code": "A", "codes": ("B", "C"), "points": Decimal("8.50")}
    assert write_csv(KINDS, [row]) == (b"code,words,count,points,flag,day,level,codes\nA,,,8.5,,,,B;C\n")
    assert write_csv(KINDS, [{**row, "extra": "x"}]).splitlines()[0].endswith(b",extra")


def test_written_workbook_holds_no_formula() -> None:
    data = write_xlsx([(KINDS, [{"code": "=cmd()", "count": 5, "words": "@x"}])])
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [(cell.value, cell.data_type, cell.quotePrefix) for cell in sheet[2][:3]]
    assert cells == [("=cmd()", "s", True), ("@x", "s", True), (5, "n", False)]


def test_written_workbook_leaves_out_what_a_workbook_cannot_store() -> None:
    data = write_xlsx([(KINDS, [{"code": "Vườn\x0bthông\x00  minh"}])], text={"festival": "Tên\x01"})
    text, sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert (text["A1"].value, sheet["A2"].value) == ("Tên", "Vườn\nthông  minh")


def test_workbook_traps_are_named() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["code", "points", "words"])
    sheet.append([date(2025, 6, 1), "#N/A", None])
    sheet["B2"].data_type = "e"
    sheet.append(["=A1", 0.1 + 0.2, True])
    out = io.BytesIO()
    book.save(out)
    _rows, faults, _warnings = read(out.getvalue(), name="kinds.xlsx")
    assert faults == [
        "kinds.xlsx/Sheet:2: code: bảng tính đã đổi ô này thành ngày; hãy định dạng cột là văn bản",
        "kinds.xlsx/Sheet:2: points: ô bị lỗi của bảng tính (#N/A)",
        "kinds.xlsx/Sheet:3: code: ô công thức chưa có giá trị; hãy dán giá trị vào ô",
    ]


@pytest.mark.parametrize("table", [SCHOOLS, GUESTS])
def test_headings_of_a_table_mean_one_column_each(table: Table) -> None:
    words = [
        (heading_key(word), table.key_of(name))
        for name, cell in table.form.base_fields.items()
        for word in (table.key_of(name), table.heading_of(name), *cell.also)  # type: ignore[attr-defined]
    ]
    assert all(table.key_of(table.by_heading[word]) == key for word, key in words)

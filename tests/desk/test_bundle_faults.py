"""One cell is wrong: the exact line that says so, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.imports import import_bundle
from festival.models import Festival
from festival.tables.files import open_path
from tests.desk.sample import GOOD, run_import, with_cell, with_line, with_toml, without, write

pytestmark = pytest.mark.django_db

CELLS = [
    ("schools.csv", 2, "code", "", "chưa có nội dung"),
    ("schools.csv", 3, "name", "", "chưa có nội dung"),
    ("schools.csv", 3, "level", "", "chưa có nội dung"),
    (
        "schools.csv",
        3,
        "level",
        "Đại học",
        "Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp",
    ),
    ("schools.csv", 3, "code", "TH1", "trùng với dòng 2"),
    ("schools.csv", 2, "digital_teaching", "4", "4 không nằm trong khoảng từ 1 đến 3"),
    ("schools.csv", 2, "digital_management", "2,5", '"2,5" không phải số nguyên'),
    ("schools.csv", 2, "participates", "có thể", '"có thể" không phải 1 (có) hay 0 (không)'),
    ("schools.csv", 2, "email", "th1.example.vn", '"th1.example.vn" không phải địa chỉ thư điện tử'),
    ("schools.csv", 2, "phone", "không có", '"không có" không phải số điện thoại'),
    ("schools.csv", 2, "name", "x" * 161, "dài 161 ký tự, nhiều nhất là 160"),
    ("guests.csv", 2, "email", "", "chưa có nội dung"),
    (
        "guests.csv",
        2,
        "email",
        "btc",
        '"btc" không phải địa chỉ thư điện tử, cũng không phải số điện thoại',
    ),
    ("guests.csv", 2, "role", "judge", "Vai trò phải là Ban Tổ chức, Thư ký hoặc Trường"),
    ("guests.csv", 2, "role", "", "chưa có nội dung"),
    ("guests.csv", 3, "school_code", "TH9", 'không có trường "TH9"'),
    ("guests.csv", 3, "school_code", "", "chưa có nội dung"),
    ("booths.csv", 3, "school_code", "TH9", 'không có trường "TH9"'),
    ("booths.csv", 3, "title", "", "chưa có nội dung"),
    ("booths.csv", 2, "partners", "TH2;TH8", 'không có trường "TH8"'),
    ("booths.csv", 2, "field", "toán", "Lĩnh vực phải là CNTT, AI, STEM, STEAM hoặc Học liệu số"),
    ("booths.csv", 2, "power", "2", '"2" không phải 1 (có) hay 0 (không)'),
    ("booths.csv", 2, "tables", "hai", '"hai" không phải là số'),
    (
        "booths.csv",
        2,
        "state",
        "xong",
        "Trạng thái phải là Bản nháp, Đã nộp, Trả lại để sửa, Đã duyệt, Không duyệt hoặc Đã hủy đăng ký",
    ),
    ("booths.csv", 3, "stand", "A1", 'vị trí này đã có gian hàng "Vườn thông minh"'),
    ("booths.csv", 3, "contest", "ky-nang", '"ky-nang" không phải cuộc thi gian hàng'),
    ("booths.csv", 3, "contest", "khac", 'không có cuộc thi "khac"'),
    ("products.csv", 3, "booth", "Vườn", 'trường "TH1" không có gian hàng "Vườn"'),
    ("products.csv", 3, "school_code", "TH9", 'không có trường "TH9"'),
    ("products.csv", 3, "name", "Máy tưới", "trùng với dòng 2"),
    (
        "products.csv",
        2,
        "link",
        "javascript:alert(1)",
        '"javascript:alert(1)" không phải đường dẫn bắt đầu bằng https://',
    ),
    ("entries.csv", 4, "contest", "khac", 'không có cuộc thi "khac"'),
    ("entries.csv", 4, "contest", "", "chưa có nội dung"),
    ("entries.csv", 3, "school_code", "TH9", 'không có trường "TH9"'),
    ("entries.csv", 3, "category", "THPT", 'cuộc thi "ky-nang" không có bảng "THPT"'),
    ("entries.csv", 3, "code", "P01", "trùng với dòng 2"),
    ("members.csv", 3, "full_name", "", "chưa có nội dung"),
    ("members.csv", 3, "number", "009", 'cuộc thi "ky-nang" không có số báo danh "009"'),
    ("members.csv", 3, "number", "", "chưa có nội dung"),
    ("members.csv", 3, "salutation", "cụ", "Danh xưng phải là Ông, Bà hoặc Em"),
    ("members.csv", 3, "role", "bạn", "Vai trò phải là Giáo viên, Nhân viên, Cán bộ quản lý hoặc Học sinh"),
    ("members.csv", 3, "born_on", "31/02/1990", '"31/02/1990" không phải ngày, ví dụ 05/01/2025'),
    ("judges.csv", 3, "full_name", "", "chưa có nội dung"),
    ("judges.csv", 3, "email", "gk1@example.vn", "trùng với dòng 2"),
    ("judges.csv", 3, "school_code", "TH9", 'không có trường "TH9"'),
    ("assignments.csv", 2, "judge", "gk9@example.vn", '"gk9@example.vn" không có trong danh sách giám khảo'),
    ("assignments.csv", 2, "judge", "", "chưa có nội dung"),
    ("assignments.csv", 2, "round", "khac", 'cuộc thi "ky-nang" không có vòng "khac"'),
    ("assignments.csv", 2, "round", "ly-thuyet", 'vòng "ly-thuyet" do máy chấm, không có giám khảo'),
    ("assignments.csv", 2, "number", "001", 'Phạm Thị Ánh không được chấm "001" vì là bài của trường mình'),
    ("assignments.csv", 4, "number", "009", 'cuộc thi "ky-nang" không có số báo danh "009"'),
    ("assignments.csv", 3, "category", "THPT", 'cuộc thi "ky-nang" không có bảng "THPT"'),
    ("assignments.csv", 4, "category", "Tiểu học", '"002" không thuộc bảng này'),
    ("scores.csv", 4, "points", "21", '21 lớn hơn điểm tối đa 20 của "sang-tao"'),
    ("scores.csv", 4, "points", "20,25", '20,25 lớn hơn điểm tối đa 20 của "sang-tao"'),
    ("scores.csv", 4, "points", "-1", "-1 nhỏ hơn 0"),
    ("scores.csv", 4, "points", "17.3", '17,3 không phải bội số của bước điểm 0,25 của "sang-tao"'),
    ("scores.csv", 4, "points", "NaN", '"NaN" không phải là số'),
    ("scores.csv", 4, "points", "1e1", '"1e1" không phải là số'),
    ("scores.csv", 4, "points", "tám", '"tám" không phải là số'),
    ("scores.csv", 4, "criterion", "khac", 'cuộc thi "ky-nang" không có tiêu chí "khac"'),
    ("scores.csv", 4, "criterion", "trac-nghiem", 'tiêu chí "trac-nghiem" không chấm ở vòng "thuc-hanh"'),
    ("scores.csv", 4, "round", "", 'cuộc thi "ky-nang" có nhiều vòng; hãy ghi rõ vòng nào'),
    ("scores.csv", 4, "number", "009", 'cuộc thi "ky-nang" không có số báo danh "009"'),
    ("scores.csv", 2, "judge", "gk2@example.vn", 'vòng "ly-thuyet" do máy chấm, không có giám khảo'),
    ("scores.csv", 4, "judge", "", "chưa có nội dung"),
    ("scores.csv", 4, "judge", "gk9@example.vn", '"gk9@example.vn" không có trong danh sách giám khảo'),
    ("scores.csv", 4, "judge", "gk1@example.vn", 'gk1@example.vn không được phân công chấm "001" ở vòng này'),
    ("scores.csv", 8, "submitted", "1", "phiếu chưa chấm: trinh-bay"),
    ("scores.csv", 7, "submitted", "1", "trái với dòng 6 của cùng phiếu"),
    ("scores.csv", 5, "comment", "Khá", "phiếu này đã có nhận xét khác ở dòng 4"),
]


@pytest.mark.parametrize(("file", "row", "column", "value", "reason"), CELLS)
def test_wrong_cell_is_the_only_fault(
    tmp_path: Path, file: str, row: int, column: str, value: str, reason: str
) -> None:
    done = run_import(tmp_path, with_cell(file, row, column, value))
    assert done.faults == [f"{file}:{row}: {column}: {reason}"]
    assert not Festival.objects.exists()


TOMLS = [
    (
        'slug = "ngay-hoi"',
        'slug = "ngày hội"',
        'festival: slug: "ngày hội" chỉ được có chữ không dấu, chữ số và dấu -',
    ),
    ('slug = "ngay-hoi"', 'slug = "new"', 'festival: slug: "new" là địa chỉ dành cho hệ thống'),
    ('name = "Ngày hội STEM xã An Khánh"', "name = 5", "festival: name: phải là chữ trong ngoặc kép"),
    ('name = "Ngày hội STEM xã An Khánh"', "", "festival: name: còn thiếu"),
    ("starts_on = 2026-01-10", "starts_on = 2026-02-10", "festival: ends_on: sớm hơn starts_on"),
    (
        "starts_on = 2026-01-10",
        'starts_on = "10/01/2026"',
        "festival: starts_on: phải là ngày, ví dụ 2025-01-10, không đặt trong ngoặc kép",
    ),
    (
        "registration_opens_at = 2025-11-01T00:00:00+07:00",
        "registration_opens_at = 2025-11-01",
        "festival: registration_opens_at: phải là ngày kèm giờ, ví dụ 2024-12-20T17:00:00+07:00, "
        "không đặt trong ngoặc kép",
    ),
    (
        "booths_per_school = 1",
        "booths_per_school = -1",
        "festival: booths_per_school: -1 không nằm trong khoảng từ 0 đến 32767",
    ),
    ("booths_per_school = 1", "booths_per_school = true", "festival: booths_per_school: phải là số nguyên"),
    (
        'kind = "individual"',
        'kind = "people"',
        'contest "ky-nang": kind: "people" không phải một trong: individual, product, booth',
    ),
    ('kind = "individual"', "", 'contest "ky-nang": kind: còn thiếu'),
    ("anonymous = true", "anonymous = 1", 'contest "ky-nang": anonymous: phải là true hoặc false'),
    (
        '["Tiểu học", "THCS"]',
        '["Tiểu học", "THCS", "Tiểu học"]',
        'contest "ky-nang": categories: bị ghi hai lần',
    ),
    ('slug = "gian-hang"', 'slug = "ky-nang"', None),
    (
        'combine = "criterion"',
        'combine = "all"',
        'contest "ky-nang": scoring: combine: "all" không phải một trong: sheet, criterion',
    ),
    ("clip = 2.5", "clip = -2.5", 'contest "ky-nang": scoring: clip: -2.5 nhỏ hơn 0'),
    ("clip = 2.5", "clip = nan", 'contest "ky-nang": scoring: clip: NaN không phải là số'),
    (
        "decimals = 2",
        "decimals = 9",
        'contest "ky-nang": scoring: decimals: 9 không nằm trong khoảng từ 0 đến 6',
    ),
    (
        '"criterion:sang-tao", ',
        '"criterion:la", ',
        'contest "ky-nang": tie_break ghi tiêu chí không có (criterion:la)',
    ),
    (
        '"criterion:sang-tao", ',
        '"sang-tao", ',
        'contest "ky-nang": scoring: tie_break: "sang-tao" không có dạng "criterion:MÃ" hoặc "round:MÃ"',
    ),
    (
        "agree = 0.10",
        "agree = 0.20",
        'contest "ky-nang": ngưỡng trao đổi thấp hơn ngưỡng thống nhất (0,15 < 0,2)',
    ),
    ("agree = 0.10, ", "", 'contest "ky-nang": scoring: discrepancy: agree: còn thiếu'),
    (
        "weight = 0.3",
        'weight = "0,3"',
        'contest "ky-nang": round "ly-thuyet": weight: phải là số, không đặt trong ngoặc kép',
    ),
    ("weight = 0.3", "weight = -0.3", 'contest "ky-nang": round "ly-thuyet": weight: -0.3 nhỏ hơn 0'),
    ("maximum = 20", "maximum = 0", 'contest "ky-nang": tiêu chí "sang-tao": điểm tối đa 0 không lớn hơn 0'),
    ("maximum = 20", "", 'contest "ky-nang": criterion "sang-tao": maximum: còn thiếu'),
    (
        "step = 0.25",
        "step = 0.003",
        'contest "ky-nang": criterion "sang-tao": step: 0.003 có hơn 2 chữ số thập phân, hoặc quá lớn',
    ),
    (
        "step = 0.25",
        "step = 0.3",
        'contest "ky-nang": tiêu chí "sang-tao": điểm tối đa 20 không phải bội số của bước điểm',
    ),
    (
        'round = "thuc-hanh"',
        'round = "khac"',
        'contest "ky-nang": criterion "sang-tao": round: cuộc thi "ky-nang" không có vòng "khac"',
    ),
    (
        "max_share_of_entrants = 0.6",
        "",
        'contest "ky-nang": giải "nhat": share_of_prizes cần có max_share_of_entrants',
    ),
    (
        "count = 6",
        "count = -6",
        'contest "ky-nang": prize "kk": count: -6 không nằm trong khoảng từ 0 đến 1000000',
    ),
    (
        "count = 6",
        "",
        'contest "ky-nang": giải "kk": cần ghi số giải (count), tỷ lệ hoặc điểm tối thiểu (minimum)',
    ),
    (
        "cumulative = true",
        'cumulative = "x"',
        'contest "ky-nang": prize "nhat": cumulative: phải là true hoặc false',
    ),
    ("amount = 300000", "amount = 0.5", 'contest "ky-nang": prize "kk": amount: phải là số nguyên'),
]


@pytest.mark.parametrize(("old", "new", "fault"), TOMLS)
def test_wrong_key_of_the_settings_is_the_only_fault(
    tmp_path: Path, old: str, new: str, fault: str | None
) -> None:
    done = run_import(tmp_path, with_toml(old, new))
    if fault is not None:
        assert done.faults == [f"festival.toml: {fault}"]
    else:
        assert 'festival.toml: contest "ky-nang": slug: bị ghi hai lần' in done.faults
    assert not Festival.objects.exists()


def test_settings_that_are_no_toml_leave_the_tables_read_to_their_end(tmp_path: Path) -> None:
    files = with_cell("schools.csv", 3, "level", "x") | {"festival.toml": "[festival]\nslug = ngay-hoi\n"}
    faults = run_import(tmp_path, files).faults
    assert faults[0].startswith("festival.toml:2: sai cú pháp TOML (")
    assert faults[1:] == ["schools.csv:3: level: Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp"]


def test_all_faults_of_all_files_are_reported_in_their_order(tmp_path: Path) -> None:
    files = dict(GOOD)
    for file, row, column, value in (
        ("scores.csv", 6, "points", "21"),
        ("schools.csv", 2, "digital_teaching", "9"),
        ("judges.csv", 3, "school_code", "TH9"),
        ("members.csv", 3, "salutation", "cụ"),
    ):
        files[file] = with_cell(file, row, column, value)[file]
    assert run_import(tmp_path, files).faults == [
        "schools.csv:2: digital_teaching: 9 không nằm trong khoảng từ 1 đến 3",
        "members.csv:3: salutation: Danh xưng phải là Ông, Bà hoặc Em",
        'judges.csv:3: school_code: không có trường "TH9"',
        'scores.csv:6: points: 21 lớn hơn điểm tối đa 20 của "sang-tao"',
    ]


def test_unknown_columns_and_keys_are_warnings(tmp_path: Path) -> None:
    files = {
        **with_toml("decimals = 2", "decimals = 2\nfoo = 1"),
        "schools.csv": "code,name,level,Ghi chú\nTH1,A,thcs,x\nTH2,B,thcs,\nCS1,C,thcs,\n",
    }
    done = run_import(tmp_path, files)
    assert done.faults == []
    assert sorted(done.warnings) == [
        'festival.toml: contest "ky-nang": scoring: không rõ mục "foo"',
        'schools.csv: không rõ cột "Ghi chú"',
    ]


def test_two_wrong_names_are_both_reported_though_a_row_lost_its_key(tmp_path: Path) -> None:
    files = with_cell("schools.csv", 2, "code", "") | {
        "guests.csv": with_cell("guests.csv", 3, "school_code", "TH9")["guests.csv"]
    }
    faults = run_import(tmp_path, files).faults
    assert "schools.csv:2: code: chưa có nội dung" in faults
    assert 'guests.csv:3: school_code: không có trường "TH9"' in faults


@pytest.mark.parametrize("missing", ["festival.toml", "schools.csv"])
def test_a_bundle_needs_its_two_files(tmp_path: Path, missing: str) -> None:
    files = {name: GOOD[name] for name in ("festival.toml", "schools.csv") if name != missing}
    assert run_import(tmp_path, files).faults == [f"{missing}: thiếu tệp này"]


def test_two_files_are_enough(tmp_path: Path) -> None:
    files = {name: GOOD[name] for name in ("festival.toml", "schools.csv")}
    assert run_import(tmp_path, files).faults == []


def test_entry_of_a_booth_does_not_stand_in_entries_too(tmp_path: Path) -> None:
    done = run_import(tmp_path, with_line("entries.csv", "gian-hang,GH1,,TH1,Vườn thông minh,,"))
    assert done.faults == [
        "booths.csv:2: number: trùng với entries.csv:5; bài thi của gian hàng lấy từ chính dòng gian hàng"
    ]


def test_row_twice_is_a_fault_of_the_later_one(tmp_path: Path) -> None:
    done = run_import(tmp_path, with_line("entries.csv", "ky-nang,001,,TH2,Khác,,"))
    assert done.faults == ["entries.csv:5: number: trùng với dòng 2"]


def test_cells_beyond_the_heading_are_a_fault(tmp_path: Path) -> None:
    done = run_import(tmp_path, with_line("products.csv", "TH1,Vườn thông minh,Mới,,,,,,,thừa"))
    assert done.faults == ["products.csv:4: dòng có nhiều ô hơn dòng tiêu đề; có thể thừa dấu phẩy"]


def test_row_numbers_count_line_breaks_in_cells_and_blank_rows_as_a_spreadsheet_does(tmp_path: Path) -> None:
    files = {
        **without("products.csv"),
        "products.csv": "school_code,booth,name,purpose\n"
        'TH1,Vườn thông minh,A,"một\nhai"\n'
        "\nTH9,Vườn thông minh,B,\n",
    }
    assert run_import(tmp_path, files).faults == ['products.csv:4: school_code: không có trường "TH9"']


def test_judge_of_a_partner_school_may_not_judge(tmp_path: Path) -> None:
    files = with_cell("judges.csv", 3, "school_code", "CS1")
    faults = run_import(tmp_path, files).faults
    assert 'assignments.csv:5: number: Vũ Văn Đạt không được chấm "GH1" vì là bài của trường mình' in faults
    assert 'assignments.csv:4: number: Vũ Văn Đạt không được chấm "002" vì là bài của trường mình' in faults
    assert len(faults) == 2


def test_broken_quotes_end_one_file_only(tmp_path: Path) -> None:
    files = GOOD | {
        "members.csv": 'contest,number,full_name\nky-nang,001,"An"x\n',
        "schools.csv": with_cell("schools.csv", 2, "level", "x")["schools.csv"],
    }
    assert run_import(tmp_path, files).faults == [
        "schools.csv:2: level: Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp",
        "members.csv:2: dấu ngoặc kép không khớp từ đây; không đọc được phần còn lại",
    ]


def test_file_that_is_not_utf8_says_how_to_save_it(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    (folder / "judges.csv").write_bytes("email,full_name\ngk1@example.vn,Jürgen\n".encode("latin-1"))
    done = import_bundle(open_path(folder), by=None)
    assert done.faults == ['judges.csv:2: không phải UTF-8; hãy lưu dạng "CSV UTF-8"']

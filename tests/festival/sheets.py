"""Workbooks and table specs for the tests of the reading layer."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import openpyxl

from festival.forms.cells import text_cell
from festival.forms.table import Table, TableForm
from festival.tables.opening import fit, raw_table, sheets_of
from festival.tables.raw import RawTable, Unreadable
from festival.tables.report import Report


def spec(name: str, columns: Mapping[str, Sequence[str]], required: Sequence[str] = ()) -> Table:
    """A table of text columns: for each its headings, the first of which is shown to people."""
    cells = {
        key: text_cell(" | ".join(words), 160, required=key in required) for key, words in columns.items()
    }
    return Table(name, name, type("RowForm", (TableForm,), cells))


SCHOOLS: Final = spec(
    "schools",
    {
        "code": ("Mã trường",),
        "name": ("Tên trường", "Tên đơn vị"),
        "level": ("Cấp học", "Bậc học"),
        "commune": ("Xã",),
        "digital_teaching": ("CĐS dạy học",),
        "phone": ("Điện thoại",),
    },
    required=("name", "level"),
)
MEMBERS: Final = spec(
    "members",
    {
        "contest": ("Cuộc thi",),
        "number": ("Số báo danh",),
        "full_name": ("Họ và tên", "Tên"),
        "born_on": ("Ngày sinh", "Năm sinh"),
        "role": ("Vai trò",),
    },
    required=("contest", "full_name"),
)


def book(
    rows: Sequence[Any],
    change: Callable[[Any], object] | None = None,
    *,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """An XLSX workbook with the sheet "Sheet1" for `rows`, if there are any, and those of `more` by name."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, lines in [("Sheet1", rows)] * bool(rows) + list((more or {}).items()):
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    if change:
        change(made.worksheets[0])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def table_in(file: str, data: bytes, spec: Table, report: Report) -> RawTable:
    """The table that a file holds: in the sheet with most of its headings."""
    sheet = max(sheets_of(file, lambda: data), key=lambda sheet: fit(sheet, spec))
    return raw_table(sheet, spec, report)


def read(
    data: bytes | str, spec: Table = SCHOOLS, file: str = "schools.csv"
) -> tuple[list[Any], list[str], list[str]]:
    """Rows as (number, cells by heading), faults and warnings of a file."""
    content = data.encode() if isinstance(data, str) else data
    report = Report()
    raw = table_in("a.xlsx" if content.startswith(b"PK") else file, content, spec, report)
    rows = [
        (
            number,
            {
                h: f"?{c.reason}" if isinstance(c, Unreadable) else c
                for h, c in zip(raw.headings, cells, strict=True)
            },
        )
        for number, cells in raw.rows
    ]
    return rows, [str(fault) for fault in report.faults], [str(warning) for warning in report.warnings]

"""Workbooks and table specs for the tests of the reading layer."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import openpyxl

from festival.tables.opening import fit, raw_table, sheets_of
from festival.tables.raw import RawTable, TableSpec, Unreadable
from festival.tables.spec import heading_key


@dataclass(frozen=True)
class Spec:
    """A table: for each column its headings, the first of which is shown to people."""

    name: str
    columns: Mapping[str, Sequence[str]]
    required: Sequence[str] = ()

    @property
    def by_heading(self) -> dict[str, str]:
        return {heading_key(word): key for key, words in self.columns.items() for word in (key, *words)}

    def heading_of(self, column: str) -> str:
        return self.columns[column][0]

    def is_named(self, sheet: str) -> bool:
        return heading_key(sheet) == self.name


SCHOOLS: Final = Spec(
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
MEMBERS: Final = Spec(
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


def table_in(file: str, data: bytes, spec: TableSpec) -> RawTable:
    """The table that a file holds: in the sheet with most of its headings."""
    return raw_table(max(sheets_of(file, lambda: data), key=lambda sheet: fit(sheet, spec)), spec)


def read(
    data: bytes | str, spec: Spec = SCHOOLS, file: str = "schools.csv"
) -> tuple[list[Any], list[str], list[str]]:
    """Rows as (number, cells by heading), faults and warnings of a file."""
    content = data.encode() if isinstance(data, str) else data
    raw = table_in("a.xlsx" if content.startswith(b"PK") else file, content, spec)
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
    return rows, [str(fault) for fault in raw.faults], [str(warning) for warning in raw.warnings]

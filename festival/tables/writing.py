"""Writing tables: CSV whose bytes follow from the content alone, and workbooks that no formula can bite."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Protocol

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from festival.forms.cells import written
from festival.text import visible_text

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
Values = Mapping[str, Any]


class Columns(Protocol):
    """What an export asks of a table: its columns by English key."""

    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, Any]: ...


def columns_for(table: Columns, rows: Sequence[Values]) -> dict[str, Any]:
    """The table's columns by key; extra ones only where a row has a value in them."""
    return {
        key: cell
        for key, cell in table.columns.items()
        if not cell.extra or any(row.get(key, cell.empty) != cell.empty for row in rows)
    }


def texts(columns: Mapping[str, Any], row: Values) -> list[str]:
    """A row as it is written."""
    return [written(row.get(key, cell.empty)) for key, cell in columns.items()]


def write_csv(table: Columns, rows: Sequence[Values]) -> bytes:
    """A bundle's CSV: English keys, commas, no mark, the cells exactly as they are."""
    columns = columns_for(table, rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(texts(columns, row) for row in rows)
    return out.getvalue().encode()


def write_xlsx(tables: Iterable[tuple[Columns, Sequence[Values]]], *, text: Mapping[str, str] = {}) -> bytes:
    """A workbook with a sheet for each table, headings in Vietnamese; `text`: sheets of plain lines."""
    book = openpyxl.Workbook(write_only=True)
    for name, words in text.items():
        sheet = book.create_sheet(name)
        sheet.column_dimensions["A"].width = 100
        for line in words.splitlines():
            sheet.append([_cell(sheet, line)])
    for table, rows in tables:
        _sheet(book, table.name, columns_for(table, rows), rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_table(kind: str, *, name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A list for people, as "csv" (with a mark, for Excel) or "xlsx"; no cell is ever taken for a formula."""
    lines = [["" if value is None else value for value in row] for row in rows]
    if kind == "csv":
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([[neutral(str(value)) for value in line] for line in lines])
        return b"\xef\xbb\xbf" + out.getvalue().encode()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(name))
    _head(sheet, headings, [[str(value) for value in line] for line in lines])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    out_bytes = io.BytesIO()
    book.save(out_bytes)
    return out_bytes.getvalue()


def neutral(text: str) -> str:
    """A cell of a list that a spreadsheet cannot take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _sheet(book: Any, name: str, columns: Mapping[str, Any], rows: Sequence[Values]) -> None:
    sheet = book.create_sheet(_sheet_name(name))
    lines = [texts(columns, row) for row in rows]
    _head(sheet, [str(cell.label) for cell in columns.values()], lines)
    for row, line in zip(rows, lines, strict=True):
        values = (row.get(key) for key in columns)
        sheet.append(
            [
                _cell(
                    sheet, value if isinstance(value, int | Decimal) and not isinstance(value, bool) else text
                )
                for value, text in zip(values, line, strict=True)
            ]
        )


def _head(sheet: Any, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    for place, heading in enumerate(headings, start=1):
        longest = max((len(line[place - 1]) for line in lines[:500] if len(line) >= place), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(60, max(len(heading), longest) + 3)
    sheet.freeze_panes = "A2"
    cells = [_cell(sheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)


def _cell(sheet: Any, value: Any) -> Any:
    """A cell whose text stays text: leading zeros are kept and nothing is evaluated."""
    value = visible_text(value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
    return cell


def _sheet_name(name: str) -> str:
    """What a sheet may be called."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip()[:31] or "1"

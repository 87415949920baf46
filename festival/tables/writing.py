"""Writing tables: CSV whose bytes follow from the content alone, and workbooks that no formula can bite."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from festival.tables.cells import Number, Whole
from festival.tables.spec import Column, Table
from festival.text import visible_text

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
Values = Mapping[str, Any]


def columns_for(table: Table, rows: Sequence[Values]) -> list[Column]:
    """The table's columns; extra ones only where something stands in them."""
    return [
        column
        for column in table.columns
        if not column.extra
        or any(row.get(column.key, column.cell.empty) != column.cell.empty for row in rows)
    ]


def texts(columns: Sequence[Column], row: Values) -> list[str]:
    """A row as it is written."""
    return [column.cell.write(row.get(column.key, column.cell.empty)) for column in columns]


def write_csv(table: Table, rows: Sequence[Values]) -> bytes:
    """A bundle's CSV: English keys, commas, no mark, the cells exactly as they are."""
    columns = columns_for(table, rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in columns])
    writer.writerows(texts(columns, row) for row in rows)
    return out.getvalue().encode()


def write_xlsx(tables: Iterable[tuple[Table, Sequence[Values]]], *, text: Mapping[str, str] = {}) -> bytes:
    """A workbook with a sheet for each table, headings in Vietnamese; `text`: sheets of plain lines."""
    book = openpyxl.Workbook(write_only=True)
    for name, words in text.items():
        sheet = book.create_sheet(name)
        sheet.column_dimensions["A"].width = 100
        for line in words.splitlines():
            sheet.append([_cell(sheet, line)])
    for table, rows in tables:
        columns = columns_for(table, rows)
        _sheet(book, table.name, [column.heading for column in columns], columns, rows)
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


def _sheet(
    book: Any, name: str, headings: Sequence[str], columns: Sequence[Column], rows: Sequence[Values]
) -> None:
    sheet = book.create_sheet(_sheet_name(name))
    lines = [texts(columns, row) for row in rows]
    _head(sheet, headings, lines)
    for row, line in zip(rows, lines, strict=True):
        sheet.append(
            [
                _cell(sheet, row[column.key])
                if isinstance(column.cell, Number | Whole) and row.get(column.key) is not None
                else _cell(sheet, text)
                for column, text in zip(columns, line, strict=True)
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

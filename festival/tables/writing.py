"""Writing tables: CSV whose bytes follow from the content alone, and workbooks without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from festival.forms.cells import written
from festival.forms.table import Table
from festival.text import visible_text

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
Values = Mapping[str, Any]


def lines_of(table: Table, rows: Sequence[Values]) -> tuple[dict[str, Any], list[list[Any]]]:
    """The table's columns by key, extra ones only where a row has a value in them, and the rows' values."""
    columns = {
        key: cell
        for key, cell in table.columns.items()
        if not cell.extra or any(row.get(key, cell.empty) != cell.empty for row in rows)
    }
    return columns, [[row.get(key, cell.empty) for key, cell in columns.items()] for row in rows]


def write_csv(table: Table, rows: Sequence[Values]) -> bytes:
    """A bundle's CSV: English keys, commas, no mark, the cells exactly as they are."""
    columns, lines = lines_of(table, rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([[*columns], *([written(value) for value in line] for line in lines)])
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
        _write_sheet(book.create_sheet(table.name), *lines_of(table, rows))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(sheet: Any, columns: Mapping[str, Any], lines: Sequence[Sequence[Any]]) -> None:
    headings = [str(cell.label) for cell in columns.values()]
    for place, heading in enumerate(headings):
        longest = max(len(text) for text in (heading, *(written(line[place]) for line in lines[:500])))
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(60, longest + 3)
    sheet.freeze_panes = "A2"
    cells = [_cell(sheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])


def _cell(sheet: Any, value: Any) -> Any:
    """A cell whose text stays text: leading zeros are kept and nothing is evaluated."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    text = visible_text(written(value))
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)
    return cell

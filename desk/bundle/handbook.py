"""The tables of columns in docs/BUNDLE.md, made from the specs themselves; a test keeps the page true."""

from __future__ import annotations

from typing import Any

from festival.tables import Column, Table
from festival.tables.cells import Choice, Codes, Day, Email, Flag, Link, Login, Number, Phone, Text, Whole


def column_table(table: Table) -> str:
    """The columns of a table in Markdown: key, Vietnamese heading, what its cells hold."""
    lines = ["| cột | tiêu đề | ô chứa |", "|---|---|---|"]
    for column in table.columns:
        key = f"**{column.key}**" if column.key in table.key else column.key
        must = " (bắt buộc)" if column.required else ""
        lines.append(f"| {key} | {', '.join((column.heading, *column.also))} | {_holds(column)}{must} |")
    return "\n".join(lines)


def _holds(column: Column) -> str:
    words = _kind(column.cell)
    return f"{words}; chỉ ghi khi cần" if column.extra else words


def _kind(cell: Any) -> str:
    match cell:
        case Choice():
            named: dict[str, list[str]] = {str(value): [] for value in cell.choices.values}
            for word, value in cell.also.items():
                named[value].append(word)
            return "; ".join(
                f"`{key}` ({', '.join(words)})" if words else f"`{key}`" for key, words in named.items()
            )
        case Flag():
            return "1/Có hoặc 0/Không" + (", trống là chưa rõ" if cell.empty is None else "")
        case Whole():
            return f"số nguyên {cell.least}–{cell.most}"
        case Text():
            return f"chữ, tối đa {cell.limit} ký tự" + (", giữ nguyên như đã gõ" if cell.typed else "")
    plain = {
        Number: "số, dấu phẩy hoặc dấu chấm",
        Day: "ngày 05/01/2025 hoặc 2025-01-05",
        Phone: "số điện thoại",
        Email: "địa chỉ thư điện tử",
        Login: "thư điện tử, hoặc số điện thoại nếu không có",
        Codes: "các mã, ngăn bằng dấu chấm phẩy",
        Link: "đường dẫn https://",
    }
    return plain[type(cell)]

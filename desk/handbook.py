"""Makes the tables of columns in docs/BUNDLE.md from the forms; a test compares the page with them."""

from __future__ import annotations

from festival.forms.table import Table


def column_table(table: Table) -> str:
    """The columns of a table in Markdown: key, Vietnamese heading, description of the values."""
    lines = ["| cột | tiêu đề | ô chứa |", "|---|---|---|"]
    for key, cell in table.columns.items():
        name = f"**{key}**" if key in table.key else key
        must = " (bắt buộc)" if cell.required else ""
        extra = "; chỉ ghi khi cần" if cell.extra else ""
        headings = ", ".join((str(cell.label), *cell.also))
        lines.append(f"| {name} | {headings} | {cell.holds}{extra}{must} |")
    return "\n".join(lines)

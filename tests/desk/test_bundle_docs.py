"""docs/BUNDLE.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from desk.imports import TABLES
from festival.forms.table import Table
from tests.desk.sample import GOOD, run_import

PAGE = (Path(settings.BASE_DIR) / "docs" / "BUNDLE.md").read_text()


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


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_of_every_table_stand_on_the_page(table: Table) -> None:
    assert f"## {table.name}.csv · {table.title}\n" in PAGE
    assert column_table(table) in PAGE


@pytest.mark.django_db
def test_settings_on_the_page_can_be_imported(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    done = run_import(tmp_path, GOOD | {"festival.toml": found[1]})
    assert (done.faults, done.warnings) == ([], [])


def test_a_column_that_changed_is_missed_on_the_page() -> None:
    changed = column_table(TABLES[0]).replace("Mã trường", "Mã đơn vị")
    assert changed not in PAGE

"""A small bundle that holds something of everything, and ways to change it by one cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from desk.imports import Imported, import_bundle
from festival.models import User
from festival.tables.files import open_path

FOLDER: Final = Path(__file__).parent / "ngay-hoi"
GOOD: Final = {path.name: path.read_text() for path in sorted(FOLDER.iterdir())}


def with_cell(file: str, row: int, column: str, value: str) -> dict[str, str]:
    """The good bundle with one cell changed; `row` as a spreadsheet shows it."""
    rows = list(csv.reader(io.StringIO(GOOD[file])))
    rows[row - 1][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return {**GOOD, file: out.getvalue()}


def with_line(file: str, line: str) -> dict[str, str]:
    """The good bundle with a line more at the end of a file."""
    return {**GOOD, file: f"{GOOD[file]}{line}\n"}


def with_toml(old: str, new: str) -> dict[str, str]:
    """The good bundle with one place of festival.toml changed."""
    assert GOOD["festival.toml"].count(old) >= 1
    return {**GOOD, "festival.toml": GOOD["festival.toml"].replace(old, new, 1)}


def without(*files: str) -> dict[str, str]:
    """The good bundle without some files."""
    return {name: text for name, text in GOOD.items() if name not in files}


def write(folder: Path, files: dict[str, str]) -> Path:
    """The bundle as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


def run_import(
    folder: Path, files: dict[str, str] = GOOD, *, dry_run: bool = False, by: User | None = None
) -> Imported:
    """Import a bundle written to the folder."""
    return import_bundle(open_path(write(folder, files)), by=by, dry_run=dry_run)

"""`manage.py results SLUG CONTEST [--format table|csv|json]`: prints the result table on stdout."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.core.management.base import CommandParser

from contests.models import Contest
from desk.management.contest_command import ContestCommand
from desk.queries.results import TableRow, result_table

COLUMNS = ("rank", "tied", "number", "school_code", "title", "category", "total", "judges", "prize")
ALL_COLUMNS = (*COLUMNS, "head")
"""`head` is 1 where the head of the jury decided points; the columns of the CSV are fixed without it."""


class Command(ContestCommand):
    help = "Prints a contest's results: live until the freeze, the frozen run afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--format", choices=["table", "csv", "json"], default="table")

    def run(self, contest: Contest, options: dict[str, Any]) -> None:
        rows = [cells(row) for row in result_table(contest).rows]
        text = {"csv": as_csv, "json": as_json, "table": as_table}[options["format"]](rows)
        self.stdout.write(text, ending="")


def cells(row: TableRow) -> tuple[str, ...]:
    """A row as strings in the order of ALL_COLUMNS; decimals with a point."""
    line = row.line
    return (
        "" if line.rank is None else str(line.rank),
        "1" if line.tied else "0",
        line.number,
        line.school_code,
        line.title,
        line.category,
        row.total.replace(",", "."),
        str(line.judges),
        row.prize,
        "1" if line.is_ruled else "0",
    )


def as_csv(rows: list[tuple[str, ...]]) -> str:
    """CSV of COLUMNS with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row[: len(COLUMNS)] for row in rows)
    return out.getvalue()


def as_json(rows: list[tuple[str, ...]]) -> str:
    """JSON: a list of objects with the columns as keys and strings as values."""
    return (
        json.dumps([dict(zip(ALL_COLUMNS, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
        + "\n"
    )


def as_table(rows: list[tuple[str, ...]]) -> str:
    """The table as aligned text."""
    table = [ALL_COLUMNS, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(ALL_COLUMNS))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table)
    return "\n".join(line.rstrip() for line in lines) + "\n"

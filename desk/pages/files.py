"""Data of the page of import and export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from desk.imports import TABLES, Imported
from festival.models import Festival, Job, User
from festival.tables.opening import numbers
from festival.tables.report import Fault


@dataclass(frozen=True, slots=True)
class CountLine:
    """The counts of an import for one table; `columns` names each column with its number of changed cells."""

    title: str
    created: int
    changed: int
    unchanged: int
    columns: Sequence[str]


def preview_of(done: Imported) -> dict[str, object]:
    """What the pages of a preview show of an import."""
    faults = [fault.on_page(with_file=not done.is_one_table) for fault in done.fault_list]
    context = {"done": done, "faults": faults, "warnings": warning_lines(done)}
    return context | {"lines": count_lines(done), "emptied": emptied_columns(done)}


def warning_lines(done: Imported) -> list[str]:
    """The warnings of an import; one line for the rows of a column with the same reason."""
    alike: dict[Fault, list[Fault]] = defaultdict(list)
    for warning in done.warning_list:
        alike[replace(warning, row=warning.row and 1)].append(warning)
    rows = [numbers(sorted({one.row for one in same if one.row})) for same in alike.values()]
    lines = zip(alike.values(), rows, strict=True)
    return [same[0].on_page(with_file=not done.is_one_table, rows=row) for same, row in lines]


def count_lines(done: Imported) -> list[CountLine]:
    """One line for each table or part of festival.toml that the file holds."""
    return [
        CountLine(
            title=_title(name),
            created=counts.get("created", 0),
            changed=counts.get("changed", 0),
            unchanged=counts.get("unchanged", 0),
            columns=_columns(name, done.counts.columns.get(name, {})),
        )
        for name, counts in done.counts.rows.items()
    ]


def emptied_columns(done: Imported) -> list[str]:
    """Columns that the file does not have, with the number of cells that an import would empty."""
    emptied = done.counts.emptied.items()
    return [f"{_title(name)}: {', '.join(_columns(name, counted))}" for name, counted in emptied if counted]


def _title(name: str) -> str:
    own = {
        "festival": _("The festival"),
        "signers": _("Signers"),
        "contests": _("Contests"),
        "categories": _("Categories"),
        "rounds": _("Rounds"),
        "scoring": _("Scoring method"),
        "criteria": _("Criteria"),
        "prizes": _("Prizes"),
        "stands": _("Stands"),
    }
    return own.get(name) or next(table.title for table in TABLES if table.name == name)


def _columns(name: str, changed: Mapping[str, int]) -> list[str]:
    headings = {
        key: cell.label for table in TABLES if table.name == name for key, cell in table.columns.items()
    }
    return [f"{headings.get(key, key)}: {count}" for key, count in sorted(changed.items())]


def files_jobs(festival: Festival, *, by: User) -> list[Job]:
    """The user's latest imports and exports."""
    return list(Job.objects.filter(festival=festival, created_by=by, kind__in=["import", "export"])[:8])

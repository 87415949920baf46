"""Data of the page of import and export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from desk.imports import TABLES, Imported
from festival.models import Festival, Job, User


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
    return {"done": done, "lines": count_lines(done), "emptied": emptied_columns(done)}


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

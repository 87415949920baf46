"""Schools from a table that somebody keeps in a spreadsheet: all of it, or nothing and every fault by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from festival.actions.schools import set_school_keys
from festival.audit import log_event
from festival.bundle.intake import PARTICIPATION
from festival.bundle.tables import SCHOOLS
from festival.models import Festival, School, User
from festival.tables import Report, Row, Table, read_table
from festival.text import search_key
from festival.text import slug as slug_of

LENIENT: Final[Table] = replace(
    SCHOOLS,
    columns=tuple(replace(column, required=column.key in {"name", "level"}) for column in SCHOOLS.columns),
)
"""In the browser a code may be missing: it is then made from the name."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a table; with faults nothing was written."""

    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    created: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def sentence(self) -> str:
        """For the person who brought it."""
        return _("%(created)d schools added, %(changed)d changed, %(unchanged)d as before.") % {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }


@dataclass(slots=True)
class _Desk:
    """The schools that are there while the rows are read."""

    festival: Festival
    by_code: dict[str, School]
    by_name: dict[str, School]
    seen: dict[str, int]


@transaction.atomic
def import_schools(upload: IO[bytes], *, festival: Festival, by: User) -> Brought:
    """Add and change schools by code, or by name where there is no code; a missing column is left alone."""
    rows, report = read_table(upload, LENIENT)
    standing = list(festival.schools.all())
    desk = _Desk(
        festival,
        {school.code: school for school in standing},
        {search_key(school.name): school for school in standing},
        {},
    )
    wanted = [(row, _school(row, desk, report)) for row in rows if row.is_sound]
    if report.faults or not rows.rows:
        faults = [str(fault) for fault in report.faults] or [_("The table has no rows.")]
        return Brought(tuple(faults), tuple(report.warnings))
    return _write([(school, _changed(school, row)) for row, school in wanted], desk, report, by=by)


def _school(row: Row, desk: _Desk, report: Report) -> School:
    """The row's school, known or new; a second row of the same school is a fault."""
    name = search_key(row["name"])
    school = desk.by_code.get(row["code"]) if row["code"] else desk.by_name.get(name)
    if school is None:
        school = School(festival=desk.festival, code=row["code"] or _free_code(row["name"], desk))
        desk.by_code[school.code] = desk.by_name[name] = school
    first = desk.seen.setdefault(school.code, row.number)
    if first != row.number:
        column = "code" if row["code"] else "name"
        report.add(row.fault(column, _("the same as in row %(row)d") % {"row": first}))
    return school


def _free_code(name: str, desk: _Desk) -> str:
    base = slug_of(name, limit=34).removeprefix("truong-") or "truong"
    number, code = 1, base
    while code in desk.by_code:
        number += 1
        code = f"{base}-{number}"
    return code


def _changed(school: School, row: Row) -> list[str]:
    """Bring the school to what the row says; which columns that changed."""
    values: dict[str, Any] = {
        column.key: row[column.key]
        for column in LENIENT.columns
        if row.has(column.key) and column.key not in {"code", "participates"}
    }
    if row.has("participates") and row["participates"] is not None:
        values["participation"] = PARTICIPATION[row["participates"]]
    changed = [name for name, value in values.items() if getattr(school, name) != value]
    for name in changed:
        setattr(school, name, values[name])
    if "participation" in changed:
        school.participation_at = timezone.now()
    set_school_keys(school)
    return changed


def _write(found: list[tuple[School, list[str]]], desk: _Desk, report: Report, *, by: User) -> Brought:
    new = [school for school, _columns in found if school.pk is None]
    changed = [school for school, columns in found if school.pk is not None and columns]
    School.objects.bulk_create(new)
    columns = sorted({name for _school, columns in found for name in columns})
    if changed:
        School.objects.bulk_update(changed, [*columns, "participation_at", "search_key", "sort_key"])
    if new or changed:
        body = {"created": len(new), "changed": len(changed), "fields": columns}
        log_event(by, "schools-imported", desk.festival, festival=desk.festival, body=body)
    unchanged = len(found) - len(new) - len(changed)
    return Brought((), tuple(report.warnings), len(new), len(changed), unchanged)

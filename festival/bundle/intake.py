"""What all parts of an import share, and the ground floor's part: the edition, its schools, its people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from festival.actions.festivals import RESERVED
from festival.actions.schools import set_school_keys
from festival.bundle.changes import Changes, Outcome
from festival.bundle.files import BundleFiles
from festival.bundle.known import Known
from festival.bundle.people import People
from festival.bundle.toml import Section
from festival.models import Festival, Membership, School, Signer, User
from festival.tables import Report, Row, Rows

TEXTS: Final = {
    "name": 200,
    "school_year": 9,
    "level": 40,
    "parent_body": 200,
    "issuing_body": 200,
    "place": 80,
    "venue": 200,
}
PARTICIPATION: Final = {
    None: School.Participation.INVITED,
    True: School.Participation.CONFIRMED,
    False: School.Participation.DECLINED,
}
CELLS: Final = {"class_name": "class", "participation": "participates", "school": "school_code"}
"""Columns of rows whose cells have another name."""
ORDER: Final[Sequence[type[Model]]] = (Festival, Signer, School, User, Membership)


@dataclass(slots=True)
class Intake:
    """One import under way: what is read, what is wrong, what will be written.

    festival  the edition, not saved yet when it is new
    only      the address that the bundle must have (an organiser imports into his own festival)
    """

    files: BundleFiles
    report: Report
    now: datetime
    by: User | None = None
    changes: Changes = field(default_factory=Changes)
    festival: Festival = field(default_factory=Festival)
    schools: Known[School] = field(default_factory=Known)
    people: People = field(init=False)

    def __post_init__(self) -> None:
        self.people = People(self.changes, self.festival)

    def done(self, row: Row, table: str, outcome: Outcome, columns: Iterable[str] = ()) -> None:
        """A row of the bundle came to this."""
        if not row.is_sound:
            return
        named = {CELLS.get(column, column) for column in columns}
        self.changes.count(table, outcome, named)
        if outcome is Outcome.CHANGED:
            self.changes.emptied[table].update(key for key in named & set(row.values) if not row.has(key))

    def twice(self, row: Row, seen: dict[Any, int], key: Any, column: str) -> bool:
        """Whether an earlier row has this key already; the later one is then at fault."""
        first = seen.setdefault(key, row.number)
        if first != row.number:
            self.report.add(row.fault(column, _("the same as in row %(row)d") % {"row": first}))
        return first != row.number


class FestivalPart:
    """[festival] of festival.toml, schools.csv, guests.csv."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake

    def read_festival(self, section: Section, *, only: str = "") -> None:
        """Find or make the edition, and bring it to what the section says."""
        slug = section.slug("slug")
        if slug in RESERVED:
            section.fault("slug", _("“%(slug)s” is kept for the pages of the installation") % {"slug": slug})
        if only and slug and slug != only:
            section.fault(
                "slug",
                _("this bundle is of “%(slug)s”, not of “%(only)s”") % {"slug": slug, "only": only},
            )
        values = _festival_values(section)
        found = Festival.objects.filter(slug=slug).first() if slug else None
        signers = _signer_values(section)
        section.rest()
        changes = self.intake.changes
        festival, outcome = changes.settle(
            found, lambda: Festival(slug=slug, state=Festival.State.OPEN), values
        )
        changes.count("festival", outcome, changes.changed_columns(festival))
        self.use(festival)
        self._settle_signers(signers)

    def use(self, festival: Festival) -> None:
        """Work on this edition; reads its schools."""
        intake = self.intake
        intake.festival = intake.people.festival = festival
        rows = School.objects.filter(festival=festival) if festival.pk else ()
        intake.schools.items = {school.code: school for school in rows}

    def read_schools(self, rows: Rows | None) -> None:
        """Schools by code."""
        schools = self.intake.schools
        schools.is_whole = rows is None or rows.is_whole
        seen: dict[str, int] = {}
        for row in rows or ():
            code = row["code"]
            if code:
                self.intake.twice(row, seen, code, "code")
            if row.is_sound:
                self._settle_school(row)
            else:
                schools.spoil(None if "code" in row.broken else code)

    def read_guests(self, rows: Rows | None) -> None:
        """People of the office and of the schools, each with a part in the festival."""
        self.intake.people.load(row["email"] for row in rows or ())
        seen: dict[tuple[str, str, str], int] = {}
        for row in rows or ():
            self._settle_guest(row, seen)

    def _settle_school(self, row: Row) -> None:
        intake = self.intake
        names = ("name", "level", "commune_old", "commune", "cluster", "head", "email", "phone")
        values = {name: row[name] for name in (*names, "digital_teaching", "digital_management")}
        values["participation"] = PARTICIPATION[row["participates"]]
        school, outcome = intake.changes.settle(
            intake.schools.get(row["code"]),
            lambda: School(festival=intake.festival, code=row["code"]),
            values,
        )
        columns = set(intake.changes.changed_columns(school))
        if outcome is not Outcome.UNCHANGED:
            set_school_keys(school)
            intake.changes.touch(school, ["search_key", "sort_key"])
        is_answer = school.participation != School.Participation.INVITED
        if "participation" in columns or (outcome is Outcome.CREATED and is_answer):
            school.participation_at = intake.now if is_answer else None
            intake.changes.touch(school, ["participation_at"])
        intake.schools.items[row["code"]] = school
        intake.done(row, "schools", outcome, columns)

    def _settle_guest(self, row: Row, seen: dict[tuple[str, str, str], int]) -> None:
        intake = self.intake
        role = row["role"] or (Membership.Role.SCHOOL if row["school_code"] else "")
        school = None
        if not role and "role" not in row.broken:
            intake.report.add(row.fault("role", _("this cell may not be empty")))
        if role == Membership.Role.SCHOOL:
            school = self.school_named(row, "school_code")
        key = (row["email"], role, row["school_code"] if role == Membership.Role.SCHOOL else "")
        if not row.is_sound or intake.twice(row, seen, key, "email"):
            return
        user, columns = intake.people.person(row["email"], full_name=row["full_name"], phone=row["phone"])
        if intake.people.part(user, role, school.pk if school else None) is None:
            intake.changes.add(Membership(user=user, festival=intake.festival, role=role, school=school))
            intake.done(row, "guests", Outcome.CREATED)
        else:
            intake.done(row, "guests", Outcome.CHANGED if columns else Outcome.UNCHANGED, columns)

    def school_named(self, row: Row, column: str) -> School | None:
        """The school that a cell names; the row is faulted, or leans, when there is none."""
        return school_named(self.intake, row, column)

    def _settle_signers(self, signers: dict[str, dict[str, str]]) -> None:
        intake, festival = self.intake, self.intake.festival
        rows = Signer.objects.filter(festival=festival) if festival.pk else ()
        known = {signer.kind: signer for signer in rows}
        for kind, values in signers.items():
            if kind not in known and not any(values.values()):
                continue
            signer, outcome = intake.changes.settle(
                known.get(kind), partial(Signer, festival=festival, kind=kind), values
            )
            intake.changes.count("signers", outcome, intake.changes.changed_columns(signer))


def school_named(intake: Intake, row: Row, column: str) -> School | None:
    """The school that a cell names; None when the row is then faulted or leans on a faulty school."""
    code = row[column]
    if column in row.broken:
        return None
    if not code:
        intake.report.add(row.fault(column, _("this cell may not be empty")))
        return None
    return intake.schools.named(
        code, row=row, column=column, reason=_("there is no school “%(code)s”") % {"code": code}
    )


def _festival_values(section: Section) -> dict[str, Any]:
    values: dict[str, Any] = {
        key: section.text(key, limit=limit, required=key == "name") for key, limit in TEXTS.items()
    }
    for key in ("starts_on", "ends_on"):
        values[key] = section.day(key)
    for key in ("registration_opens_at", "registration_closes_at"):
        values[key] = section.instant(key)
    values["booths_per_school"] = section.whole("booths_per_school", None)
    if section.has("booth_word"):
        values["booth_word"] = section.text("booth_word", limit=40)
    _refuse_backwards(section, values, "starts_on", "ends_on")
    _refuse_backwards(section, values, "registration_opens_at", "registration_closes_at")
    decision = section.part("decision")
    if decision:
        values["decision_number"] = decision.text("number", limit=60)
        values["decision_on"] = decision.day("date")
        decision.rest()
    return values


def _refuse_backwards(section: Section, values: dict[str, Any], first: str, last: str) -> None:
    if values[first] and values[last] and values[last] < values[first]:
        section.fault(last, _("lies before %(first)s") % {"first": first})


def _signer_values(section: Section) -> dict[str, dict[str, str]]:
    """Signers by kind of paper; the empty kind is the festival's own."""
    found: dict[str, Section] = {}
    own = section.part("signer")
    if own:
        found[""] = own
    others = section.part("signers")
    for kind in others.data if others else ():
        one = others.part(kind) if others else None
        if one and len(kind) <= 40:
            found[kind] = one
    if others:
        others.rest()
    values = {
        kind: {key: one.text(key, limit=120) for key in ("authority", "title", "name")}
        for kind, one in found.items()
    }
    for one in found.values():
        one.rest()
    return values

"""What exports share, and the base app's part: rows in an order that follows from the content alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, cast

from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.utils import timezone

from festival.forms.cells import Cell
from festival.forms.table import Table
from festival.forms.tables import GUESTS, SCHOOLS, FestivalSection, SignerSection
from festival.imports import PARTICIPATION
from festival.models import Festival, Membership, School
from festival.text import natural_key

Values = dict[str, Any]
ANSWER: Final = {state.value: answer for answer, state in PARTICIPATION.items()}
ROLES: Final = (Membership.Role.ORGANISER, Membership.Role.SECRETARY, Membership.Role.SCHOOL)


def row_of(table: Table, item: object, **known: Any) -> Values:
    """The row of an object: each column by the path of its cell; `known`: columns that have another value."""
    row: Values = {}
    for name, field in table.form.base_fields.items():
        cell = cast(Cell, field)
        value = known[name] if name in known else _follow(item, cell.path or name)
        row[cell.key or name] = cell.empty if value is None else value
    return row


def _follow(item: object, path: str) -> Any:
    for part in path.split("."):
        try:
            item = getattr(item, part, None)
        except ObjectDoesNotExist:
            return None
    return item


def section_of(form: type[Form], item: object, **known: Any) -> Values:
    """The keys of a section of festival.toml, without those that have no value."""
    values = {name: known[name] if name in known else getattr(item, name) for name in form.base_fields}
    return given({name: plain(value) for name, value in values.items()})


def plain(value: Any) -> Any:
    """A value as TOML shows it: instants in the time of the place, numbers without needless zeros."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return int(value) if whole else Decimal(f"{value.normalize():f}")
    return timezone.localtime(value) if hasattr(value, "tzinfo") and value is not None else value


def given(words: Mapping[str, Any]) -> Values:
    """Without what is not given (None, empty tables and lists)."""
    return {key: value for key, value in words.items() if value is not None and value != {} and value != []}


def place_of(code: str) -> tuple[str, str]:
    """Where a code or number stands: in natural order."""
    return natural_key(code), code


def festival_section(festival: Festival) -> Values:
    """[festival] of festival.toml."""
    signers = {row.kind: section_of(SignerSection, row) for row in festival.signers.order_by("kind")}
    words = section_of(FestivalSection, festival, booth_word=festival.booth_word or None)
    words["signer"] = signers.pop("", None)
    words["decision"] = given({"number": festival.decision_number or None, "date": festival.decision_on})
    return given(words | {"signers": signers})


def school_rows(festival: Festival) -> list[Values]:
    """schools.csv."""
    rows = sorted(festival.schools.all(), key=lambda school: place_of(school.code))
    return [row_of(SCHOOLS, row, participation=ANSWER[row.participation]) for row in rows]


def guest_rows(festival: Festival) -> list[Values]:
    """guests.csv: the office and the schools; judges have their own table."""
    rows = Membership.objects.filter(festival=festival, role__in=ROLES).select_related("user", "school")
    ordered = sorted(rows, key=lambda row: (ROLES.index(row.role), *_code(row.school), row.user.login))
    return [row_of(GUESTS, row) for row in ordered]


def _code(school: School | None) -> tuple[str, str]:
    return place_of(school.code) if school else ("", "")


def grouped(items: Iterable[Any], name: str) -> dict[int, list[Any]]:
    """Items by a foreign key."""
    found: dict[int, list[Any]] = {}
    for item in items:
        found.setdefault(getattr(item, name), []).append(item)
    return found

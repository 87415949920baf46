"""What exports share, and the base app's part: rows in an order that follows from the content alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, count
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.db.models.fields.files import FieldFile
from django.forms import Form
from django.utils import timezone

from festival.forms.cells import Cell
from festival.forms.table import Table
from festival.forms.tables import GUESTS, SCHOOLS, DecisionSection, FestivalSection, SignerSection
from festival.imports import PARTICIPATION
from festival.models import Festival, Membership
from festival.tables.xlsx import plain
from festival.text import natural_key

M = TypeVar("M", bound=Model)
Values = dict[str, Any]
Tables = dict[str, list[Values]]
ANSWER: Final = {state.value: answer for answer, state in PARTICIPATION.items()}
ROLES: Final = (Membership.Role.ORGANISER, Membership.Role.SECRETARY, Membership.Role.SCHOOL)


def row_of(table: Table, item: object, **known: Any) -> Values:
    """The row of an object: each column by the path of its cell; `known`: columns that have another value."""
    cells = _values(table.form, item, known)
    return {key: cell.empty if value is None else value for key, cell, value in cells}


def section_of(form: type[Form], item: object, **known: Any) -> Values:
    """The keys of a section of festival.toml, without those that have no value."""
    cells = _values(form, item, known)
    return given(
        {key: toml_value(value) for key, cell, value in cells if not cell.extra or value != cell.empty}
    )


def _values(form: type[Form], item: object, known: Values) -> Iterator[tuple[str, Cell, Any]]:
    for name, cell in cast(dict[str, Cell], form.base_fields).items():
        yield cell.key or name, cell, known[name] if name in known else _follow(item, cell.path or name)


def _follow(item: object, path: str) -> Any:
    try:
        return attrgetter(path)(item)
    except (AttributeError, ObjectDoesNotExist):
        return None


def toml_value(value: Any) -> Any:
    """A value as TOML shows it: instants in the time of the place, numbers without needless zeros."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else Decimal(plain(value))
    return timezone.localtime(value) if isinstance(value, datetime) else value


def given(words: Mapping[str, Any]) -> Values:
    """Without what is not given (None, empty tables and lists)."""
    return {key: value for key, value in words.items() if value is not None and value != {} and value != []}


def place_of(code: str) -> tuple[str, str]:
    """Where a code or number stands: in natural order."""
    return natural_key(code), code


def festival_section(festival: Festival) -> Values:
    """[festival] of festival.toml."""
    signers = {row.kind: section_of(SignerSection, row) for row in festival.signers.order_by("kind")}
    parts = {"signer": signers.pop("", None), "decision": section_of(DecisionSection, festival)}
    return given({**section_of(FestivalSection, festival), **parts, "signers": signers})


def base_rows(festival: Festival) -> Tables:
    """schools.csv, and guests.csv with the office and the schools; judges have their own table."""
    guests = Membership.objects.filter(festival=festival, role__in=ROLES).select_related("user", "school")

    def order(row: Membership) -> tuple[Any, ...]:
        return (ROLES.index(row.role), *place_of(row.school.code if row.school else ""), row.user.login)

    return {
        "schools": [
            row_of(SCHOOLS, row, participation=ANSWER[row.participation])
            for row in sorted(festival.schools.all(), key=lambda row: place_of(row.code))
        ],
        "guests": [row_of(GUESTS, row) for row in sorted(guests, key=order)],
    }


def owned_rows(
    owners: Sequence[Model], items: QuerySet[M], owner: str, order: Callable[[M], tuple[Any, ...]]
) -> list[M]:
    """What belongs to the owners by the foreign key `owner`: in their order, then in its own; one query."""
    places = {row.pk: place for place, row in enumerate(owners)}
    found = []
    for item in items.filter(**{f"{owner}__in": list(places)}):
        place = places[getattr(item, f"{owner}_id")]
        setattr(item, owner, owners[place])
        found.append((place, order(item), item))
    return [item for _place, _order, item in sorted(found, key=lambda row: row[:2])]


def put_file(path: str, file: FieldFile, files: dict[str, FieldFile]) -> str:
    """Keep a file below files/ under this path, or the next free one: the folder gets a number; the path."""
    folder, _slash, name = PurePosixPath(path).as_posix().rpartition("/")
    used = {other.casefold() for other in files}
    paths = chain([f"{folder}/{name}"], (f"{folder}-{number}/{name}" for number in count(2)))
    free = next(one for one in paths if one.casefold() not in used)
    files[free] = file
    return free

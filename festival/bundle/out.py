"""The ground floor's part of an export: rows in an order that follows from the content alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from festival.bundle.intake import PARTICIPATION, TEXTS
from festival.models import Festival, Membership, School
from festival.text import natural_key

Values = dict[str, Any]
ANSWER: Final = {state.value: answer for answer, state in PARTICIPATION.items()}
SCHOOL: Final = (
    "code",
    "name",
    "level",
    "commune_old",
    "commune",
    "cluster",
    "head",
    "email",
    "phone",
    "digital_teaching",
    "digital_management",
)
ROLES: Final = (Membership.Role.ORGANISER, Membership.Role.SECRETARY, Membership.Role.SCHOOL)


def festival_toml(festival: Festival) -> Values:
    """[festival] of festival.toml."""
    words: Values = {"slug": festival.slug, **{key: getattr(festival, key) for key in TEXTS}}
    for key in ("starts_on", "ends_on"):
        words[key] = getattr(festival, key)
    for key in ("registration_opens_at", "registration_closes_at"):
        words[key] = local(getattr(festival, key))
    words["booths_per_school"] = festival.booths_per_school
    words["booth_word"] = festival.booth_word or None
    signers = {
        row.kind: {"authority": row.authority, "title": row.title, "name": row.name}
        for row in festival.signers.order_by("kind")
    }
    words["signer"] = signers.pop("", None)
    words["decision"] = given({"number": festival.decision_number or None, "date": festival.decision_on})
    words["signers"] = signers
    return given(words)


def school_rows(festival: Festival) -> list[Values]:
    """schools.csv."""
    rows = sorted(festival.schools.all(), key=lambda school: place_of(school.code))
    return [
        {**{key: getattr(row, key) for key in SCHOOL}, "participates": ANSWER[row.participation]}
        for row in rows
    ]


def guest_rows(festival: Festival) -> list[Values]:
    """guests.csv: the office and the schools; judges have their own table."""
    rows = Membership.objects.filter(festival=festival, role__in=ROLES).select_related("user", "school")
    ordered = sorted(rows, key=lambda row: (ROLES.index(row.role), _code(row.school), row.user.login))
    return [
        {
            "email": row.user.login,
            "full_name": row.user.full_name,
            "role": row.role,
            "school_code": row.school.code if row.school else "",
            "phone": row.user.phone,
        }
        for row in ordered
    ]


def _code(school: School | None) -> tuple[str, str]:
    return place_of(school.code) if school else ("", "")


def place_of(code: str) -> tuple[str, str]:
    """Where a code or number stands: in natural order."""
    return natural_key(code), code


def given(words: Values) -> Values:
    """Without what is not given (None, empty tables and lists)."""
    return {key: value for key, value in words.items() if value is not None and value != {} and value != []}


def local(instant: Any) -> Any:
    """An instant in the time of the place."""
    return None if instant is None else timezone.localtime(instant)


def exact(value: Decimal | None) -> Decimal | int | None:
    """A number as TOML shows it: whole ones without a point, others without needless zeros."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return Decimal(f"{value.normalize():f}")

"""Reads about the schools of a festival."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, Count, Q, QuerySet, When

from festival.models import Festival, School, User
from festival.registries import partner_lookups
from festival.text import search_key


def schools_of(festival: Festival, *, chosen: Mapping[str, str] | None = None) -> QuerySet[School]:
    """The schools that fit `chosen` (q, level, participation, commune, cluster), in Vietnamese order.

    Each has `is_partner`: it counts as taking part because another school registered with it.
    """
    schools = festival.schools.annotate(is_partner=Case(When(answers_as_partner(), then=True), default=False))
    for name, value in (chosen or {}).items():
        if name == "q":
            for word in search_key(value).split():
                schools = schools.filter(search_key__contains=word)
        elif name == "participation":
            schools = schools.filter(answered(value))
        else:
            schools = schools.filter(**{name: value})
    return schools


def shares_a_registration() -> Q:
    """Schools that are partners in a registration which counts: submitted, sent back or approved."""
    return reduce(or_, (Q(lookup()) for lookup in partner_lookups.values()))


def answers_as_partner() -> Q:
    """Schools without an answer of their own that take part as a partner."""
    return Q(participation=School.Participation.INVITED) & shares_a_registration()


def answered(value: str) -> Q:
    """Schools with this participation; a partner that has not answered counts as taking part."""
    if value == School.Participation.CONFIRMED:
        return Q(participation=value) | answers_as_partner()
    if value == School.Participation.INVITED:
        return Q(participation=value) & ~shares_a_registration()
    return Q(participation=value)


def takes_part(school: School) -> bool:
    """Whether the school has confirmed, or counts as taking part as a partner."""
    if school.participation != School.Participation.INVITED:
        return school.participation == School.Participation.CONFIRMED
    return School.objects.filter(answers_as_partner(), pk=school.pk).exists()


@dataclass(frozen=True, slots=True)
class Participation:
    """Numbers of schools by participation."""

    all: int
    confirmed: int
    declined: int

    @property
    def invited(self) -> int:
        """Number of schools that have not answered."""
        return self.all - self.confirmed - self.declined


def participation_of(festival: Festival) -> Participation:
    """The numbers of the festival; one query."""
    counts = festival.schools.aggregate(
        all=Count("pk"),
        confirmed=Count("pk", filter=answered(School.Participation.CONFIRMED)),
        declined=Count("pk", filter=answered(School.Participation.DECLINED)),
    )
    return Participation(**counts)


def areas_of(festival: Festival) -> dict[str, list[str]]:
    """The communes and clusters that the filters offer, sorted; one query."""
    rows = list(festival.schools.order_by().values_list("commune", "cluster").distinct())
    return {
        "communes": sorted({commune for commune, _ in rows if commune}, key=search_key),
        "clusters": sorted({cluster for _, cluster in rows if cluster}, key=search_key),
    }


def schools_without_answer(festival: Festival) -> QuerySet[School]:
    """Schools that have not answered the invitation, and are nobody's partner."""
    return festival.schools.filter(answered(School.Participation.INVITED))


def signer_rows(festival: Festival) -> list[dict[str, object]]:
    """The signers as initial rows of the form."""
    return [{**row} for row in festival.signers.values("kind", "authority", "title", "name")]


def schools_of_person(user: User, festival: Festival) -> list[School]:
    """The schools of the festival whose contact the user is, in Vietnamese order."""
    return list(School.objects.filter(festival=festival, memberships__user=user))

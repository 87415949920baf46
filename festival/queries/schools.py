"""Reads about the schools of a festival."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from festival.models import Festival, School, User
from festival.text import search_key


def schools_of(festival: Festival, *, chosen: Mapping[str, str] | None = None) -> QuerySet[School]:
    """The schools that fit `chosen` (q, level, participation, commune, cluster), in Vietnamese order."""
    schools = festival.schools.all()
    for name, value in (chosen or {}).items():
        if name == "q":
            for word in search_key(value).split():
                schools = schools.filter(search_key__contains=word)
        else:
            schools = schools.filter(**{name: value})
    return schools


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
        confirmed=Count("pk", filter=Q(participation=School.Participation.CONFIRMED)),
        declined=Count("pk", filter=Q(participation=School.Participation.DECLINED)),
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
    """Schools that have not answered the invitation."""
    return festival.schools.filter(participation=School.Participation.INVITED)


def signer_rows(festival: Festival) -> list[dict[str, object]]:
    """The signers as initial rows of the form."""
    return [{**row} for row in festival.signers.values("kind", "authority", "title", "name")]


def schools_of_person(user: User, festival: Festival) -> list[School]:
    """The schools of the festival whose contact the user is, in Vietnamese order."""
    return list(School.objects.filter(festival=festival, memberships__user=user))

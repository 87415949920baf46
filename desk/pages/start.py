"""Where a person's work lies: his festivals and parts, and the public festivals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from festival.access import Anybody, memberships_of
from festival.models import Festival, Membership

ADDRESSES = {
    Membership.Role.ORGANISER.value: "desk:home",
    Membership.Role.SECRETARY.value: "desk:home",
    Membership.Role.JUDGE.value: "judging:my-entries",
    Membership.Role.SCHOOL.value: "desk:school-home",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a person in one festival, and where its work lies."""

    festival: Festival
    word: str
    url: str


def places_of_person(user: Anybody) -> list[Place]:
    """The person's parts, newest festival first; several schools of one festival are one place."""
    places: dict[tuple[int, str], Place] = {}
    for part in memberships_of(user):
        url = reverse(ADDRESSES[part.role], args=[part.festival.slug])
        word = part.school.name if part.school else part.get_role_display()
        places.setdefault((part.festival_id, url), Place(part.festival, word, url))
    return list(places.values())


def public_festivals() -> Sequence[Festival]:
    """Festivals that visitors may see, newest first."""
    return list(Festival.objects.seen_by_public())

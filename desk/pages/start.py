"""Data of the first page after signing in: the user's roles by festival, and the public festivals."""

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
class RoleLink:
    """A role of the user in a festival, with the URL of its first page."""

    festival: Festival
    label: str
    url: str


def role_links(user: Anybody) -> list[RoleLink]:
    """The user's roles, newest festival first; several schools of one festival are one item."""
    links: dict[tuple[int, str], RoleLink] = {}
    for part in memberships_of(user):
        url = reverse(ADDRESSES[part.role], args=[part.festival.slug])
        label = part.school.name if part.school else part.get_role_display()
        links.setdefault((part.festival_id, url), RoleLink(part.festival, label, url))
    return list(links.values())


def public_festivals() -> Sequence[Festival]:
    """Festivals that visitors may see, newest first."""
    return list(Festival.objects.seen_by_public())

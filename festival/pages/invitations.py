"""The pages of invitations: the state of each school contact's and office user's link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from festival.models import Festival, Membership, School, SignInLink

LABELS: dict[str, str | Promise] = {
    "none": _("No link yet"),
    "made": _("Not sent"),
    "sent": _("Sent"),
    "opened": _("Opened"),
    "joined": _("Joined"),
}
CHIP_STATES = {
    "none": "draft",
    "made": "waiting",
    "sent": "submitted",
    "opened": "open",
    "joined": "approved",
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """The invitation of one user; `membership` is None for a school without a contact."""

    school: School | None
    membership: Membership | None
    link: SignInLink | None

    @property
    def state(self) -> str:
        """One of none, made, sent, opened, joined."""
        if self.membership is not None and self.membership.user.last_login is not None:
            return "joined" if self.membership.user.has_usable_password() else "opened"
        if self.link is None:
            return "none"
        if self.link.first_used_at is not None:
            return "opened"
        return "made" if self.link.sent_at is None else "sent"

    @property
    def label(self) -> str:
        """The label of the state."""
        return str(LABELS[self.state])

    @property
    def chip_state(self) -> str:
        """The registered state whose chip (colour and icon) is shown."""
        return CHIP_STATES[self.state]


def invitations_of(festival: Festival, *, schools: Iterable[School]) -> list[Invitation]:
    """The invitations of these schools in their order; without a contact, one with `membership` None."""
    memberships: dict[int | None, list[Membership]] = {}
    for membership in _memberships(festival, Membership.Role.SCHOOL):
        memberships.setdefault(membership.school_id, []).append(membership)
    links = _links(festival.links.exclude(user__memberships__in=_other_roles(festival)))
    return [
        Invitation(school, membership, links.get(membership.user_id) if membership else None)
        for school in schools
        for membership in memberships.get(school.pk, [None])
    ]


def office_people(festival: Festival) -> list[Invitation]:
    """Organisers and secretaries with their links, organisers first."""
    links = _links(festival.links.all())
    memberships = _memberships(festival, Membership.Role.ORGANISER, Membership.Role.SECRETARY)
    return [Invitation(None, membership, links.get(membership.user_id)) for membership in memberships]


def counts_of(invitations: Iterable[Invitation]) -> list[tuple[str, str, int]]:
    """(state, label, count) for each state, in the order of an invitation's life."""
    numbers = Counter(invitation.state for invitation in invitations)
    return [(state, str(label), numbers[state]) for state, label in LABELS.items()]


def _memberships(festival: Festival, *roles: str) -> list[Membership]:
    return list(
        festival.memberships.filter(role__in=roles).select_related("user").order_by("role", "user__sort_key")
    )


def _other_roles(festival: Festival) -> QuerySet[Membership]:
    """Memberships other than of school contacts: only an organiser may see links of these users."""
    return festival.memberships.exclude(role=Membership.Role.SCHOOL).order_by()


def _links(links: QuerySet[SignInLink]) -> dict[int, SignInLink]:
    rows = links.filter(purpose=SignInLink.Purpose.INVITATION, revoked_at__isnull=True)
    return {link.user_id: link for link in rows}

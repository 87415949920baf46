"""Invite schools: the school's contact, the sign-in link, and whether it was sent, renewed or revoked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from festival.actions.links import link_for, revoke_link
from festival.actions.people import add_member
from festival.audit import log_event
from festival.models import Festival, Membership, School, SignInLink, User
from festival.refusals import RuleBroken

INVITATION = SignInLink.Purpose.INVITATION
LONGEST_NAME = User._meta.get_field("full_name").max_length or 120


@dataclass(frozen=True, slots=True)
class PreparedInvitations:
    """Result of `prepare_invitations`: number of links made, and schools without a contact."""

    made: int
    without_contact: tuple[School, ...]


def name_of_account(school: School) -> str:
    """The head's name, else the school's, as far as a person's name may be long."""
    return (school.head or school.name)[:LONGEST_NAME].strip()


@transaction.atomic
def invite_school(*, school: School, login: str, full_name: str, by: User) -> SignInLink:
    """Make a user the school's contact and return his link. RuleBroken when he is the contact already."""
    membership = add_member(
        festival=school.festival,
        login=login,
        full_name=full_name,
        role=Membership.Role.SCHOOL,
        school=school,
        by=by,
        phone=school.phone,
    )
    _refuse_other_roles(membership, by)
    return link_for(festival=school.festival, user=membership.user, purpose=INVITATION, by=by)


@transaction.atomic
def prepare_invitations(*, festival: Festival, by: User) -> PreparedInvitations:
    """Make links for the contacts of all schools without one, and for contacts who were never invited."""
    made, without = _link_people_without(festival, by=by), []
    schools = festival.schools.exclude(memberships__role=Membership.Role.SCHOOL).exclude(
        participation=School.Participation.DECLINED
    )
    for school in schools:
        login = school.email or school.phone
        school.festival = festival
        try:
            if not login:
                raise RuleBroken("no-contact", _("This school has neither e-mail nor phone number."))
            invite_school(school=school, login=login, full_name=name_of_account(school), by=by)
            made += 1
        except RuleBroken:
            without.append(school)
    return PreparedInvitations(made, tuple(without))


def _link_people_without(festival: Festival, *, by: User) -> int:
    """Make links for contacts who never had one and never signed in; a revoked link is not replaced."""
    memberships = festival.memberships.filter(role=Membership.Role.SCHOOL, user__last_login__isnull=True)
    memberships = memberships.exclude(school__participation=School.Participation.DECLINED)
    invited = festival.links.filter(purpose=INVITATION).values("user")
    made = 0
    for membership in memberships.exclude(user__in=invited).select_related("user"):
        try:
            _refuse_other_roles(membership, by)
        except RuleBroken:
            continue
        link_for(festival=festival, user=membership.user, purpose=INVITATION, by=by)
        made += 1
    return made


@transaction.atomic
def mark_sent(*, festival: Festival, links: list[int], how: str, by: User) -> int:
    """Mark these links as sent: copied, mailed or printed. Returns how many were new."""
    rows = festival.links.filter(pk__in=links, purpose=INVITATION, revoked_at__isnull=True)
    number = rows.filter(sent_at__isnull=True).update(sent_at=timezone.now())
    if number:
        log_event(by, "invitations-sent", festival, festival=festival, body={"how": how, "number": number})
    return number


@transaction.atomic
def renew_invitation(*, membership: Membership, by: User) -> SignInLink:
    """Return a new link; the old one is revoked."""
    _refuse_other_roles(membership, by)
    return link_for(festival=membership.festival, user=membership.user, purpose=INVITATION, by=by, fresh=True)


def _refuse_other_roles(membership: Membership, by: User) -> None:
    """RuleBroken when a secretary makes a link for a user with another role than the school's contact.

    A link signs in with all roles of its user, so a secretary could otherwise act as organiser or judge.
    """
    memberships = Membership.objects.filter(festival=membership.festival)
    if memberships.filter(user=by, role=Membership.Role.ORGANISER).exists():
        return
    if memberships.filter(user=membership.user).exclude(role=Membership.Role.SCHOOL).exists():
        raise RuleBroken(
            "other-role",
            _("%(name)s has another role in this festival; an organiser hands out that link.")
            % {"name": membership.user.full_name},
        )


@transaction.atomic
def revoke_invitation(*, membership: Membership, by: User) -> None:
    """Revoke the link. RuleBroken when there is none."""
    link = membership.festival.links.filter(
        user=membership.user, purpose=INVITATION, revoked_at__isnull=True
    ).first()
    if link is None:
        raise RuleBroken("no-link", _("There is no link to revoke."))
    revoke_link(link=link, by=by)

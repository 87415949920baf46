"""Inviting schools: a person of the school, a link that signs him in, and what was done with it."""

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


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of preparing links: how many were made, and which schools have no contact."""

    made: int
    without_contact: tuple[School, ...]


@transaction.atomic
def invite_school(*, school: School, login: str, full_name: str, by: User) -> SignInLink:
    """Give somebody of the school his part and his link. RuleBroken when he has the part already."""
    part = add_member(
        festival=school.festival,
        login=login,
        full_name=full_name,
        role=Membership.Role.SCHOOL,
        school=school,
        by=by,
        phone=school.phone,
    )
    _refuse_other_roles(part, by)
    return link_for(festival=school.festival, user=part.user, purpose=INVITATION, by=by)


@transaction.atomic
def prepare_invitations(*, festival: Festival, by: User) -> Prepared:
    """A link for the contact of every school that nobody stands for yet, and for people never invited."""
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
            invite_school(school=school, login=login, full_name=school.head or school.name, by=by)
            made += 1
        except RuleBroken:
            without.append(school)
    return Prepared(made, tuple(without))


def _link_people_without(festival: Festival, *, by: User) -> int:
    """Links for people of schools who never had one and never came; a link taken back stays so."""
    parts = festival.memberships.filter(role=Membership.Role.SCHOOL, user__last_login__isnull=True)
    parts = parts.exclude(school__participation=School.Participation.DECLINED)
    invited = festival.links.filter(purpose=INVITATION).values("user")
    made = 0
    for part in parts.exclude(user__in=invited).select_related("user"):
        try:
            _refuse_other_roles(part, by)
        except RuleBroken:
            continue
        link_for(festival=festival, user=part.user, purpose=INVITATION, by=by)
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
def renew_invitation(*, part: Membership, by: User) -> SignInLink:
    """A fresh link; the old one opens nothing from now on."""
    _refuse_other_roles(part, by)
    return link_for(festival=part.festival, user=part.user, purpose=INVITATION, by=by, fresh=True)


def _refuse_other_roles(part: Membership, by: User) -> None:
    """A link signs in as the whole person: only an organiser hands out that of somebody who is more than a
    school's contact, or a secretary could come in as organiser or judge.
    """
    parts = Membership.objects.filter(festival=part.festival)
    if parts.filter(user=by, role=Membership.Role.ORGANISER).exists():
        return
    if parts.filter(user=part.user).exclude(role=Membership.Role.SCHOOL).exists():
        raise RuleBroken(
            "other-role",
            _("%(name)s has another role in this festival; an organiser hands out that link.")
            % {"name": part.user.full_name},
        )


@transaction.atomic
def revoke_invitation(*, part: Membership, by: User) -> None:
    """Take the link back. RuleBroken when there is none."""
    link = part.festival.links.filter(user=part.user, purpose=INVITATION, revoked_at__isnull=True).first()
    if link is None:
        raise RuleBroken("no-link", _("There is no link to take back."))
    revoke_link(link=link, by=by)

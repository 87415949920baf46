"""Access functions of a festival: each returns the row to a user who may see it, or raises Http404."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from festival.models import Festival, Job, Membership, School, SignInLink, User

Anybody = User | AnonymousUser
Role = Membership.Role


def badge_of(user: Anybody) -> SignInLink | None:
    """The badge that began this session; it gives access to judging in the badge's festival only."""
    badge: SignInLink | None = getattr(user, "badge", None)
    return badge


def live_badge(user: Anybody, pk: int, *, now: datetime) -> SignInLink | None:
    """The user's badge while it is valid: revoking a badge ends its sessions."""
    badges = SignInLink.objects.select_related("festival").filter(
        pk=pk,
        user_id=_id(user),
        purpose=SignInLink.Purpose.BADGE,
        revoked_at__isnull=True,
        expires_at__gt=now,
    )
    return badges.first()


def may_set_password(link: SignInLink) -> bool:
    """Whether an invitation may set the password of its user.

    Users who send invitations can read them, so an invitation must not give access beyond its festival: never
    to an account of the installation's staff, nor to one of another festival's office. An existing password
    is replaced only by an unused link, and only for users of this festival alone who are not in its office.
    """
    person = link.user
    if person.is_staff or person.is_superuser:
        return False
    memberships = Membership.objects.filter(user=person)
    others = memberships.exclude(festival=link.festival)
    office = {Role.ORGANISER.value, Role.SECRETARY.value}
    if others.filter(role__in=office).exists():
        return False
    if not person.has_usable_password():
        return True
    in_office = memberships.filter(festival=link.festival, role__in=office).exists()
    return link.first_used_at is None and not others.exists() and not in_office


def festival_for_public(slug: str) -> Festival:
    """A published festival."""
    return _found(Festival.objects.seen_by_public().filter(slug=slug).first())


def festival_for_viewer(user: Anybody, slug: str) -> Festival:
    """A published festival, or a draft when the user is a member of it."""
    seen = Festival.objects.seen_by_public().filter(slug=slug).first()
    return seen or festival_for_member(user, slug)


def festival_for_member(user: Anybody, slug: str) -> Festival:
    """A festival of which the user is a member, in any role."""
    return _festival_with_role(user, slug, *Role)


def festival_for_organiser(user: Anybody, slug: str) -> Festival:
    """A festival of which the user is an organiser."""
    return _festival_with_role(user, slug, Role.ORGANISER)


def festival_for_office(user: Anybody, slug: str) -> Festival:
    """A festival of which the user is an organiser or secretary."""
    return _festival_with_role(user, slug, Role.ORGANISER, Role.SECRETARY)


def school_membership(user: Anybody, slug: str, code: str = "") -> Membership:
    """The user's membership for a school (with `code`, else the first), with `.school` and `.festival`."""
    memberships = (
        _memberships_of(user)
        .filter(festival__slug=slug, role=Role.SCHOOL)
        .select_related("school", "festival")
    )
    membership = (memberships.filter(school__code=code) if code else memberships).order_by("pk").first()
    if membership is None:
        raise Http404
    return membership


def memberships_of(user: Anybody) -> QuerySet[Membership]:
    """All memberships of the user that this session may use, newest festival first."""
    memberships = _memberships_of(user).select_related("festival", "school")
    return memberships.order_by("-festival__starts_on", "-festival_id", "role", "pk")


def roles_of(user: Anybody, slug: str) -> frozenset[str]:
    """The user's roles in a festival, for the navigation; empty when there is none."""
    return frozenset(_memberships_of(user).filter(festival__slug=slug).values_list("role", flat=True))


def may_make_festivals(user: Anybody) -> bool:
    """Whether the user may create festivals: staff of the installation only."""
    return user.is_active and user.is_staff and badge_of(user) is None


def school_for_office(user: Anybody, slug: str, pk: int) -> School:
    """A school of a festival of which the user is an organiser or secretary."""
    festival = festival_for_office(user, slug)
    school = School.objects.filter(festival=festival, pk=pk).first()
    if school is None:
        raise Http404
    school.festival = festival
    return school


def membership_for_organiser(user: Anybody, slug: str, pk: int) -> Membership:
    """A membership in a festival of which the user is an organiser."""
    festival = festival_for_organiser(user, slug)
    membership = Membership.objects.filter(festival=festival, pk=pk).select_related("user", "school").first()
    if membership is None:
        raise Http404
    membership.festival = festival
    return membership


def school_membership_for_office(user: Anybody, slug: str, pk: int) -> Membership:
    """A school contact's membership in a festival of which the user is an organiser or secretary."""
    festival = festival_for_office(user, slug)
    memberships = Membership.objects.filter(festival=festival, role=Role.SCHOOL, pk=pk)
    membership = memberships.select_related("user", "school").first()
    if membership is None:
        raise Http404
    membership.festival = festival
    return membership


def job_for_owner(user: Anybody, slug: str, pk: int) -> Job:
    """A job that the user started."""
    jobs = Job.objects.select_related("festival")
    job = jobs.filter(pk=pk, festival__slug=slug, created_by_id=_id(user)).first()
    if job is None or badge_of(user) is not None:
        raise Http404
    return job


def _festival_with_role(user: Anybody, slug: str, *roles: str) -> Festival:
    memberships = _memberships_of(user).filter(festival__slug=slug, role__in=roles).select_related("festival")
    membership = memberships.order_by("pk").first()
    return _found(membership.festival if membership else None)


def _memberships_of(user: Anybody) -> QuerySet[Membership]:
    """The memberships that this session may use; a badge session has only the judge's in its festival."""
    memberships = Membership.objects.filter(user_id=_id(user), user__is_active=True)
    badge = badge_of(user)
    return (
        memberships if badge is None else memberships.filter(festival_id=badge.festival_id, role=Role.JUDGE)
    )


def _found(festival: Festival | None) -> Festival:
    if festival is None:
        raise Http404
    return festival


def _id(user: Anybody) -> int:
    return user.pk or 0

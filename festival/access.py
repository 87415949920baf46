"""Access functions of a festival: each returns the row to the people it is for, or raises Http404."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from festival.models import Festival, Job, Membership, School, SignInLink, User

Anybody = User | AnonymousUser
Role = Membership.Role


def badge_of(user: Anybody) -> SignInLink | None:
    """The badge that signed the person in; such a session may judge in the badge's festival, nothing else."""
    badge: SignInLink | None = getattr(user, "badge", None)
    return badge


def live_badge(user: Anybody, pk: int, *, now: datetime) -> SignInLink | None:
    """The person's badge while it opens: revoking one ends the sessions it began."""
    badges = SignInLink.objects.select_related("festival").filter(
        pk=pk,
        user_id=_id(user),
        purpose=SignInLink.Purpose.BADGE,
        revoked_at__isnull=True,
        expires_at__gt=now,
    )
    return badges.first()


def may_set_password(link: SignInLink) -> bool:
    """Whether an invitation may set its person's password.

    Whoever sends invitations can read them, so one must not open more than its own festival: never the
    account of the installation's staff, nor of somebody in the office of another festival. A password that
    exists is replaced by a link not used before, for people of this festival alone outside its office.
    """
    person = link.user
    if person.is_staff or person.is_superuser:
        return False
    parts = Membership.objects.filter(user=person)
    others = parts.exclude(festival=link.festival)
    office = {Role.ORGANISER.value, Role.SECRETARY.value}
    if others.filter(role__in=office).exists():
        return False
    if not person.has_usable_password():
        return True
    in_office = parts.filter(festival=link.festival, role__in=office).exists()
    return link.first_used_at is None and not others.exists() and not in_office


def festival_for_public(slug: str) -> Festival:
    """A festival that visitors may see."""
    return _found(Festival.objects.seen_by_public().filter(slug=slug).first())


def festival_for_viewer(user: Anybody, slug: str) -> Festival:
    """A festival that visitors may see, and a draft for those who have a part in it."""
    seen = Festival.objects.seen_by_public().filter(slug=slug).first()
    return seen or festival_for_member(user, slug)


def festival_for_member(user: Anybody, slug: str) -> Festival:
    """A festival in which the person has any part."""
    return _festival_with_role(user, slug, *Role)


def festival_for_organiser(user: Anybody, slug: str) -> Festival:
    """A festival that the person organises."""
    return _festival_with_role(user, slug, Role.ORGANISER)


def festival_for_office(user: Anybody, slug: str) -> Festival:
    """A festival whose office the person works in, as organiser or secretary."""
    return _festival_with_role(user, slug, Role.ORGANISER, Role.SECRETARY)


def school_membership(user: Anybody, slug: str, code: str = "") -> Membership:
    """The person's part as a school (the one with `code`, else the first); has `.school` and `.festival`."""
    parts = (
        _memberships_of(user)
        .filter(festival__slug=slug, role=Role.SCHOOL)
        .select_related("school", "festival")
    )
    part = (parts.filter(school__code=code) if code else parts).order_by("pk").first()
    if part is None:
        raise Http404
    return part


def memberships_of(user: Anybody) -> QuerySet[Membership]:
    """All parts of the person that this session may use, the newest festival first."""
    parts = _memberships_of(user).select_related("festival", "school")
    return parts.order_by("-festival__starts_on", "-festival_id", "role", "pk")


def roles_of(user: Anybody, slug: str) -> frozenset[str]:
    """The person's roles in a festival, for what the navigation offers; empty for strangers."""
    return frozenset(_memberships_of(user).filter(festival__slug=slug).values_list("role", flat=True))


def may_make_festivals(user: Anybody) -> bool:
    """Staff of the installation start new festivals and become their organisers."""
    return user.is_active and user.is_staff and badge_of(user) is None


def school_for_office(user: Anybody, slug: str, pk: int) -> School:
    """A school of a festival whose office the person works in."""
    festival = festival_for_office(user, slug)
    school = School.objects.filter(festival=festival, pk=pk).first()
    if school is None:
        raise Http404
    school.festival = festival
    return school


def membership_for_organiser(user: Anybody, slug: str, pk: int) -> Membership:
    """Somebody's part in a festival that the person organises."""
    festival = festival_for_organiser(user, slug)
    part = Membership.objects.filter(festival=festival, pk=pk).select_related("user", "school").first()
    if part is None:
        raise Http404
    part.festival = festival
    return part


def school_part_for_office(user: Anybody, slug: str, pk: int) -> Membership:
    """A school person's part in a festival whose office the person works in."""
    festival = festival_for_office(user, slug)
    parts = Membership.objects.filter(festival=festival, role=Role.SCHOOL, pk=pk)
    part = parts.select_related("user", "school").first()
    if part is None:
        raise Http404
    part.festival = festival
    return part


def job_for_owner(user: Anybody, slug: str, pk: int) -> Job:
    """Long work that the person started himself."""
    jobs = Job.objects.select_related("festival")
    job = jobs.filter(pk=pk, festival__slug=slug, created_by_id=_id(user)).first()
    if job is None or badge_of(user) is not None:
        raise Http404
    return job


def _festival_with_role(user: Anybody, slug: str, *roles: str) -> Festival:
    parts = _memberships_of(user).filter(festival__slug=slug, role__in=roles).select_related("festival")
    part = parts.order_by("pk").first()
    return _found(part.festival if part else None)


def _memberships_of(user: Anybody) -> QuerySet[Membership]:
    """The parts that this session may play: a badge opens those of a judge in its own festival."""
    parts = Membership.objects.filter(user_id=_id(user), user__is_active=True)
    badge = badge_of(user)
    return parts if badge is None else parts.filter(festival_id=badge.festival_id, role=Role.JUDGE)


def _found(festival: Festival | None) -> Festival:
    if festival is None:
        raise Http404
    return festival


def _id(user: Anybody) -> int:
    return user.pk or 0

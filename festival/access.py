"""The doors to a festival: each gives the row to the people it is for, and 404 to everybody else."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from festival.models import Festival, Job, Membership, School, User

Anybody = User | AnonymousUser
Role = Membership.Role


def festival_for_public(slug: str) -> Festival:
    """An edition that visitors may see."""
    return _found(Festival.objects.seen_by_public().filter(slug=slug).first())


def festival_for_member(user: Anybody, slug: str) -> Festival:
    """An edition in which the person has any part."""
    return _festival_with_role(user, slug, *Role)


def festival_for_organiser(user: Anybody, slug: str) -> Festival:
    """An edition that the person organises."""
    return _festival_with_role(user, slug, Role.ORGANISER)


def festival_for_office(user: Anybody, slug: str) -> Festival:
    """An edition in whose office the person works, as organiser or secretary."""
    return _festival_with_role(user, slug, Role.ORGANISER, Role.SECRETARY)


def school_membership(user: Anybody, slug: str, code: str = "") -> Membership:
    """The person's part as a school (the one with `code`, else the first); has `.school` and `.festival`."""
    parts = Membership.objects.filter(
        user_id=_id(user), festival__slug=slug, role=Role.SCHOOL, user__is_active=True
    ).select_related("school", "festival")
    part = (parts.filter(school__code=code) if code else parts).order_by("pk").first()
    if part is None:
        raise Http404
    return part


def roles_of(user: Anybody, slug: str) -> frozenset[str]:
    """The person's roles in an edition, for what the navigation offers; empty for strangers."""
    parts = Membership.objects.filter(user_id=_id(user), festival__slug=slug, user__is_active=True)
    return frozenset(parts.values_list("role", flat=True))


def may_make_festivals(user: Anybody) -> bool:
    """Staff of the installation start new editions and become their organisers."""
    return user.is_active and user.is_staff


def school_for_office(user: Anybody, slug: str, pk: int) -> School:
    """A school of an edition in whose office the person works."""
    festival = festival_for_office(user, slug)
    school = School.objects.filter(festival=festival, pk=pk).first()
    if school is None:
        raise Http404
    school.festival = festival
    return school


def membership_for_organiser(user: Anybody, slug: str, pk: int) -> Membership:
    """Somebody's part in an edition that the person organises."""
    festival = festival_for_organiser(user, slug)
    part = Membership.objects.filter(festival=festival, pk=pk).select_related("user", "school").first()
    if part is None:
        raise Http404
    part.festival = festival
    return part


def school_part_for_office(user: Anybody, slug: str, pk: int) -> Membership:
    """A school person's part in an edition in whose office the person works."""
    festival = festival_for_office(user, slug)
    parts = Membership.objects.filter(festival=festival, role=Role.SCHOOL, pk=pk)
    part = parts.select_related("user", "school").first()
    if part is None:
        raise Http404
    part.festival = festival
    return part


def job_for_owner(user: Anybody, slug: str, pk: int) -> Job:
    """Long work that the person started himself."""
    job = Job.objects.filter(pk=pk, festival__slug=slug, created_by_id=_id(user)).first()
    if job is None:
        raise Http404
    return job


def _festival_with_role(user: Anybody, slug: str, *roles: str) -> Festival:
    rows = Festival.objects.filter(
        slug=slug,
        memberships__user_id=_id(user),
        memberships__user__is_active=True,
        memberships__role__in=roles,
    )
    return _found(rows.distinct().first())


def _found(festival: Festival | None) -> Festival:
    if festival is None:
        raise Http404
    return festival


def _id(user: Anybody) -> int:
    return user.pk or 0

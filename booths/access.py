"""Access functions of booths, their pictures and stands."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from booths.models import Booth, Photo, Stand
from contests.models import RegistrationState
from festival.access import Anybody, festival_for_office
from festival.codes import typed_code
from festival.models import Festival, Membership

Role = Membership.Role


def booth_for_school(user: Anybody, slug: str, pk: int) -> Booth:
    """A booth of a school whose contact the user is; partners see theirs on their home page only."""
    part = Membership.objects.filter(user_id=user.pk or 0, role=Role.SCHOOL, user__is_active=True)
    booths = _with_owner().filter(pk=pk, festival__slug=slug, school__memberships__in=part)
    return _found(booths.first())


def booth_for_public(slug: str, code: str) -> Booth:
    """An approved booth of a published festival; the code may be typed from paper."""
    return _found(_public().filter(festival__slug=slug, code=typed_code(code)).first())


def booth_by_code(code: str) -> Booth:
    """The approved booth with a printed code, in any festival."""
    return _found(_public().filter(code=typed_code(code)).first())


def stand_for_office(user: Anybody, slug: str, pk: int) -> Stand:
    """A stand of a festival of which the user is an organiser or secretary."""
    festival = festival_for_office(user, slug)
    stand = Stand.objects.filter(pk=pk, festival=festival).first()
    if stand is None:
        raise Http404
    stand.festival = festival
    return stand


def photo_for_viewer(user: Anybody, slug: str, pk: int) -> tuple[Photo, bool]:
    """A photo and whether it is public.

    Public: of an approved booth, showing no pupils. Others are for the booth's school and the office.
    """
    photo = Photo.objects.filter(pk=pk, booth__festival__slug=slug).select_related("booth__festival").first()
    if photo is None:
        raise Http404
    booth = photo.booth
    seen = booth.state == RegistrationState.APPROVED and booth.festival.state != Festival.State.DRAFT
    if seen and not photo.shows_pupils:
        return photo, True
    inside = Q(role__in=[Role.ORGANISER, Role.SECRETARY]) | Q(school_id=booth.school_id)
    parts = Membership.objects.filter(user_id=user.pk or 0, user__is_active=True, festival=booth.festival)
    if not parts.filter(inside).exists():
        raise Http404
    return photo, False


def _with_owner() -> QuerySet[Booth]:
    return Booth.objects.select_related("school", "festival", "stand", "entry__contest__festival")


def _public() -> QuerySet[Booth]:
    return (
        Booth.objects.approved()
        .exclude(festival__state=Festival.State.DRAFT)
        .select_related("school", "festival", "stand")
    )


def _found(booth: Booth | None) -> Booth:
    if booth is None:
        raise Http404
    return booth

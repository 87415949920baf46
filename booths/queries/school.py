"""Reads of booths for their school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, prefetch_related_objects

from booths.models import Booth, Photo, Product
from contests.models import Contest
from contests.queries.windows import contest_window, festival_window
from contests.rules import Need, Window, booth_needs, school_may_edit, school_may_move, window_state
from festival.models import School


def booths_of_school(school: School) -> QuerySet[Booth]:
    """Booths of the school as owner or partner, with what a checklist needs (three more queries)."""
    return (
        Booth.objects.filter(Q(school=school) | Q(partners=school))
        .distinct()
        .select_related("school", "stand", "entry__contest")
        .prefetch_related("products", "photos", "partners")
        .order_by("created_at", "pk")
    )


def needs_of(booth: Booth) -> tuple[Need, ...]:
    """The required fields of a booth, from its prefetched products."""
    return booth_needs(
        title=booth.title,
        field=booth.field,
        about=booth.summary or booth.description,
        products=len(booth.products.all()),
        person=booth.person,
        phone=booth.phone,
    )


def possible_partners(school: School) -> list[tuple[int, str]]:
    """Choices of partners: the other schools of the festival."""
    schools = School.objects.filter(festival_id=school.festival_id).exclude(pk=school.pk)
    return [(pk, name) for pk, name in schools.values_list("pk", "name")]


def booth_contests(school: School) -> list[Contest]:
    """Contests of booths that accept entries, with their categories."""
    contests = Contest.objects.filter(
        festival_id=school.festival_id, kind=Contest.Kind.BOOTH, state=Contest.State.OPEN
    )
    return list(contests.prefetch_related("categories"))


def partners_of(booth: Booth) -> list[int]:
    """Primary keys of the booth's partner schools."""
    return list(booth.partners.values_list("pk", flat=True))


def booths_used(school: School, *, but: int | None = None) -> int:
    """Number of the school's booths that count towards the festival's quota, without the booth `but`."""
    return Booth.objects.counted_in_quota().filter(school=school).exclude(pk=but or 0).count()


@dataclass(frozen=True, slots=True)
class BoothChoices:
    """Choices of the registration page, and the booth's own products, photos and partners."""

    partners: Sequence[tuple[int, str]]
    contests: Sequence[Contest]
    chosen_partners: Sequence[int]
    products: Sequence[Product]
    photos: Sequence[Photo]


def choices_for(booth: Booth) -> BoothChoices:
    """The choices for a booth; six queries."""
    prefetch_related_objects([booth], "products", "photos")
    return BoothChoices(
        partners=possible_partners(booth.school),
        contests=booth_contests(booth.school),
        chosen_partners=partners_of(booth),
        products=list(booth.products.all()),
        photos=list(booth.photos.all()),
    )


def may_edit(booth: Booth, *, now: datetime) -> bool:
    """Whether the school may change the booth: a draft within the windows, or one that was sent back."""
    return school_may_edit(booth.state, is_open=may_change(booth, now=now))


def may_move(booth: Booth, *, to: str, now: datetime) -> bool:
    """Whether the school may move the booth to this state now; one that was sent back also after the end."""
    return school_may_move(booth.state, to=to, is_open=may_change(booth, now=now))


def may_change(booth: Booth, *, now: datetime) -> bool:
    """Whether the windows of the festival and of the booth's contest are open."""
    return all(window_state(window, now=now) == "open" for window in windows_of(booth))


def windows_of(booth: Booth) -> list[Window]:
    """The window of the festival and, for a competing booth, that of its contest."""
    windows = [festival_window(booth.festival)]
    if booth.entry is not None:
        windows.append(contest_window(booth.entry.contest))
    return windows

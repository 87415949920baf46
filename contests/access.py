"""Access functions of contests and entries."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from contests.models import Attachment, Contest, Entry
from festival.access import Anybody, festival_for_office, festival_for_organiser, festival_for_public
from festival.models import Festival, Membership, School


def contest_for_office(user: Anybody, slug: str, contest: str) -> Contest:
    """A contest of a festival of which the user is an organiser or secretary."""
    return _contest_of(festival_for_office(user, slug), contest)


def contest_for_organiser(user: Anybody, slug: str, contest: str) -> Contest:
    """A contest of a festival of which the user is an organiser."""
    return _contest_of(festival_for_organiser(user, slug), contest)


def published_contest(slug: str, contest: str) -> Contest:
    """A contest with published results."""
    found = _contest_of(festival_for_public(slug), contest)
    if found.state != Contest.State.PUBLISHED:
        raise Http404
    return found


def _contest_of(festival: Festival, slug: str) -> Contest:
    contest = Contest.objects.select_related("festival").filter(festival=festival, slug=slug).first()
    if contest is None:
        raise Http404
    return contest


def contest_for_school(school: School, contest: str) -> Contest:
    """A contest of people or products of the school's festival; booths have pages of their own."""
    found = _contest_of(school.festival, contest)
    if found.kind == Contest.Kind.BOOTH:
        raise Http404
    return found


def entry_for_school(user: Anybody, slug: str, contest: str, pk: int) -> Entry:
    """An entry of a school whose contact the user is."""
    part = Membership.objects.filter(user_id=user.pk or 0, role=Membership.Role.SCHOOL, user__is_active=True)
    entries = _with_owner().exclude(contest__kind=Contest.Kind.BOOTH)
    return _entry(
        entries.filter(
            pk=pk, contest__slug=contest, contest__festival__slug=slug, school__memberships__in=part
        ).first()
    )


def attachment_for_viewer(user: Anybody, slug: str, pk: int) -> Attachment:
    """A file of an entry, for its school and the office. Judges have an access function of their own."""
    file = Attachment.objects.select_related("entry__contest__festival").filter(
        pk=pk, entry__contest__festival__slug=slug
    )
    found = file.first()
    if found is None:
        raise Http404
    roles = [Membership.Role.ORGANISER, Membership.Role.SECRETARY]
    parts = Membership.objects.filter(
        user_id=user.pk or 0, user__is_active=True, festival=found.entry.contest.festival
    )
    if not parts.filter(Q(role__in=roles) | Q(school_id=found.entry.school_id)).exists():
        raise Http404
    return found


def attachment_for_school(user: Anybody, slug: str, pk: int) -> Attachment:
    """A file of an entry of a school whose contact the user is."""
    file = attachment_for_viewer(user, slug, pk)
    part = file.entry.school.memberships.filter(user_id=user.pk or 0, role=Membership.Role.SCHOOL)
    if not part.exists():
        raise Http404
    return file


def _with_owner() -> QuerySet[Entry]:
    return Entry.objects.select_related("school__festival", "contest__festival", "category")


def _entry(entry: Entry | None) -> Entry:
    if entry is None:
        raise Http404
    return entry

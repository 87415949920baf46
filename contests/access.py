"""The doors to contests and entries."""

from __future__ import annotations

from django.http import Http404

from contests.models import Contest
from festival.access import Anybody, festival_for_office, festival_for_organiser, festival_for_public
from festival.models import Festival


def contest_for_office(user: Anybody, slug: str, contest: str) -> Contest:
    """A contest of an edition in whose office the person works."""
    return _contest_of(festival_for_office(user, slug), contest)


def contest_for_organiser(user: Anybody, slug: str, contest: str) -> Contest:
    """A contest of an edition that the person organises."""
    return _contest_of(festival_for_organiser(user, slug), contest)


def published_contest(slug: str, contest: str) -> Contest:
    """A contest whose results everybody may see."""
    found = _contest_of(festival_for_public(slug), contest)
    if found.state != Contest.State.PUBLISHED:
        raise Http404
    return found


def _contest_of(festival: Festival, slug: str) -> Contest:
    contest = Contest.objects.select_related("festival").filter(festival=festival, slug=slug).first()
    if contest is None:
        raise Http404
    return contest

"""Access functions that pages of several apps share."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404

from awards.models import TieDecision
from booths.models import AnyRegistration, Booth
from contests.access import contest_for_organiser
from contests.models import Contest, Entry
from desk.queries.names import frozen_line
from desk.queries.registrations import registrations_named
from festival.access import Anybody
from festival.models import Festival
from festival.text import is_key
from judging.queries.results import ResultLine


def decision_for_organiser(user: Anybody, slug: str, contest: str, pk: int) -> TieDecision:
    """A decision of the chair in a contest that the user organises."""
    row = contest_for_organiser(user, slug, contest)
    decision = (
        TieDecision.objects.select_related("run__contest__festival").filter(run__contest=row, pk=pk).first()
    )
    if decision is None:
        raise Http404
    return decision


def ranked_entry_for_organiser(
    user: Anybody, slug: str, contest: str, pk: int
) -> tuple[Contest, Entry, ResultLine]:
    """A contest with frozen results that the user organises, an entry of its table, and its line."""
    row = contest_for_organiser(user, slug, contest)
    line = frozen_line(row, pk)
    if line is None:
        raise Http404
    entry = Entry.objects.select_related("school").prefetch_related("members", "partners").get(pk=pk)
    entry.contest = row
    return row, entry, line


def registration_for_office(festival: Festival, key: str) -> AnyRegistration:
    """The registration with a key such as `booth-12`, of a festival to whose office the user belongs.

    The key of an entry that belongs to a booth gives the booth.
    """
    found = registrations_named(festival, [key]) or _booth_of(festival, key)
    if not found:
        raise Http404
    prefetch_related_objects([row for row in found if isinstance(row, Entry)], "members")
    return found[0]


def _booth_of(festival: Festival, key: str) -> list[AnyRegistration]:
    """The booth of the entry with this key, if it has one."""
    kind, _, number = key.partition("-")
    if kind != "entry" or not is_key(number):
        return []
    booths = Booth.objects.filter(festival=festival, entry=int(number)).values_list("pk", flat=True)
    return registrations_named(festival, [f"booth-{pk}" for pk in booths])

"""Access functions that pages of several apps share."""

from __future__ import annotations

from django.http import Http404

from awards.models import TieDecision
from booths.models import AnyRegistration
from contests.access import contest_for_organiser
from desk.queries.registrations import registrations_named
from festival.access import Anybody
from festival.models import Festival


def decision_for_organiser(user: Anybody, slug: str, contest: str, pk: int) -> TieDecision:
    """A decision of the chair in a contest that the user organises."""
    row = contest_for_organiser(user, slug, contest)
    decision = (
        TieDecision.objects.select_related("run__contest__festival").filter(run__contest=row, pk=pk).first()
    )
    if decision is None:
        raise Http404
    return decision


def registration_for_office(festival: Festival, key: str) -> AnyRegistration:
    """The registration with a key such as `booth-12`, of a festival to whose office the user belongs."""
    found = registrations_named(festival, [key])
    if not found:
        raise Http404
    return found[0]

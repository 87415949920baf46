"""Doors to rows that pages of several apps share."""

from __future__ import annotations

from django.http import Http404

from awards.models import TieDecision
from contests.access import contest_for_organiser
from festival.access import Anybody


def decision_for_organiser(user: Anybody, festival: str, contest: str, pk: int) -> TieDecision:
    """A chair's decision on a contest that the person organises."""
    row = contest_for_organiser(user, festival, contest)
    decision = (
        TieDecision.objects.select_related("run__contest__festival").filter(run__contest=row, pk=pk).first()
    )
    if decision is None:
        raise Http404
    return decision

"""Holding a contest open while something is written that depends on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contests.models import Contest
from festival.refusals import StaleState


def takes_scores(contest_id: int) -> bool:
    """Whether the contest is open, asked by an UPDATE that a freeze must wait for (and the other way round).

    True holds until the end of the transaction.
    """
    rows = Contest.objects.filter(pk=contest_id, state=Contest.State.OPEN)
    return rows.update(state=Contest.State.OPEN) == 1


def hold_open(contest: Contest) -> None:
    """The same for what people do in the office; StaleState when the contest no longer takes scores."""
    if not takes_scores(contest.pk):
        raise StaleState("contest-closed", _("This contest no longer takes scores."))

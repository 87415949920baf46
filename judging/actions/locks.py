"""Lock a contest for writes that need it to be open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contests.models import Contest
from festival.locks import lock
from festival.refusals import StaleState


def lock_open(contest: Contest) -> Contest:
    """Lock the contest and return it; StaleState when it no longer takes scores."""
    closed = StaleState("contest-closed", _("This contest no longer takes scores."))
    return lock(contest, state=Contest.State.OPEN, refusal=closed)

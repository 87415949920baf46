"""The steps from judging to published results, each taken on the table that the user has seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from awards.actions.awarding import award_prizes
from awards.actions.certifying import certify_contest
from contests.models import Contest
from festival.locks import lock
from festival.models import User
from festival.states import stale
from judging.actions.results import freeze_results, publish_results
from judging.queries.results import current_run

STEPS: Final[dict[str, Callable[..., object]]] = {
    "freeze": freeze_results,
    "award": award_prizes,
    "certify": certify_contest,
    "publish": publish_results,
}


@transaction.atomic
def take_step(*, contest: Contest, step: str, seen_run: int | None, by: User, now: datetime) -> None:
    """Freeze, award prizes, certify or publish.

    seen_run  primary key of the frozen run that the page showed; None when nothing was frozen

    StaleState when the contest was reopened and frozen again since, so that no unseen table is approved.
    """
    run = current_run(lock(contest))
    if seen_run is not None and (run is None or run.pk != seen_run):
        raise stale()
    STEPS[step](contest=contest, by=by, now=now)

"""Certify the results of a contest together with its prizes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from awards.actions.certificates import replace_certificates
from awards.models import Award
from awards.queries.allotting import frozen_allotments
from contests.models import Contest
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken
from judging.actions.results import certify_results
from judging.messages import refuse_step
from judging.models import ResultRun
from judging.queries.results import current_run


@transaction.atomic
def certify_contest(*, contest: Contest, by: User, now: datetime) -> None:
    """Certify the results and prizes. RuleBroken while the scheme's prizes are not awarded.

    Certificates issued before a reopening stay valid when their text is unchanged.
    """
    lock(contest.festival)
    row = lock(contest)
    refuse_step(row.state, Contest.State.CERTIFIED)
    run = current_run(row)
    is_awarded = run is None or Award.objects.filter(run=run).exists()
    if run is not None and not is_awarded and _has_prizes_to_give(row, run):
        raise RuleBroken("not-awarded", _("Award the prizes first; they are certified with the table."))
    certify_results(contest=contest, by=by, now=now)
    replace_certificates(contest=contest, by=by, now=now)


def _has_prizes_to_give(contest: Contest, run: ResultRun) -> bool:
    """Whether the scheme awards a prize for this run, or a tie is still to be decided."""
    found = frozen_allotments(contest, run)
    return any(part.awards or part.unresolved for part in found.values())

"""Rows taken by UPDATE before anything that depends on them, so that two writers queue on both databases.

The order is always contest, school, registration: nobody then waits for somebody who waits for him.
"""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from contests.models import Contest
from festival.models import School
from festival.refusals import RuleBroken


def hold_contest(contest: Contest | None) -> None:
    """Take an open contest's row until the transaction ends; RuleBroken once its results are being closed."""
    if contest is None:
        return
    rows = Contest.objects.filter(pk=contest.pk, state=Contest.State.OPEN)
    if rows.update(state=Contest.State.OPEN) != 1:
        raise RuleBroken(
            "contest-not-open",
            _("The marks of “%(contest)s” are locked; its entries can no longer be changed.")
            % {"contest": contest.name},
        )


def hold_school(school: School) -> None:
    """Take the school's row until the transaction ends, before its registrations are counted."""
    School.objects.filter(pk=school.pk).update(participation=F("participation"))

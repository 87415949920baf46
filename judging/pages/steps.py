"""The steps of judging in the checklist of a contest."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Contest, Round
from contests.steps import ContestStep
from judging.queries.office import coverage_of


def criteria_step(contest: Contest) -> ContestStep:
    """Whether the contest has criteria."""
    count = contest.criteria.count()
    return ContestStep(
        count > 0,
        _("Criteria"),
        ngettext("%(n)d criterion", "%(n)d criteria", count) % {"n": count},
        reverse("judging:rubric", args=[contest.festival.slug, contest.slug]),
    )


def assignment_step(contest: Contest) -> ContestStep:
    """Whether every approved entry has a judge in the rounds of judges."""
    judged = [part for part in coverage_of(contest) if part.round.marking == Round.Marking.JUDGES]
    waiting = max((len(part.without) for part in judged), default=0)
    approved = max((part.approved for part in judged), default=0)
    count = approved - waiting
    return ContestStep(
        not judged or (approved > 0 and not waiting),
        _("Assign entries to judges"),
        _("%(n)d/%(all)d entries") % {"n": count, "all": approved},
        reverse("judging:panels", args=[contest.festival.slug, contest.slug]),
    )

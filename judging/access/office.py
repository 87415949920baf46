"""Access functions of the office for judges, panels and rounds."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from contests.access import contest_for_office
from contests.models import Contest, Round
from festival.access import Anybody, festival_for_office, festival_for_organiser
from judging.models import Judge, Panel, ScoreOp, ScoreSheet


def judge_for_office(user: Anybody, slug: str, pk: int) -> Judge:
    """A judge of a festival whose office the person works in."""
    festival = festival_for_office(user, slug)
    judge = Judge.objects.filter(festival=festival, pk=pk).select_related("user", "school").first()
    if judge is None:
        raise Http404
    judge.festival = festival
    return judge


def judge_for_organiser(user: Anybody, slug: str, pk: int) -> Judge:
    """A judge, for users who may see the judge's sign-in link: organisers."""
    festival_for_organiser(user, slug)
    return judge_for_office(user, slug, pk)


def panel_for_office(user: Anybody, slug: str, contest: str, pk: int) -> Panel:
    """A panel of a contest of the office."""
    row = contest_for_office(user, slug, contest)
    panel = Panel.objects.filter(contest=row, pk=pk).first()
    if panel is None:
        raise Http404
    panel.contest = row
    return panel


def machine_round_for_office(user: Anybody, slug: str, contest: str, pk: int) -> Round:
    """A round marked by machine of a contest of the office; 404 for a round of judges."""
    found = round_of(contest_for_office(user, slug, contest), pk)
    if found.marking != Round.Marking.MACHINE:
        raise Http404
    return found


def round_of(contest: Contest, pk: int | None) -> Round:
    """A round of the contest; 404 for a round of another contest."""
    found = contest.rounds.filter(pk=pk or 0).first()
    if found is None:
        raise Http404
    found.contest = contest
    return found


def op_for_office(user: Anybody, slug: str, contest: str, pk: UUID) -> tuple[ScoreOp, ScoreSheet]:
    """An op of a contest of the office that was not applied, with its sheet."""
    row = contest_for_office(user, slug, contest)
    outcomes = [ScoreOp.Outcome.CONFLICT, ScoreOp.Outcome.LATE, ScoreOp.Outcome.QUARANTINED]
    ops = ScoreOp.objects.filter(sheet__assignment__entry__contest=row, outcome__in=outcomes)
    op = ops.select_related("author", "device").filter(pk=pk).first()
    if op is None:
        raise Http404
    op.festival = row.festival
    sheet = ScoreSheet.objects.for_scoring().select_related("assignment__judge__user").get(ops=op)
    return op, sheet

"""Access functions of judges; 404 for everybody else, so that numbers cannot be probed."""

from __future__ import annotations

import uuid

from django.http import Http404

from contests.models import Attachment
from festival.access import Anybody, badge_of
from festival.models import Festival
from judging.models import Judge, ScoreOp, ScoreSheet


def judge_for(user: Anybody, slug: str) -> Judge:
    """The user's row as a judge of this festival, with `.festival` and `.user`."""
    judges = Judge.objects.filter(user_id=user.pk or 0, user__is_active=True, festival__slug=slug)
    badge = badge_of(user)
    if badge is not None:
        judges = judges.filter(festival_id=badge.festival_id)
    judge = judges.exclude(festival__state=Festival.State.DRAFT).select_related("festival", "user").first()
    if judge is None:
        raise Http404
    return judge


def sheet_for_judge(judge: Judge, pk: int) -> ScoreSheet:
    """A sheet assigned to this judge."""
    sheet = ScoreSheet.objects.for_scoring().filter(pk=pk, assignment__judge=judge).first()
    if sheet is None:
        raise Http404
    return sheet


def conflict_for_judge(judge: Judge, sheet: ScoreSheet, op_id: uuid.UUID) -> ScoreOp:
    """A conflicting op that this judge sent for this sheet."""
    conflicts = ScoreOp.objects.filter(outcome=ScoreOp.Outcome.CONFLICT, sheet=sheet, author=judge.user)
    op = conflicts.filter(pk=op_id).first()
    if op is None:
        raise Http404
    return op


def attachment_for_judge(sheet: ScoreSheet, pk: int) -> Attachment:
    """A file of the sheet's entry."""
    file = Attachment.objects.filter(pk=pk, entry=sheet.assignment.entry_id).first()
    if file is None:
        raise Http404
    return file

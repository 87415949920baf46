"""Save the marks of a round marked by machine, through the one writer of scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contests.models import Entry, Round
from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, User
from festival.refusals import RuleBroken
from judging.actions.assign import assign
from judging.actions.locks import lock_open
from judging.actions.sheets import Sender, receive_sheets
from judging.models import Criterion, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_of
from judging.rules.sync import Payload


@transaction.atomic
def save_machine_marks(
    *, round: Round, marks: Mapping[int, Mapping[str, int]], by: User, now: datetime
) -> None:
    """Write the marks of these entries, in hundredths by code of the criterion; others stay as they are.

    A sheet with all its marks is submitted. RuleBroken when there is nothing to save, when the festival is
    closed or a mark is impossible; StaleState when the contest no longer takes scores.
    """
    closed = RuleBroken("festival-closed", _("The festival is closed; marks can no longer change."))
    festival = lock(
        round.contest.festival, state__in=[Festival.State.DRAFT, Festival.State.OPEN], refusal=closed
    )
    lock_open(round.contest)
    if not marks:
        raise RuleBroken("no-marks", _("There are no new marks to save."))
    assign(round=round, judge=None, entries=Entry.objects.filter(pk__in=marks), panel=None, by=by)
    sheets = ScoreSheet.objects.for_scoring().prefetch_related("marks")
    sheets = sheets.filter(assignment__round=round, assignment__judge=None, assignment__entry__in=list(marks))
    criteria = criteria_of(round)
    payloads = [
        (sheet, _payload(sheet, marks[sheet.assignment.entry_id], criteria))
        for sheet in sheets.order_by("pk")
    ]
    body = {"contest": round.contest.slug, "round": round.code, "sheets": len(payloads)}
    event = log_event(by, "machine-marks-saved", round, festival=festival, body=body, at=now)
    sender = Sender(festival, by, now, source=ScoreOp.Source.OFFICE, receipt=event.hash)
    receipts = receive_sheets(payloads, sender)
    if any(one.outcome not in {"applied", "noop"} for one in receipts):
        raise RuleBroken("marks-refused", _("The criteria have changed meanwhile. Please check the marks."))


def _payload(sheet: ScoreSheet, new: Mapping[str, int], criteria: list[Criterion]) -> Payload:
    old = {row.criterion_id: row.hundredths for row in sheet.marks.all()}
    marks = {row.code: new.get(row.code, old.get(row.pk)) for row in criteria}
    return Payload(marks, sheet.comment, submitted=None not in marks.values())

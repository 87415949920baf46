"""Decide about registrations, one or several at once, and undo approvals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from booths.actions.decisions import approve, booth_of, decline, entry_of, send_back
from booths.actions.kind import BOOTHS
from booths.actions.locks import lock_booth
from booths.models import AnyRegistration, Booth
from contests.actions.entries import ENTRIES
from contests.actions.locks import lock_contests, lock_entry, lock_school
from contests.actions.registrations import required_remark, step
from desk.messages import marks_message, return_message
from festival.audit import log_event
from festival.models import Festival, User
from festival.refusals import RuleBroken
from festival.states import Moves

REMOVALS: Final = {"send-back": send_back, "decline": decline}
UNDO: Moves = {Booth.State.APPROVED: [Booth.State.SUBMITTED]}


@transaction.atomic
def decide_registration(
    *,
    registration: AnyRegistration,
    decision: str,
    remark: str,
    by: User,
    now: datetime,
    is_confirmed: bool = False,
) -> None:
    """Approve, send back ("send-back") or decline a registration.

    RuleBroken `no-decision` for any other decision, and `has-marks` for an unconfirmed one that removes an
    entry with marks from the ranking, or takes it back into it.
    """
    if decision not in {"approve", *REMOVALS}:
        raise RuleBroken("no-decision", _("Choose whether to approve, send back or decline."))
    message = return_message(registration) if decision == "approve" else marks_message(registration)
    if message and not is_confirmed:
        if decision in REMOVALS:
            required_remark(remark)
        raise RuleBroken("has-marks", message)
    if decision == "approve":
        approve(registration=registration, by=by, now=now)
    else:
        REMOVALS[decision](registration=registration, remark=remark, by=by, now=now)


@transaction.atomic
def approve_many(*, registrations: Sequence[AnyRegistration], by: User, now: datetime) -> int:
    """Approve all of them, or none when one cannot be approved.

    RuleBroken for one with marks too, because it changes the ranking, which its own page shows first.
    """
    _refuse_none(registrations)
    _lock_all(registrations)
    for registration in registrations:
        if return_message(registration):
            words = {"entry": registration}
            raise RuleBroken(
                "approve-alone",
                _("“%(entry)s” has score sheets already; please approve it on its own page.") % words,
            )
        approve(registration=registration, by=by, now=now)
    return len(registrations)


@transaction.atomic
def undo_approvals(
    *, festival: Festival, registrations: Sequence[AnyRegistration], by: User, now: datetime
) -> int:
    """Make approved registrations wait for approval again.

    RuleBroken when there are none, or one is assigned to a judge.
    """
    _refuse_none(registrations)
    _lock_all(registrations)
    for registration in registrations:
        _undo(registration, now=now)
    titles = [str(registration) for registration in registrations]
    log_event(by, "approval-undone", festival, festival=festival, body={"entries": titles})
    return len(registrations)


def _refuse_none(registrations: Sequence[AnyRegistration]) -> None:
    if not registrations:
        raise RuleBroken("nothing-chosen", _("Tick at least one registration."))


def _lock_all(registrations: Sequence[AnyRegistration]) -> None:
    """Lock all contests and then all schools; each registration then locks its own row."""
    entries = [row.entry if isinstance(row, Booth) else row for row in registrations]
    lock_contests(entry.contest for entry in entries if entry is not None)
    for school in sorted({row.school for row in registrations}, key=lambda school: school.pk):
        lock_school(school)


def _undo(registration: AnyRegistration, *, now: datetime) -> None:
    booth = booth_of(registration)
    row = lock_booth(booth) if booth is not None else lock_entry(entry_of(registration))
    entry = row.entry if isinstance(row, Booth) else row
    if entry is not None and entry.assignments.exists():
        raise RuleBroken("assigned", _("“%(entry)s” is assigned to a judge already.") % {"entry": entry})
    if isinstance(row, Booth):
        step(BOOTHS, row, Booth.State.SUBMITTED, UNDO, now=now, decided_at=None, **BOOTHS.vacated)
    else:
        step(ENTRIES, row, Booth.State.SUBMITTED, UNDO, now=now, decided_at=None)

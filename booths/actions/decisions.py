"""What the office decides about registrations, booths and contest entries alike.

A booth that competes has an entry, and the entry always follows: whichever of the two the office holds, the
booth is decided and the entry moves with it in the same transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from booths.actions.entry import entry_follows
from booths.actions.locks import lock_booth
from booths.models import Booth, Registration
from contests.actions import decisions as entries
from contests.models import Entry
from contests.rules import OFFICE_MOVES
from festival.audit import log_event
from festival.models import User
from festival.states import move

State = Booth.State


def approve(*, registration: Registration, by: User, now: datetime) -> None:
    """Accept a registration; what competes gets a candidate number if it has none."""
    booth = booth_of(registration)
    if booth is not None:
        approve_booth(booth=booth, by=by, now=now)
    else:
        entries.approve_entry(entry=entry_of(registration), by=by, now=now)


def send_back(*, registration: Registration, remark: str, by: User, now: datetime) -> None:
    """Give a registration back to its school with a remark; the school may mend it and submit again."""
    booth = booth_of(registration)
    if booth is not None:
        return_booth(booth=booth, remark=remark, by=by, now=now)
    else:
        entries.return_entry(entry=entry_of(registration), remark=remark, by=by, now=now)


def decline(*, registration: Registration, remark: str, by: User, now: datetime) -> None:
    """Refuse a registration, with the reason."""
    booth = booth_of(registration)
    if booth is not None:
        decline_booth(booth=booth, remark=remark, by=by, now=now)
    else:
        entries.decline_entry(entry=entry_of(registration), remark=remark, by=by, now=now)


@transaction.atomic
def approve_booth(*, booth: Booth, by: User, now: datetime) -> None:
    """The booth is in, and public; its entry competes."""
    _decide(booth, State.APPROVED, now=now)
    _log_event(booth, "booth-approved", by=by)


@transaction.atomic
def return_booth(*, booth: Booth, remark: str, by: User, now: datetime) -> None:
    """The school may mend it and submit again."""
    _decide(booth, State.RETURNED, now=now, remark=entries.needed(remark))
    _log_event(booth, "booth-returned", by=by, remark=booth.remark)


@transaction.atomic
def decline_booth(*, booth: Booth, remark: str, by: User, now: datetime) -> None:
    """The booth is refused; its stand is free again."""
    _decide(booth, State.DECLINED, now=now, remark=entries.needed(remark))
    _log_event(booth, "booth-declined", by=by, remark=booth.remark)


def booth_of(registration: Registration) -> Booth | None:
    """The booth behind a registration; None for an entry that is a person or a product."""
    if isinstance(registration, Booth):
        return registration
    return Booth.objects.filter(entry=registration).select_related("entry__contest", "festival").first()


def entry_of(registration: Registration) -> Entry:
    """The registration as the entry that it is; a booth is none."""
    assert isinstance(registration, Entry)
    return registration


def _decide(booth: Booth, to: str, *, now: datetime, remark: str = "") -> None:
    row = lock_booth(booth)
    stamps: dict[str, object] = {"decided_at": now, "updated_at": now, "version": F("version") + 1}
    if to == State.DECLINED:
        stamps["stand"] = None
    move(row, to, OFFICE_MOVES, remark=remark, **stamps)
    entry_follows(row, now=now)
    booth.refresh_from_db()


def _log_event(booth: Booth, action: str, *, by: User, **body: object) -> None:
    details = {"title": booth.title, "school": booth.school.name, **body}
    log_event(by, action, booth, festival=booth.festival, body=details)

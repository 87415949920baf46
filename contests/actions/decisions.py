"""What the office decides about a contest entry. Of booths and their entries: `booths.actions.decisions`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contests.actions.locks import lock_entry
from contests.actions.numbers import give_number
from contests.models import Entry
from contests.rules import OFFICE_MOVES
from festival.audit import log_event
from festival.models import User
from festival.refusals import RuleBroken
from festival.states import move
from festival.text import nfc

State = Entry.State


@transaction.atomic
def approve_entry(*, entry: Entry, by: User, now: datetime) -> None:
    """Let the entry compete; it gets a candidate number if it has none."""
    decide_entry(entry=entry, to=State.APPROVED, now=now)
    _log_event(entry, "entry-approved", by=by, number=entry.number)


@transaction.atomic
def return_entry(*, entry: Entry, remark: str, by: User, now: datetime) -> None:
    """Send the entry back to its school with a remark that says what to mend."""
    decide_entry(entry=entry, to=State.RETURNED, now=now, remark=needed(remark))
    _log_event(entry, "entry-returned", by=by, remark=entry.remark)


@transaction.atomic
def decline_entry(*, entry: Entry, remark: str, by: User, now: datetime) -> None:
    """Refuse the entry, with the reason."""
    decide_entry(entry=entry, to=State.DECLINED, now=now, remark=needed(remark))
    _log_event(entry, "entry-declined", by=by, remark=entry.remark)


def decide_entry(*, entry: Entry, to: str, now: datetime, remark: str = "") -> None:
    """Move the entry while its contest is open; the caller logs the event."""
    row = lock_entry(entry)
    stamps: dict[str, object] = {"decided_at": now, "updated_at": now, "version": F("version") + 1}
    move(row, to, OFFICE_MOVES, remark=remark, **stamps)
    if to == State.APPROVED:
        give_number(row)
    entry.refresh_from_db()


def needed(remark: str) -> str:
    """The remark, tidied line by line; RuleBroken when there is none."""
    lines = "\n".join(nfc(line) for line in remark.splitlines()).strip()
    if not lines:
        raise RuleBroken("remark-needed", _("Please write what the school should know."))
    return lines


def _log_event(entry: Entry, action: str, *, by: User, **body: object) -> None:
    details = {"title": str(entry), "school": entry.school.name, "contest": entry.contest.slug, **body}
    log_event(by, action, entry, festival=entry.contest.festival, body=details)

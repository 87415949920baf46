"""The moves of a registration, the same for contest entries and booths: recall, withdraw, restore, decide.

A `RegistrationKind` defines for one kind the lock, the windows and what follows a move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Generic, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contests.actions.locks import refuse_move, refuse_outside
from contests.models import Registration, RegistrationState
from contests.rules import EDITABLE, OFFICE_MOVES, SCHOOL_MOVES, Moves, Window
from festival.audit import log_event
from festival.models import School, User
from festival.refusals import RuleBroken
from festival.states import move
from festival.text import nfc

State = RegistrationState
Row = TypeVar("Row", bound=Registration)


@dataclass(frozen=True, slots=True)
class RegistrationKind(Generic[Row]):
    """What differs between the kinds of registration.

    noun     first part of the audit actions: "booth" logs "booth-withdrawn"
    lock     locks the row after the rows above it and returns it; StaleState when its state is another
    windows  when the school may move it
    school   the school that registered it
    details  body of its audit events
    follow   called after a move, in the same transaction
    vacated  columns emptied when the registration no longer takes part
    """

    noun: str
    lock: Callable[[Row], Row]
    windows: Callable[[Row], Iterable[Window]]
    school: Callable[[Row], School]
    details: Callable[[Row], Mapping[str, object]]
    follow: Callable[[Row, datetime], None]
    vacated: Mapping[str, None] = field(default_factory=dict)


@transaction.atomic
def recall(*, kind: RegistrationKind[Row], row: Row, by: User, now: datetime) -> None:
    """Move a submitted registration back to draft, while the window is open."""
    _move_by_school(kind, row, State.DRAFT, "recalled", by=by, now=now)


@transaction.atomic
def withdraw(*, kind: RegistrationKind[Row], row: Row, by: User, now: datetime) -> None:
    """Withdraw the registration, while the window is open."""
    _move_by_school(kind, row, State.WITHDRAWN, "withdrawn", by=by, now=now)


@transaction.atomic
def restore(*, kind: RegistrationKind[Row], row: Row, by: User, now: datetime) -> None:
    """Move a withdrawn registration back to draft, while the window is open."""
    _move_by_school(kind, row, State.DRAFT, "restored", by=by, now=now)


SCHOOL_ACTIONS: Final[Mapping[str, Callable[..., None]]] = {
    "recall": recall,
    "withdraw": withdraw,
    "restore": restore,
}
"""What a school may do with a registration, by the name in the address."""


@transaction.atomic
def approve(*, kind: RegistrationKind[Row], row: Row, by: User, now: datetime) -> None:
    """Approve the registration; a competing one without candidate number gets one."""
    _decide(kind, row, State.APPROVED, "approved", by=by, now=now)


@transaction.atomic
def send_back(*, kind: RegistrationKind[Row], row: Row, remark: str, by: User, now: datetime) -> None:
    """Return the registration to the school to be changed. RuleBroken without a remark."""
    _decide(kind, row, State.RETURNED, "returned", by=by, now=now, remark=required_remark(remark))


@transaction.atomic
def decline(*, kind: RegistrationKind[Row], row: Row, remark: str, by: User, now: datetime) -> None:
    """Decline the registration. RuleBroken without a remark."""
    _decide(kind, row, State.DECLINED, "declined", by=by, now=now, remark=required_remark(remark))


def step(
    kind: RegistrationKind[Row], row: Row, to: str, moves: Moves, *, now: datetime, **stamps: object
) -> None:
    """Move a locked row, increment its version (open forms become stale) and call `kind.follow`.

    A remark that is replaced is kept in `earlier_remarks`, with its time.
    """
    if "remark" in stamps and row.remark:
        at = row.decided_at or row.updated_at
        stamps["earlier_remarks"] = [*row.earlier_remarks, [at.isoformat(), row.remark]]
    vacated = kind.vacated if to in (State.WITHDRAWN, State.DECLINED) else {}
    move(row, to, moves, updated_at=now, version=F("version") + 1, **vacated, **stamps)
    kind.follow(row, now)


def refuse_late(kind: RegistrationKind[Row], row: Row, *, now: datetime) -> None:
    """RuleBroken outside a window, except after its end for a registration that the office sent back."""
    if row.state != State.RETURNED:
        for window in kind.windows(row):
            refuse_outside(window, now=now)


def refuse_uneditable(row: Registration) -> None:
    """RuleBroken unless the school may still change the registration."""
    if row.state not in EDITABLE:
        raise RuleBroken(
            "not-editable",
            _("“%(registration)s” is not a draft; recall it first to change it.") % {"registration": row},
        )


def refuse_incomplete(labels: Iterable[object]) -> None:
    """RuleBroken with the labels of missing fields, if any."""
    names = ", ".join(str(label).lower() for label in labels)
    if names:
        raise RuleBroken("incomplete", _("Still missing: %(names)s.") % {"names": names})


def required_remark(remark: str) -> str:
    """The cleaned remark; RuleBroken when it is empty."""
    lines = "\n".join(nfc(line) for line in remark.splitlines()).strip()
    if not lines:
        raise RuleBroken("remark-needed", _("Please enter a remark for the school."))
    return lines


def log_by_school(kind: RegistrationKind[Row], row: Row, done: str, *, by: User) -> None:
    """Log the event of a school's action on its registration."""
    school = kind.school(row)
    body = {**kind.details(row), "school": school.code, "version": row.version}
    log_event(by, f"{kind.noun}-{done}", row, festival=school.festival, body=body)


def _move_by_school(
    kind: RegistrationKind[Row], row: Row, to: str, done: str, *, by: User, now: datetime
) -> None:
    locked = kind.lock(row)
    refuse_move(locked.state, to=to)
    refuse_late(kind, locked, now=now)
    step(kind, locked, to, SCHOOL_MOVES, now=now)
    log_by_school(kind, locked, done, by=by)
    row.refresh_from_db()


def _decide(
    kind: RegistrationKind[Row],
    row: Row,
    to: str,
    done: str,
    *,
    by: User,
    now: datetime,
    remark: str = "",
) -> None:
    locked = kind.lock(row)
    step(kind, locked, to, OFFICE_MOVES, now=now, decided_at=now, remark=remark)
    school = kind.school(locked)
    body = {**kind.details(locked), "school": school.name, **({"remark": remark} if remark else {})}
    log_event(by, f"{kind.noun}-{done}", locked, festival=school.festival, body=body)
    row.refresh_from_db()

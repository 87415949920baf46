"""What the office decides about registrations, booths and contest entries alike.

A booth that competes has an entry, and the entry always follows: whichever of the two the office decides
about, the booth is decided and the entry moves with it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from booths.actions.kind import BOOTHS
from booths.models import AnyRegistration, Booth
from contests.actions import registrations
from contests.actions.entries import ENTRIES
from contests.models import Entry


def booth_of(registration: AnyRegistration) -> Booth | None:
    """The booth of a registration; None for an entry that is a person or a product."""
    if isinstance(registration, Booth):
        return registration
    return Booth.objects.filter(entry=registration).select_related("entry__contest", "festival").first()


def entry_of(registration: AnyRegistration) -> Entry:
    """The registration as the entry that it is; a booth is none."""
    assert isinstance(registration, Entry)
    return registration


def _decide(action: Callable[..., None], *, registration: AnyRegistration, **details: object) -> None:
    booth = booth_of(registration)
    if booth is not None:
        action(kind=BOOTHS, row=booth, **details)
    else:
        action(kind=ENTRIES, row=entry_of(registration), **details)


approve = partial(_decide, registrations.approve)
send_back = partial(_decide, registrations.send_back)
decline = partial(_decide, registrations.decline)

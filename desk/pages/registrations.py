"""Data of the page of one registration."""

from __future__ import annotations

from dataclasses import dataclass

from booths.models import AnyRegistration, Booth
from contests.models import Entry, RegistrationState
from desk.messages import removal_message
from judging.pages.blockers import BlockerLine, blocker_lines
from judging.queries.blockers import judging_state
from judging.queries.standing import marked_sheets


@dataclass(frozen=True, slots=True)
class Removal:
    """A registration that left its contest with marks. `blocker`: None when it blocks no freeze."""

    message: str
    blocker: BlockerLine | None


def removal_of(registration: AnyRegistration) -> Removal | None:
    """How a registration with marks that is not approved stands; None for others. One query without marks."""
    entry = registration.entry if isinstance(registration, Booth) else registration
    if entry is None or registration.state == RegistrationState.APPROVED:
        return None
    sheets = marked_sheets(entry)
    if not sheets:
        return None
    blocker = None if entry.contest.is_frozen else _blocker_of(entry)
    return Removal(removal_message(sheets, is_blocking=blocker is not None), blocker)


def _blocker_of(entry: Entry) -> BlockerLine | None:
    blockers = judging_state(entry.contest).blockers
    own = [one for one in blockers if one.code == "entry-out" and one.entry == entry.pk]
    return next(iter(blocker_lines(entry.contest, own)), None)

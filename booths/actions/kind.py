"""The `RegistrationKind` of booths."""

from __future__ import annotations

from typing import Final

from booths.actions.entry import update_entry_of
from booths.actions.locks import lock_booth
from booths.models import Booth
from booths.queries.school import windows_of
from contests.actions.registrations import RegistrationKind

BOOTHS: Final[RegistrationKind[Booth]] = RegistrationKind(
    noun="booth",
    lock=lock_booth,
    windows=windows_of,
    school=lambda booth: booth.school,
    details=lambda booth: {"title": booth.title},
    follow=lambda booth, now: update_entry_of(booth, now=now),
    vacated={"stand": None},
)

"""The key of an anonymous contest."""

from __future__ import annotations

from django.db import transaction

from contests.models import Contest
from festival.audit import log_event
from festival.models import User


@transaction.atomic
def log_printed_key(*, contest: Contest, entries: int, by: User) -> None:
    """Log that somebody printed which anonymous code is whose."""
    body = {"contest": contest.slug, "count": entries}
    log_event(by, "key-printed", contest, festival=contest.festival, body=body)

"""The entry of a booth that competes: it has the booth's words, school, partners, state and place, always."""

from __future__ import annotations

from datetime import datetime

from booths.models import Booth, Stand
from contests.actions.keys import set_entry_keys
from contests.actions.numbers import give_number
from contests.models import Entry


def entry_follows(booth: Booth, *, now: datetime) -> None:
    """Bring the booth's entry, if it has one, to what the booth says now. The caller holds the contest."""
    entry = booth.entry
    if entry is None:
        return
    entry.school, entry.title, entry.summary = booth.school, booth.title, booth.summary
    entry.state, entry.remark = booth.state, booth.remark
    entry.submitted_at, entry.decided_at, entry.updated_at = booth.submitted_at, booth.decided_at, now
    entry.place, entry.walk_order = place_of(booth.stand)
    entry.version += 1
    set_entry_keys(entry)
    entry.save()
    entry.partners.set(booth.partners.all())
    if entry.state == Entry.State.APPROVED:
        give_number(entry)


def place_of(stand: Stand | None) -> tuple[str, int | None]:
    """Where a judge finds the stand, and its place on his walk: the stands in natural order, from 1."""
    if stand is None:
        return "", None
    before = Stand.objects.filter(festival_id=stand.festival_id, sort_key__lt=stand.sort_key).count()
    return f"{stand.code} · {stand.zone}" if stand.zone else stand.code, before + 1

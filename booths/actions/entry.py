"""The entry of a competing booth: its title, summary, school, partners, state and place are the booth's."""

from __future__ import annotations

from datetime import datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from booths.models import Booth, Stand
from contests.actions.keys import set_entry_keys
from contests.actions.numbers import give_number
from contests.models import Category, Contest, Entry
from festival.refusals import RuleBroken


def update_entry_of(booth: Booth, *, now: datetime) -> None:
    """Update the booth's entry, if it has one, from the booth. The caller has locked the contest."""
    entry = booth.entry
    if entry is None:
        return
    entry.school, entry.title, entry.summary = booth.school, booth.title, booth.summary
    entry.state, entry.remark = booth.state, booth.remark
    entry.submitted_at, entry.decided_at, entry.updated_at = booth.submitted_at, booth.decided_at, now
    entry.place, entry.walk_order = position_on_route(booth.stand)
    entry.version += 1
    set_entry_keys(entry)
    entry.save()
    entry.partners.set(booth.partners.all())
    if entry.state == Entry.State.APPROVED:
        give_number(entry)


def position_on_route(stand: Stand | None) -> tuple[str, int | None]:
    """Text that locates the stand, and its position on a judge's route: natural order of stands, from 1."""
    if stand is None:
        return "", None
    before = Stand.objects.filter(festival_id=stand.festival_id, sort_key__lt=stand.sort_key).count()
    return f"{stand.code} · {stand.zone}" if stand.zone else stand.code, before + 1


def set_contest_of(booth: Booth, *, contest: int | None, category: int | None, now: datetime) -> None:
    """Set the contest of the booth's festival in which it competes, or none. The caller saves the booth.

    RuleBroken once it has a candidate number, because it may be assigned to judges. A category of another
    contest is ignored.
    """
    entry = booth.entry
    if (entry.contest_id if entry else None) != contest:
        booth.entry = None
        if entry is not None:
            booth.save(update_fields=["entry"])
            _remove_entry(entry)
        entry = _new_entry(booth, contest, now=now)
    if entry is not None:
        entry.category = Category.objects.filter(contest=entry.contest, pk=category or 0).first()
        entry.save()
        booth.entry = entry


def _remove_entry(entry: Entry) -> None:
    refusal = RuleBroken(
        "numbered", _("This booth has a candidate number; please ask the organisers to change that.")
    )
    if entry.number:
        raise refusal
    try:
        entry.delete()
    except ProtectedError:  # it is assigned to a judge
        raise refusal from None


def _new_entry(booth: Booth, contest: int | None, *, now: datetime) -> Entry | None:
    kind = Contest.Kind.BOOTH
    found = Contest.objects.filter(pk=contest or 0, festival_id=booth.festival_id, kind=kind).first()
    if found is None:
        return None
    return Entry(contest=found, school=booth.school, state=booth.state, created_at=now)

"""The floor plan: create and remove stands, and place booths at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from booths.actions.entry import update_entry_of
from booths.models import Booth, Stand
from contests.actions.locks import lock_contest
from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, User
from festival.refusals import RuleBroken
from festival.text import natural_key, nfc


@transaction.atomic
def make_stands(*, festival: Festival, codes: Sequence[str], by: User, zone: str = "") -> list[Stand]:
    """Create the stands that do not exist yet; RuleBroken when all exist."""
    lock(festival)
    known = set(Stand.objects.filter(festival=festival).values_list("code", flat=True))
    fresh = [code for code in dict.fromkeys(nfc(code) for code in codes) if code and code not in known]
    if not fresh:
        raise RuleBroken("no-new-stand", _("All these stands exist already."))
    stands = [
        Stand(festival=festival, code=code, zone=nfc(zone), sort_key=natural_key(f"{nfc(zone)} {code}"))
        for code in fresh
    ]
    Stand.objects.bulk_create(stands)
    log_event(by, "stands-made", festival, festival=festival, body={"zone": nfc(zone), "codes": fresh})
    return stands


def copy_stands(*, source: Festival, to: Festival) -> None:
    """Copy the floor plan, without its booths; in the caller's transaction, which logs the event."""
    Stand.objects.bulk_create(
        Stand(festival=to, code=row.code, zone=row.zone, sort_key=row.sort_key)
        for row in Stand.objects.filter(festival=source)
    )


@transaction.atomic
def remove_stand(*, stand: Stand, by: User) -> None:
    """Delete a stand. RuleBroken when a booth is placed at it."""
    stand = lock(stand)
    booth = Booth.objects.filter(stand=stand).first()
    if booth is not None:
        raise _taken(stand, booth)
    log_event(by, "stand-removed", stand, festival=stand.festival, body={"code": stand.code})
    stand.delete()


@transaction.atomic
def place_at_stand(*, booth: Booth, stand: Stand | None, by: User, now: datetime) -> None:
    """Place an approved booth at a stand, or at none. RuleBroken when the stand is occupied."""
    if booth.entry is not None:
        lock_contest(booth.entry.contest)
    if stand is not None:
        _lock_free(stand, booth)
    refusal = RuleBroken("booth-not-approved", _("Only an approved booth gets a stand."))
    lock(booth, state=Booth.State.APPROVED, refusal=refusal)
    Booth.objects.filter(pk=booth.pk).update(stand=stand, updated_at=now, version=F("version") + 1)
    booth.refresh_from_db()
    update_entry_of(booth, now=now)
    body = {"title": booth.title, "stand": stand.code if stand else ""}
    log_event(by, "booth-placed", booth, festival=booth.festival, body=body)


def _lock_free(stand: Stand, booth: Booth) -> None:
    """Lock the stand; RuleBroken when it belongs to another festival or is occupied by another booth."""
    if stand.festival_id != booth.festival_id:
        raise RuleBroken("stand-of-other-festival", _("This stand belongs to another festival."))
    lock(stand)
    holder = Booth.objects.filter(stand=stand).exclude(pk=booth.pk).first()
    if holder is not None:
        raise _taken(stand, holder)


def _taken(stand: Stand, holder: Booth) -> RuleBroken:
    names = {"stand": stand.code, "booth": holder.title}
    return RuleBroken("stand-taken", _("“%(booth)s” is already placed at %(stand)s.") % names)

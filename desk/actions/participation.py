"""A school's answer to the invitation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from booths.models import Booth
from contests.actions.locks import lock_school, refuse_outside
from contests.models import Entry
from contests.queries.windows import festival_window
from contests.rules import Window
from festival.audit import log_event
from festival.models import School, User
from festival.refusals import RuleBroken

Participation = School.Participation


@transaction.atomic
def answer_participation(
    *,
    school: School,
    participation: str,
    by: User,
    now: datetime,
    delegation_head: str = "",
    delegation_phone: str = "",
    delegation_size: int | None = None,
) -> None:
    """Confirm or decline participation. The answer may change until registration closes.

    RuleBroken after that, and for a school with registrations that declines.
    """
    row = lock_school(school)
    closing = festival_window(row.festival).closes_at
    refuse_outside(Window(closes_at=closing), now=now)
    if participation == Participation.DECLINED:
        _refuse_with_registrations(row)
    row.participation, row.participation_at = participation, now
    row.delegation_head, row.delegation_phone = delegation_head, delegation_phone
    row.delegation_size = delegation_size
    row.save(
        update_fields=[
            "participation",
            "participation_at",
            "delegation_head",
            "delegation_phone",
            "delegation_size",
        ]
    )
    body = {"school": school.code, "answer": participation, "size": delegation_size}
    log_event(by, "participation-answered", row, festival=row.festival, body=body)
    school.refresh_from_db()


def _refuse_with_registrations(school: School) -> None:
    count = Booth.objects.counted_in_quota().filter(school=school).count()
    entries = Entry.objects.counted_in_quota().filter(school=school, booth__isnull=True).count()
    if count + entries:
        raise RuleBroken(
            "has-registrations",
            _("Your school still has %(count)d registrations; please withdraw them first.")
            % {"count": count + entries},
        )

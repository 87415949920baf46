"""Schools of a festival: add, change, remove."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, School, User
from festival.refusals import RuleBroken
from festival.text import search_key, sort_key


@transaction.atomic
def add_school(*, festival: Festival, by: User, **facts: Any) -> School:
    """A new school of the festival. RuleBroken when its code is taken."""
    lock(festival)
    _refuse_taken_code(festival, facts["code"], but=None)
    school = School(festival=festival, **facts)
    set_school_keys(school)
    if school.participation != School.Participation.INVITED:
        school.participation_at = timezone.now()
    school.save(force_insert=True)
    log_event(by, "school-added", school, festival=festival, body={"code": school.code, "name": school.name})
    return school


@transaction.atomic
def change_school(*, school: School, by: User, **facts: Any) -> None:
    """Write what the office typed and log which fields changed; does nothing when none did."""
    festival = lock(school.festival)
    row = lock(school)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    if not changed:
        return
    _refuse_taken_code(festival, facts.get("code", row.code), but=row.pk)
    for name in changed:
        setattr(row, name, facts[name])
    if "participation" in changed:
        row.participation_at = timezone.now()
    set_school_keys(row)
    row.save(update_fields=[*changed, "participation_at", "search_key", "sort_key"])
    body = {"code": row.code, "fields": changed}
    log_event(by, "school-changed", row, festival=festival, body=body)
    school.refresh_from_db()


@transaction.atomic
def remove_school(*, school: School, by: User) -> None:
    """Delete a school without registrations; its users lose their memberships for it."""
    festival = school.festival
    body = {"code": school.code, "name": school.name}
    log_event(by, "school-removed", school, festival=festival, body=body)
    try:
        school.delete()
    except ProtectedError:
        raise RuleBroken(
            "school-in-use",
            _("“%(name)s” has registrations or judges. Set it to “Does not take part” instead.")
            % {"name": school.name},
        ) from None


def set_school_keys(school: School) -> None:
    """What is searched and sorted by; the caller saves."""
    parts = [school.code, school.name, school.commune, school.commune_old, school.cluster, school.head]
    school.search_key = search_key(" ".join(parts), limit=500)
    school.sort_key = sort_key(school.name)


def _refuse_taken_code(festival: Festival, code: str, *, but: int | None) -> None:
    if School.objects.filter(festival=festival, code=code).exclude(pk=but or 0).exists():
        raise RuleBroken("code-taken", _("The code “%(code)s” belongs to another school.") % {"code": code})

"""A school creates, saves and submits the registration of its booth.

Other moves: `contests.actions.registrations`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from booths.actions.entry import set_contest_of, update_entry_of
from booths.actions.keys import new_code, set_booth_keys
from booths.actions.kind import BOOTHS
from booths.actions.locks import lock_booth
from booths.actions.photos import describe_photos
from booths.labels import NEEDS
from booths.models import Booth, Product
from booths.queries.school import booths_used, needs_of
from contests.actions.locks import (
    lock_school,
    refuse_absent,
    refuse_move,
    refuse_outside,
    refuse_over,
)
from contests.actions.registrations import (
    log_by_school,
    refuse_incomplete,
    refuse_late,
    refuse_uneditable,
    step,
)
from contests.queries.windows import entries_used, festival_window
from contests.rules import SCHOOL_MOVES, missing
from festival.locks import refuse_other_versions
from festival.models import School, User
from festival.refusals import RuleBroken
from festival.states import next_version

State = Booth.State
FIELDS = (
    "title",
    "field",
    "summary",
    "description",
    "person",
    "phone",
    "power",
    "tables",
    "internet",
    "note",
)


@transaction.atomic
def start_booth(*, school: School, title: str, by: User, now: datetime, field: str = "") -> Booth:
    """Create a draft. RuleBroken outside the window, or when the school has a booth of this title."""
    school = lock_school(school)
    refuse_outside(festival_window(school.festival), now=now)
    refuse_taken_title(school, title, but=None)
    booth = Booth(
        festival=school.festival, school=school, title=title, field=field, code=new_code(), created_at=now
    )
    set_booth_keys(booth, partners=[], products=[])
    booth.updated_at = now
    booth.save(force_insert=True)
    log_by_school(BOOTHS, booth, "started", by=by)
    return booth


@transaction.atomic
def save_booth(
    *,
    booth: Booth,
    seen: int,
    values: Mapping[str, object],
    by: User,
    now: datetime,
    partners: Collection[int] | None = None,
    products: Sequence[Mapping[str, str]] | None = None,
    competes: tuple[int | None, int | None] | None = None,
    photos: Mapping[int, Mapping[str, object]] | None = None,
    is_draft_only: bool = False,
) -> None:
    """Save the given values; others stay unchanged. A draft may be incomplete.

    values         fields of the booth, of `FIELDS`
    competes       contest and category of the booth's entry, (None, None) to compete in none
    photos         captions and marks of existing photos, by primary key
    is_draft_only  saved automatically while the user types: no audit event
    """
    row = lock_booth(booth, chosen=competes[0] if competes else None)
    refuse_uneditable(row)
    refuse_late(BOOTHS, row, now=now)
    next_version(row, seen=seen)
    for name in FIELDS:
        if name in values and (name != "title" or values[name]):
            setattr(row, name, values[name])
    refuse_taken_title(row.school, row.title, but=row.pk)
    if partners is not None:
        others = School.objects.filter(festival_id=row.festival_id, pk__in=partners)
        row.partners.set(others.exclude(pk=row.school_id))
    if products is not None:
        _write_products(row, products)
    if competes is not None:
        set_contest_of(row, contest=competes[0], category=competes[1], now=now)
    names = list(Product.objects.filter(booth=row).values_list("name", flat=True))
    set_booth_keys(row, partners=row.partners.all(), products=names)
    row.updated_at = now
    row.save(update_fields=[*FIELDS, "search_key", "sort_key", "updated_at", "entry"])
    update_entry_of(row, now=now)
    if photos:
        describe_photos(booth=row, rows=photos, by=by)
    if not is_draft_only:
        log_by_school(BOOTHS, row, "saved", by=by)
    booth.refresh_from_db()


@transaction.atomic
def submit_booth(*, booth: Booth, seen: str, by: User, now: datetime) -> None:
    """Submit the registration. RuleBroken when it is incomplete, outside the window, over a quota.

    seen  `versions_of` the booth that was shown before; StaleState when it was changed meanwhile
    """
    row = lock_booth(booth)
    refuse_other_versions([row], seen=seen)
    refuse_move(row.state, to=State.SUBMITTED)
    refuse_absent(row.school)
    refuse_late(BOOTHS, row, now=now)
    require_complete(row)
    used = booths_used(row.school, but=row.pk)
    refuse_over(row.festival.booths_per_school, used=used, what=_("Booths"))
    if row.entry is not None:
        contest = row.entry.contest
        taken = entries_used(contest, row.school, but=row.entry.pk)
        refuse_over(contest.quota_per_school, used=taken, what=contest.name)
    step(BOOTHS, row, State.SUBMITTED, SCHOOL_MOVES, now=now, submitted_at=now, decided_at=None, remark="")
    log_by_school(BOOTHS, row, "submitted", by=by)
    booth.refresh_from_db()


def require_complete(booth: Booth) -> None:
    """RuleBroken with the required fields that are empty, if any."""
    refuse_incomplete(NEEDS[code] for code in missing(needs_of(booth)))


def refuse_taken_title(school: School, title: str, *, but: int | None) -> None:
    """RuleBroken when the school has a booth of this title, other than the one with the key `but`."""
    if Booth.objects.filter(school=school, title=title).exclude(pk=but or 0).exists():
        raise RuleBroken(
            "title-taken", _("Your school has a booth named “%(title)s” already.") % {"title": title}
        )


def _write_products(booth: Booth, rows: Sequence[Mapping[str, str]]) -> None:
    """Replace the booth's products by `rows`; a second one of the same name is skipped."""
    wanted = {row["name"]: row for row in reversed(rows) if row.get("name")}
    ordered = [wanted.pop(row["name"]) for row in rows if row.get("name") in wanted]
    names = ("name", "topic", "authors", "class_name", "materials", "purpose", "link")
    have = list(Product.objects.filter(booth=booth).values(*names, "order"))
    want = [{**{name: row.get(name, "") for name in names}, "order": i} for i, row in enumerate(ordered)]
    if have == want:
        return
    Product.objects.filter(booth=booth).delete()
    Product.objects.bulk_create(Product(booth=booth, **row) for row in want)

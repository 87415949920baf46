"""What a school does with its booth: start, fill in, submit, take back, withdraw."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from booths.actions.entry import entry_competes, entry_follows, hold_contests
from booths.actions.keys import new_code, set_booth_keys
from booths.actions.photos import describe_photos
from booths.models import Booth, Product
from booths.queries.school import NEEDS, booths_used, needs_of
from contests.actions.gate import (
    hold_contest,
    hold_school,
    refuse_absent,
    refuse_move,
    refuse_outside,
    refuse_over,
)
from contests.queries.windows import contest_window, entries_used, festival_window
from contests.rules import EDITABLE, SCHOOL_MOVES, missing
from festival.models import School, User
from festival.record import record
from festival.refusals import RuleBroken
from festival.states import move, next_version

State = Booth.State
WORDS = ("title", "field", "summary", "description", "person", "phone", "power", "tables", "internet", "note")


@transaction.atomic
def start_booth(*, school: School, title: str, by: User, now: datetime, field: str = "") -> Booth:
    """A new draft of the school. RuleBroken outside the window, or when the school has one of this name."""
    hold_school(school)
    refuse_outside(festival_window(school.festival), now=now)
    _refuse_taken_title(school, title, but=None)
    booth = Booth(
        festival=school.festival, school=school, title=title, field=field, code=new_code(), created_at=now
    )
    set_booth_keys(booth, partners=[], products=[])
    booth.updated_at = now
    booth.save(force_insert=True)
    _record(booth, "booth-started", by=by)
    return booth


@transaction.atomic
def save_booth(
    *,
    booth: Booth,
    seen: int,
    words: Mapping[str, object],
    by: User,
    now: datetime,
    partners: Collection[int] | None = None,
    products: Sequence[Mapping[str, str]] | None = None,
    competes: tuple[int | None, int | None] | None = None,
    photos: Mapping[int, Mapping[str, object]] | None = None,
    is_draft_only: bool = False,
) -> None:
    """Write what the school typed; what is not given stays as it is. Incomplete is welcome.

    words          some of `WORDS`
    competes       contest and category of the booth's entry, (None, None) to compete in none
    photos         captions and marks of the pictures there are
    is_draft_only  the page keeps itself while somebody types: no line in the record
    """
    hold_contests(booth, chosen=competes[0] if competes else None)
    hold_school(booth.school)
    _refuse_uneditable(booth, now=now)
    next_version(booth, seen=seen)
    for name in WORDS:
        if name in words and (name != "title" or words[name]):
            setattr(booth, name, words[name])
    _refuse_taken_title(booth.school, booth.title, but=booth.pk)
    if partners is not None:
        others = School.objects.filter(festival_id=booth.festival_id, pk__in=partners)
        booth.partners.set(others.exclude(pk=booth.school_id))
    if products is not None:
        _write_products(booth, products)
    if competes is not None:
        entry_competes(booth, contest=competes[0], category=competes[1], now=now)
    names = list(Product.objects.filter(booth=booth).values_list("name", flat=True))
    set_booth_keys(booth, partners=booth.partners.all(), products=names)
    booth.updated_at = now
    booth.save(update_fields=[*WORDS, "search_key", "sort_key", "updated_at", "entry"])
    entry_follows(booth, now=now)
    if photos:
        describe_photos(booth=booth, rows=photos, by=by)
    if not is_draft_only:
        _record(booth, "booth-saved", by=by)


@transaction.atomic
def hand_in_booth(*, booth: Booth, by: User, now: datetime, **typed: Any) -> None:
    """Save what was typed (see `save_booth`) and submit it: both, or neither when something is refused."""
    save_booth(booth=booth, by=by, now=now, **typed)
    submit_booth(booth=booth, by=by, now=now)


@transaction.atomic
def submit_booth(*, booth: Booth, by: User, now: datetime) -> None:
    """Hand the registration in. RuleBroken when something is missing, outside the window, over a quota."""
    contest = None if booth.entry is None else booth.entry.contest
    hold_contest(contest)
    hold_school(booth.school)
    booth.refresh_from_db()
    refuse_move(booth.state, to=State.SUBMITTED)
    refuse_absent(booth.school)
    _refuse_late(booth, now=now)
    _refuse_incomplete(booth)
    used = booths_used(booth.school, but=booth.pk)
    refuse_over(booth.festival.booths_per_school, used=used, what=_("Booths"))
    if contest is not None and booth.entry is not None:
        taken = entries_used(contest, booth.school, but=booth.entry.pk)
        refuse_over(contest.quota_per_school, used=taken, what=contest.name)
    _move(booth, State.SUBMITTED, now=now, submitted_at=now, decided_at=None, remark="")
    _record(booth, "booth-submitted", by=by)


@transaction.atomic
def recall_booth(*, booth: Booth, by: User, now: datetime) -> None:
    """Take a submitted registration back to mend it, while the window is open."""
    _school_move(booth, State.DRAFT, by=by, now=now, line="booth-recalled")


@transaction.atomic
def withdraw_booth(*, booth: Booth, by: User, now: datetime) -> None:
    """The booth does not come after all; its stand is free again."""
    _school_move(booth, State.WITHDRAWN, by=by, now=now, line="booth-withdrawn")


@transaction.atomic
def restore_booth(*, booth: Booth, by: User, now: datetime) -> None:
    """A withdrawn booth becomes a draft again."""
    _school_move(booth, State.DRAFT, by=by, now=now, line="booth-restored")


def _school_move(booth: Booth, to: str, *, by: User, now: datetime, line: str) -> None:
    hold_contest(None if booth.entry is None else booth.entry.contest)
    refuse_move(booth.state, to=to)
    _refuse_late(booth, now=now)
    stamps: dict[str, object] = {"stand": None} if to == State.WITHDRAWN else {}
    _move(booth, to, now=now, **stamps)
    _record(booth, line, by=by)


def _move(booth: Booth, to: str, *, now: datetime, **stamps: object) -> None:
    """Compare-and-set, version too, so that a form opened before is stale; the entry follows."""
    move(booth, to, SCHOOL_MOVES, updated_at=now, version=F("version") + 1, **stamps)
    entry_follows(booth, now=now)


def _refuse_uneditable(booth: Booth, *, now: datetime) -> None:
    if booth.state not in EDITABLE:
        raise RuleBroken(
            "not-editable", _("This registration is not a draft; take it back first to change it.")
        )
    _refuse_late(booth, now=now)


def _refuse_late(booth: Booth, *, now: datetime) -> None:
    """What the office has sent back may be mended after the window has closed."""
    if booth.state == State.RETURNED:
        return
    refuse_outside(festival_window(booth.festival), now=now)
    if booth.entry is not None:
        refuse_outside(contest_window(booth.entry.contest), now=now)


def _refuse_incomplete(booth: Booth) -> None:
    lacking = missing(needs_of(booth))
    if lacking:
        names = ", ".join(str(NEEDS[code]).lower() for code in lacking)
        raise RuleBroken("incomplete", _("Still missing: %(names)s.") % {"names": names})


def _refuse_taken_title(school: School, title: str, *, but: int | None) -> None:
    if Booth.objects.filter(school=school, title=title).exclude(pk=but or 0).exists():
        raise RuleBroken(
            "title-taken", _("Your school has a booth named “%(title)s” already.") % {"title": title}
        )


def _write_products(booth: Booth, rows: Sequence[Mapping[str, str]]) -> None:
    """The booth shows exactly these, in this order; a second one of the same name is left out."""
    wanted = {row["name"]: row for row in reversed(rows) if row.get("name")}
    ordered = [wanted.pop(row["name"]) for row in rows if row.get("name") in wanted]
    names = ("name", "topic", "authors", "class_name", "materials", "purpose", "link")
    have = list(Product.objects.filter(booth=booth).values(*names, "order"))
    want = [{**{name: row.get(name, "") for name in names}, "order": i} for i, row in enumerate(ordered)]
    if have == want:
        return
    Product.objects.filter(booth=booth).delete()
    Product.objects.bulk_create(Product(booth=booth, **row) for row in want)


def _record(booth: Booth, action: str, *, by: User) -> None:
    words = {"title": booth.title, "school": booth.school.code, "version": booth.version}
    record(by, action, booth, festival=booth.festival, body=words)

"""Correct misspelt names of frozen results: they are recorded beside the run, and rows and papers follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from awards.actions.certificates import replace_certificates
from booths.actions.names import correct_booth_title
from contests.actions.names import correct_person, correct_title
from contests.models import Contest, Entry
from desk.queries.names import frozen_line, names_of
from festival.actions.schools import change_school
from festival.audit import log_event
from festival.locks import lock
from festival.models import School, User
from festival.refusals import RuleBroken
from festival.states import stale
from judging.actions.name_corrections import store_corrections
from judging.models import ResultRun
from judging.queries.results import current_run, frozen_lines
from judging.rules.names import Correction, NameField
from judging.rules.states import CERTIFIED, FROZEN


@dataclass(frozen=True, slots=True)
class NameChange:
    """One name that the organiser changed; `old` is what the page showed."""

    field: NameField
    place: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction changes: contests whose results print a new name, and certificates replaced by it."""

    contests: Sequence[Contest]
    papers: int


@transaction.atomic
def correct_names(
    *, contest: Contest, entry: Entry, changes: Sequence[NameChange], reason: str, by: User, now: datetime
) -> Corrected:
    """Correct names of a frozen line. The school's name is corrected in all frozen results of the festival.

    Ranking, run and digest stay. Rows that carry the old name get the new one, and issued certificates with
    another text are superseded. StaleState when a name is no longer what the page showed; RuleBroken without
    a change or a reason, and when nothing is frozen.
    """
    if not reason.strip():
        raise RuleBroken("no-reason-to-correct", _("Please enter the reason for the correction."))
    changes = [change for change in changes if change.old != change.new]
    if not changes:
        raise RuleBroken("nothing-corrected", _("Change at least one name."))
    lock(contest.festival)
    schools = [change for change in changes if change.field == "school"]
    contests = _lock_frozen(contest, entry.school if schools else None)
    _refuse_stale(next(row for row in contests if row == contest), entry, changes)
    school = lock(entry.school)
    for row in contests:
        run = current_run(row)
        if run is not None:
            found = _corrections(run, entry, changes if row == contest else schools)
            store_corrections(run, found, reason=reason.strip(), by=by, at=now)
    _rename(entry, school, changes, by=by, now=now)
    _log(contest, entry, changes, reason.strip(), by=by, now=now)
    affected = _with_school(contest, school) if schools else contests
    papers = sum(
        replace_certificates(contest=row, by=by, now=now) for row in affected if row.state in CERTIFIED
    )
    return Corrected(contests, papers)


@transaction.atomic
def preview_correction(
    *, contest: Contest, entry: Entry, changes: Sequence[NameChange], reason: str, by: User, now: datetime
) -> Corrected:
    """What `correct_names` would do, with its refusals; nothing is stored."""
    found = correct_names(contest=contest, entry=entry, changes=changes, reason=reason, by=by, now=now)
    transaction.set_rollback(True)
    return found


def _lock_frozen(contest: Contest, school: School | None) -> list[Contest]:
    """Lock the contest, and all frozen ones in which the school has entries, in the order of their keys."""
    refusal = RuleBroken(
        "not-frozen-yet", _("Names are corrected this way only while the scores are frozen.")
    )
    others = _with_school(contest, school) if school else []
    rows = {row.pk: row for row in (*others, contest)}
    return [lock(rows[pk], state__in=FROZEN, refusal=refusal) for pk in sorted(rows)]


def _with_school(contest: Contest, school: School) -> list[Contest]:
    """The frozen contests of the festival in which the school or a partner of it has an entry."""
    own = Q(entries__school=school) | Q(entries__partners=school)
    rows = Contest.objects.filter(own, festival_id=contest.festival_id, state__in=FROZEN)
    return list(rows.distinct().order_by("pk"))


def _refuse_stale(contest: Contest, entry: Entry, changes: Sequence[NameChange]) -> None:
    """StaleState unless each change starts from the name that is printed at this moment."""
    line = frozen_line(contest, entry.pk)
    shown = {(name.field, name.place): name.text for name in names_of(entry, line)} if line else {}
    if any(shown.get((change.field, change.place)) != change.old for change in changes):
        raise stale()


def _corrections(run: ResultRun, entry: Entry, changes: Sequence[NameChange]) -> list[Correction]:
    """The corrections of one run. A school's is by its code, where the run prints the old name."""
    lines = {line.entry: line for line in frozen_lines(run)}
    own = set(Entry.objects.filter(pk__in=lines, school=entry.school).values_list("pk", flat=True))
    found = []
    for change in changes:
        if change.field != "school":
            found.append(Correction(change.field, change.old, change.new, entry.pk, place=change.place))
            continue
        codes = {lines[pk].school_code for pk in own if lines[pk].school in ("", change.old)}
        found += [Correction("school", change.old, change.new, school_code=code) for code in sorted(codes)]
    return found


def _rename(entry: Entry, school: School, changes: Sequence[NameChange], *, by: User, now: datetime) -> None:
    """Rename the rows that carry the old names: booth, entry, members, school."""
    for change in changes:
        old, new = change.old, change.new
        if change.field == "title":
            correct_booth_title(entry, old=old, new=new, now=now)
            correct_title(entry, old=old, new=new, now=now)
        elif change.field == "person":
            correct_person(entry, place=change.place, old=old, new=new, now=now)
        elif school.name == change.old:
            change_school(school=school, by=by, name=change.new)


def _log(
    contest: Contest, entry: Entry, changes: Sequence[NameChange], reason: str, *, by: User, now: datetime
) -> None:
    names = [f"{change.old} → {change.new}" for change in changes]
    body = {"contest": contest.slug, "entry": entry.number, "names": names, "reason": reason}
    log_event(by, "name-corrected", entry, festival=contest.festival, body=body, at=now)

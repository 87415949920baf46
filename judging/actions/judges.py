"""Judges and panels of a festival."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from contests.models import Contest, Entry, Round
from festival.actions.links import link_for
from festival.actions.people import add_member, set_person_name
from festival.audit import log_event
from festival.locks import lock
from festival.models import Festival, Membership, School, SignInLink, User
from festival.refusals import RuleBroken
from festival.text import nfc
from judging.actions.assign import assign, unassign
from judging.models import Assignment, Judge, Panel
from judging.queries.office import own_schools


@transaction.atomic
def add_judge(
    *, festival: Festival, login: str, full_name: str, school: School | None, position: str, by: User
) -> Judge:
    """Add a judge of this festival; `school` is the judge's own. RuleBroken when the user is one already."""
    membership = add_member(
        festival=festival, login=login, full_name=full_name, role=Membership.Role.JUDGE, by=by
    )
    judge = Judge.objects.create(
        festival=festival, user=membership.user, school=school, position=nfc(position)
    )
    log_event(by, "judge-added", judge, festival=festival, body={"name": membership.user.full_name})
    return judge


@transaction.atomic
def change_judge(*, judge: Judge, full_name: str, school: School | None, position: str, by: User) -> None:
    """Correct a judge's details. The name can change only until the judge has signed in once."""
    row = lock(judge)
    person = lock(row.user)
    if school is not None and row.school_id != school.pk:
        _refuse_own_entries(row, school)
    if full_name != person.full_name and person.last_login is None:
        set_person_name(person, full_name)
        person.save(update_fields=["full_name", "sort_key", "search_key"])
    row.school, row.position = school, nfc(position)
    row.save(update_fields=["school", "position"])
    log_event(by, "judge-changed", row, festival=row.festival, body={"name": person.full_name})
    judge.refresh_from_db()


def _refuse_own_entries(judge: Judge, school: School) -> None:
    entries = list(Entry.objects.filter(assignments__judge=judge).distinct())
    schools = own_schools(entries)
    for entry in entries:
        if school.pk in schools[entry.pk]:
            raise RuleBroken(
                "own-school-marked",
                _("%(judge)s marks “%(entry)s” of this school; remove that entry first.")
                % {"judge": judge.user.full_name, "entry": entry},
            )


@transaction.atomic
def remove_judge(*, judge: Judge, by: User) -> None:
    """Remove a judge without assignments."""
    festival, name = judge.festival, judge.user.full_name
    log_event(by, "judge-removed", judge, festival=festival, body={"name": name})
    try:
        judge.delete()
    except ProtectedError:
        raise RuleBroken(
            "judge-in-use", _("%(name)s has entries to mark; remove those first.") % {"name": name}
        ) from None
    parts = Membership.objects.filter(user=judge.user, festival=festival, role=Membership.Role.JUDGE)
    parts.delete()


def badge_link_of(*, judge: Judge, by: User) -> SignInLink:
    """The judge's sign-in link, the same as on the printed badge."""
    return link_for(festival=judge.festival, user=judge.user, purpose=SignInLink.Purpose.BADGE, by=by)


@transaction.atomic
def make_panel(*, contest: Contest, name: str, by: User) -> Panel:
    """Create a panel of a contest."""
    lock(contest)
    if contest.panels.filter(name=name).exists():
        raise RuleBroken("panel-twice", _("There is a panel of this name already."))
    panel = Panel.objects.create(contest=contest, name=name)
    log_event(
        by, "panel-made", panel, festival=contest.festival, body={"panel": name, "contest": contest.slug}
    )
    return panel


@transaction.atomic
def remove_panel(*, panel: Panel, by: User) -> None:
    """Remove a panel without entries."""
    lock(panel.contest)
    if panel.assignments.exists():
        raise RuleBroken("panel-in-use", _("The panel has entries; remove those first."))
    log_event(by, "panel-removed", panel, festival=panel.contest.festival, body={"panel": panel.name})
    panel.delete()


@dataclass(frozen=True, slots=True)
class Distribution:
    """The result of `distribute_entries`: the number of new sheets, and pairs left out (own school)."""

    sheets: int
    own_school: tuple[tuple[Judge, Entry], ...]


@transaction.atomic
def distribute_entries(
    *,
    round: Round,
    judges: Sequence[Judge],
    entries: Sequence[Entry],
    panel: Panel | None,
    by: User,
    evenly: bool = False,
) -> Distribution:
    """Assign every entry to every judge or, with `evenly`, each entry to one judge.

    An entry is never assigned to a judge of its own school; the result names these pairs.
    """
    if not judges or not entries:
        raise RuleBroken("no-judges-chosen", _("Choose judges and entries."))
    own = own_schools(entries)
    own_school = [] if evenly else [(j, e) for j in judges for e in entries if j.school_id in own[e.pk]]
    entries_by_judge = (
        _distributed_evenly(judges, entries, own) if evenly else {j: list(entries) for j in judges}
    )
    sheets = 0
    for judge, wanted in entries_by_judge.items():
        free = [entry for entry in wanted if judge.school_id not in own[entry.pk]]
        sheets += len(assign(round=round, judge=judge, entries=free, panel=panel, by=by))
    return Distribution(sheets, tuple(own_school))


def _distributed_evenly(
    judges: Sequence[Judge], entries: Sequence[Entry], own: dict[int, set[int | None]]
) -> dict[Judge, list[Entry]]:
    """Each entry goes to the eligible judge with the fewest entries; ties follow the order of the judges."""
    entries_by_judge: dict[Judge, list[Entry]] = {judge: [] for judge in judges}
    for entry in entries:
        able = [judge for judge in judges if judge.school_id not in own[entry.pk]]
        if not able:
            raise RuleBroken("nobody-able", _("None of them may judge “%(entry)s”.") % {"entry": entry})
        entries_by_judge[min(able, key=lambda judge: len(entries_by_judge[judge]))].append(entry)
    return entries_by_judge


@transaction.atomic
def unassign_entries(*, judge: Judge, round: Round, entries: Collection[int], by: User) -> int:
    """Remove entries from a judge; returns how many. RuleBroken when one of them has been marked."""
    rows = list(
        Assignment.objects.filter(judge=judge, round=round, entry__in=entries).select_related(
            "round__contest__festival"
        )
    )
    unassign(assignments=rows, by=by)
    return len(rows)

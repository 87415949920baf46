"""Judges and panels of a festival."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from contests.models import Contest, Entry, Round
from festival.actions.links import revoke_link
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
    """Remove a judge without assignments; the judge's badge signs nobody in any more."""
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
    for badge in judge.user.links.filter(festival=festival, purpose=SignInLink.Purpose.BADGE):
        revoke_link(link=badge, by=by)


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
    body = {"contest": panel.contest.slug, "panel": panel.name}
    log_event(by, "panel-removed", panel, festival=panel.contest.festival, body=body)
    panel.delete()


@dataclass(frozen=True, slots=True)
class Distribution:
    """The result of `distribute_entries`.

    sheets      the number of new sheets
    own_school  pairs left out because the entry is of the judge's own school
    elsewhere   existing assignments that stay in another panel
    nobody      entries, to be split evenly, that none of the judges may mark
    """

    sheets: int
    own_school: tuple[tuple[Judge, Entry], ...] = ()
    elsewhere: tuple[Assignment, ...] = ()
    nobody: tuple[Entry, ...] = ()


@transaction.atomic
def distribute_entries(
    *,
    round: Round,
    judges: Sequence[Judge],
    entries: Sequence[Entry],
    panel: Panel | None,
    by: User,
    evenly: bool = False,
    move: bool = False,
) -> Distribution:
    """Assign every entry to every judge or, with `evenly`, each entry to one judge.

    An entry is never assigned to a judge of its own school. Entries that a judge has already in another panel
    stay there unless `move`. The result names what was left out; the rest is done.
    """
    if not judges or not entries:
        raise RuleBroken("no-judges-chosen", _("Choose judges and entries."))
    own = own_schools(entries)
    able = {entry: [judge for judge in judges if judge.school_id not in own[entry.pk]] for entry in entries}
    shares = (
        _distributed_evenly(judges, able)
        if evenly
        else {j: [e for e in entries if j in able[e]] for j in judges}
    )
    done = [
        assign(round=round, judge=judge, entries=share, panel=panel, by=by, move=move)
        for judge, share in shares.items()
    ]
    left_out = [(judge, entry) for judge in judges for entry in entries if judge not in able[entry]]
    return Distribution(
        sheets=sum(len(one.new) for one in done),
        own_school=() if evenly else tuple(left_out),
        elsewhere=tuple(row for one in done for row in one.elsewhere),
        nobody=tuple(entry for entry in entries if not able[entry]) if evenly else (),
    )


def _distributed_evenly(
    judges: Sequence[Judge], able: Mapping[Entry, Sequence[Judge]]
) -> dict[Judge, list[Entry]]:
    """Each entry goes to the eligible judge with the fewest entries; ties follow the order of the judges."""
    shares: dict[Judge, list[Entry]] = {judge: [] for judge in judges}
    for entry, eligible in able.items():
        if eligible:
            shares[min(eligible, key=lambda judge: len(shares[judge]))].append(entry)
    return shares


@dataclass(frozen=True, slots=True)
class Unassigned:
    """The result of `unassign_entries`: how many were removed, and the marked entries that stay."""

    removed: int
    marked: tuple[Entry, ...]


@transaction.atomic
def unassign_entries(*, judge: Judge, round: Round, entries: Collection[int], by: User) -> Unassigned:
    """Remove entries from a judge. Entries that the judge has marked stay; RuleBroken when none is named."""
    rows = list(
        Assignment.objects.filter(judge=judge, round=round, entry__in=entries).select_related(
            "round__contest__festival"
        )
    )
    if not rows:
        raise RuleBroken("no-entries-chosen", _("Tick at least one entry."))
    marked = unassign(assignments=rows, by=by)
    return Unassigned(len(rows) - len(marked), tuple(marked))

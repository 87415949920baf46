"""Assign entries to judges, each with its sheet; close and reopen panels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Contest, Entry, Round
from festival.audit import log_event
from festival.locks import lock
from festival.models import User
from festival.refusals import RuleBroken
from festival.states import move
from judging.actions.locks import lock_open
from judging.models import Assignment, Judge, Panel, ScoreOp, ScoreSheet
from judging.rules.states import PANEL_MOVES


@dataclass(frozen=True, slots=True)
class Assigned:
    """The result of `assign`: new assignments, those moved to the panel, and those kept in other panels."""

    new: Sequence[Assignment]
    moved: Sequence[Assignment] = ()
    elsewhere: Sequence[Assignment] = ()


@transaction.atomic
def assign(
    *,
    round: Round,
    judge: Judge | None,
    entries: Iterable[Entry],
    panel: Panel | None,
    by: User | None,
    move: bool = False,
) -> Assigned:
    """Assign these entries of the round to the judge, each with a sheet.

    Entries that the judge has already stay assigned: those without a panel join it, those of another panel
    stay there unless `move`, and those of a closed panel stay in any case. `judge` None makes the sheets of
    a machine round. RuleBroken for an entry of another contest, one that is not approved, and one of the
    judge's own school (its partners included).
    """
    lock_open(round.contest)
    judge = judge and lock(judge)
    wanted = list(Entry.objects.filter(pk__in=[entry.pk for entry in entries]))
    _refuse_wrong_judge(round, judge=judge, panel=panel)
    _refuse_wrong_entries(round, judge=judge, entries=wanted)
    standing = Assignment.objects.filter(round=round, judge=judge, entry__in=wanted)
    known = list(standing.select_related("entry__contest", "panel"))
    assigned = {row.entry_id for row in known}
    new = [
        Assignment(round=round, judge=judge, entry=entry, panel=panel)
        for entry in wanted
        if entry.pk not in assigned
    ]
    Assignment.objects.bulk_create(new)
    ScoreSheet.objects.bulk_create(ScoreSheet(assignment=assignment) for assignment in new)
    differ = [row for row in known if row.panel_id != (panel.pk if panel else None)]
    moved = [row for row in differ if row.panel is None or (move and row.panel.state == Panel.State.OPEN)]
    Assignment.objects.filter(pk__in=[row.pk for row in moved]).update(panel=panel)
    _log_event("entries-assigned", new, round=round, judge=judge, panel=panel, by=by)
    _log_event("entries-moved", moved, round=round, judge=judge, panel=panel, by=by)
    return Assigned(new, moved, [row for row in differ if row not in moved])


def _log_event(
    action: str,
    assignments: Sequence[Assignment],
    *,
    round: Round,
    judge: Judge | None,
    panel: Panel | None,
    by: User | None,
) -> None:
    """Log an event about these assignments, if there are any."""
    if assignments:
        body = {
            "contest": round.contest.slug,
            "judge": judge.user.login if judge else None,
            "entries": sorted(row.entry_id for row in assignments),
            "panel": panel.name if panel else "",
        }
        log_event(by, action, round, festival=round.contest.festival, body=body)


@transaction.atomic
def unassign(*, assignments: Collection[Assignment], by: User) -> list[Entry]:
    """Delete assignments and their sheets, and return the entries whose sheets have been used: these stay."""
    if not assignments:
        return []
    contest = next(iter(assignments)).round.contest
    lock_open(contest)
    wanted = Assignment.objects.filter(
        pk__in=[assignment.pk for assignment in assignments], round__contest=contest
    )
    used = Q(sheet__version__gt=0) | Exists(ScoreOp.objects.filter(sheet__assignment=OuterRef("pk")))
    kept = [
        row.entry
        for row in wanted.filter(used).select_related("entry__contest").order_by("entry__number_key")
    ]
    rows = wanted.exclude(entry__in=kept)
    body = {"contest": contest.slug, "entries": sorted(rows.values_list("entry_id", flat=True))}
    if body["entries"]:
        Assignment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
        log_event(by, "entries-unassigned", contest, festival=contest.festival, body=body)
    return kept


@transaction.atomic
def close_panel(*, panel: Panel, by: User) -> None:
    """Close the panel: its judges can no longer change their sheets."""
    lock_open(panel.contest)
    row = lock(panel)
    move(row, Panel.State.CLOSED, PANEL_MOVES, closed_at=timezone.now())
    _log_panel("panel-closed", row, by=by)
    panel.refresh_from_db()


@transaction.atomic
def reopen_panel(*, panel: Panel, by: User) -> None:
    """Reopen the panel: its judges may change their sheets again."""
    lock_open(panel.contest)
    row = lock(panel)
    move(row, Panel.State.OPEN, PANEL_MOVES, closed_at=None)
    _log_panel("panel-reopened", row, by=by)
    panel.refresh_from_db()


def is_own_school(judge: Judge, entry: Entry, *, partners: Collection[int]) -> bool:
    """Whether the entry is of the judge's school, or has it as a partner."""
    return judge.school_id is not None and judge.school_id in {entry.school_id, *partners}


def _refuse_wrong_judge(round: Round, *, judge: Judge | None, panel: Panel | None) -> None:
    contest: Contest = round.contest
    if (judge is None) != (round.marking == Round.Marking.MACHINE):
        raise RuleBroken("wrong-marking", _("A judged round needs a judge; a machine round has none."))
    if judge is not None and judge.festival_id != contest.festival_id:
        raise RuleBroken("other-festival", _("This judge belongs to another festival."))
    if panel is not None and panel.contest_id != contest.pk:
        raise RuleBroken("panel-of-other-contest", _("This panel belongs to another contest."))


def _refuse_wrong_entries(round: Round, *, judge: Judge | None, entries: Collection[Entry]) -> None:
    partners = _partners_of(entries) if judge and judge.school_id else {}
    for entry in entries:
        if entry.contest_id != round.contest_id:
            raise RuleBroken("other-contest", _("“%(entry)s” is in another contest.") % {"entry": entry})
        if entry.state != Entry.State.APPROVED:
            raise RuleBroken("not-approved", _("“%(entry)s” is not approved.") % {"entry": entry})
        if judge is not None and is_own_school(judge, entry, partners=partners.get(entry.pk, ())):
            raise RuleBroken(
                "own-school",
                _("%(judge)s may not judge “%(entry)s”: it is his or her own school's.")
                % {"judge": judge, "entry": entry},
            )


def _partners_of(entries: Collection[Entry]) -> dict[int, set[int]]:
    links = Entry.partners.through.objects.filter(entry__in=entries)
    found: dict[int, set[int]] = {}
    for entry, school in links.values_list("entry_id", "school_id"):
        found.setdefault(entry, set()).add(school)
    return found


def _log_panel(action: str, panel: Panel, *, by: User) -> None:
    body = {"contest": panel.contest.slug, "panel": panel.name}
    log_event(by, action, panel, festival=panel.contest.festival, body=body)

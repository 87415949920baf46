"""Assignments of entries to judges, their removal, and closing panels."""

from __future__ import annotations

import pytest

from contests.models import Contest, Entry, Round
from festival.models import AuditBody, AuditEvent
from festival.refusals import RuleBroken, StaleState
from judging.actions.assign import assign, close_panel, reopen_panel, unassign
from judging.actions.judges import remove_panel
from judging.actions.results import close_judging, resume_judging
from judging.models import Assignment, Panel, ScoreSheet
from tests.judging.test_score_api import judge_of, op_of, post
from tests.make import (
    make_contest,
    make_entry,
    make_festival,
    make_judge,
    make_organiser,
    make_school,
    make_sheet,
)

pytestmark = pytest.mark.django_db


def test_assigning_makes_a_sheet_for_each_entry_and_once() -> None:
    contest = make_contest()
    judge, organiser = make_judge(contest.festival), make_organiser(contest.festival)
    entries = [make_entry(contest) for _ in range(3)]
    part = contest.rounds.get()
    panel = Panel.objects.create(contest=contest, name="Tổ 1")
    first = assign(round=part, judge=judge, entries=entries[:2], panel=None, by=organiser)
    second = assign(round=part, judge=judge, entries=entries, panel=panel, by=organiser)
    assert (len(first.new), len(second.new), len(second.moved)) == (2, 1, 2)
    assert ScoreSheet.objects.filter(assignment__judge=judge, version=0).count() == 3
    assert set(Assignment.objects.values_list("panel", flat=True)) == {panel.pk}
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "entries-assigned",
        "entries-assigned",
        "entries-moved",
    ]


@pytest.mark.parametrize(
    ("move", "state", "stays"), [(False, "open", True), (True, "open", False), (True, "closed", True)]
)
def test_entry_of_another_panel_is_moved_only_when_asked_and_the_panel_is_open(
    move: bool, state: str, stays: bool
) -> None:
    contest = make_contest()
    first = Panel.objects.create(contest=contest, name="Tổ 1", state=state)
    second = Panel.objects.create(contest=contest, name="Tổ 2")
    sheet = make_sheet(entry=make_entry(contest), panel=first)
    done = assign(
        round=contest.rounds.get(),
        judge=judge_of(sheet),
        entries=contest.entries.all(),
        panel=second,
        by=make_organiser(contest.festival),
        move=move,
    )
    sheet.assignment.refresh_from_db()
    assert sheet.assignment.panel == (first if stays else second)
    assert list(done.elsewhere) == ([sheet.assignment] if stays else [])
    assert list(done.moved) == ([] if stays else [sheet.assignment])


@pytest.mark.parametrize("tie", ["own", "partner"])
def test_own_school_is_refused_and_nothing_is_assigned(tie: str) -> None:
    contest = make_contest()
    school = make_school(contest.festival)
    judge = make_judge(contest.festival, school=school)
    entry = make_entry(contest, school=school if tie == "own" else None)
    if tie == "partner":
        entry.partners.add(school)
    entries = [make_entry(contest), entry]
    with pytest.raises(RuleBroken) as refusal:
        assign(round=contest.rounds.get(), judge=judge, entries=entries, panel=None, by=None)
    assert refusal.value.code == "own-school"
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("other-contest", "other-contest"),
        ("not-approved", "not-approved"),
        ("other-festival", "other-festival"),
        ("other-panel", "panel-of-other-contest"),
        ("no-judge", "wrong-marking"),
        ("machine", "wrong-marking"),
        ("frozen", "contest-closed"),
    ],
)
def test_wrong_assignment_is_refused(case: str, code: str) -> None:
    contest = make_contest()
    judge = make_judge(make_festival() if case == "other-festival" else contest.festival)
    entry = make_entry(make_contest(contest.festival) if case == "other-contest" else contest)
    if case == "not-approved":
        Entry.objects.filter(pk=entry.pk).update(state="submitted")
    if case == "frozen":
        Contest.objects.filter(pk=contest.pk).update(state="frozen")
    if case == "machine":
        Round.objects.filter(contest=contest).update(marking="machine")
    panel = Panel.objects.create(contest=make_contest(), name="Tổ") if case == "other-panel" else None
    with pytest.raises(RuleBroken) as refusal:
        assign(
            round=contest.rounds.get(),
            judge=None if case == "no-judge" else judge,
            entries=[entry],
            panel=panel,
            by=None,
        )
    assert refusal.value.code == code


def test_untouched_sheet_goes_with_its_assignment_and_used_ones_stay() -> None:
    used = make_sheet()
    judge = judge_of(used)
    untouched = make_sheet(judge, entry=make_entry(used.assignment.entry.contest))
    post(judge, op_of(used))
    late = make_sheet(judge, entry=make_entry(used.assignment.entry.contest))
    Contest.objects.update(state="closing")
    post(judge, op_of(late))
    Contest.objects.update(state="open")
    assignments = [sheet.assignment for sheet in (used, untouched, late)]

    kept = unassign(assignments=assignments, by=make_organiser(judge.festival))

    assert kept == [used.assignment.entry, late.assignment.entry]
    assert list(ScoreSheet.objects.all()) == [used, late]
    assert AuditBody.objects.latest("pk").body == {
        "contest": untouched.assignment.entry.contest.slug,
        "entries": [untouched.assignment.entry.pk],
    }


def test_panel_closes_and_opens_again_while_the_contest_is_open() -> None:
    contest = make_contest()
    organiser = make_organiser(contest.festival)
    panel = Panel.objects.create(contest=contest, name="Tổ 1")
    close_panel(panel=panel, by=organiser)
    assert panel.state == "closed"
    assert panel.closed_at is not None
    reopen_panel(panel=panel, by=organiser)
    assert panel.state == "open"
    Contest.objects.update(state="frozen")
    with pytest.raises(StaleState):
        close_panel(panel=panel, by=organiser)


def test_events_about_judging_name_the_contest() -> None:
    contest = make_contest()
    panel = Panel.objects.create(contest=contest, name="Tổ 1")
    by = make_organiser(contest.festival)
    close_panel(panel=panel, by=by)
    reopen_panel(panel=panel, by=by)
    remove_panel(panel=panel, by=by)
    close_judging(contest=contest, by=by)
    resume_judging(contest=contest, by=by)
    bodies = AuditBody.objects.order_by("event__seq").values_list("event__action", "body")
    assert list(bodies) == [
        ("panel-closed", {"contest": contest.slug, "panel": "Tổ 1"}),
        ("panel-reopened", {"contest": contest.slug, "panel": "Tổ 1"}),
        ("panel-removed", {"contest": contest.slug, "panel": "Tổ 1"}),
        ("judging-closed", {"contest": contest.slug}),
        ("judging-resumed", {"contest": contest.slug}),
    ]

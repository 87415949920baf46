"""Freezing, certifying, publishing and reopening results, and the refusals of these steps."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from contests.models import Contest
from festival.models import AuditEvent
from festival.refusals import RuleBroken
from judging.actions.results import (
    certify_results,
    close_judging,
    freeze_results,
    publish_results,
    reopen_results,
)
from judging.models import Mark, ResultRow, ResultRun, ScoreSheet
from judging.queries.blockers import judging_state
from judging.queries.results import result_lines
from tests.make import (
    NOW,
    give_points,
    make_entry,
    make_judge,
    make_judged_contest,
    make_organiser,
    make_sheet,
)

pytestmark = pytest.mark.django_db


def places(contest: Contest) -> list[tuple[str, int | None, Decimal | None, bool]]:
    return [(line.number, line.rank, line.points, line.tied) for line in result_lines(contest)]


def blockers(contest: Contest) -> list[str]:
    return [blocker.code for blocker in judging_state(contest).blockers]


def test_table_equal_totals_share_the_rank_and_the_next_skips() -> None:
    contest = make_judged_contest(15, 18, 15, 9)

    assert places(contest) == [
        ("02", 1, Decimal("23.00"), False),
        ("01", 2, Decimal("20.00"), True),
        ("03", 2, Decimal("20.00"), True),
        ("04", 4, Decimal("14.00"), False),
    ]


def test_table_only_approved_entries_stand_in_it() -> None:
    contest = make_judged_contest(15, 18)
    contest.entries.filter(number="02").update(state="withdrawn")

    assert places(contest) == [("01", 1, Decimal("20.00"), False)]


def test_table_draft_sheets_are_not_counted_and_their_entry_comes_last() -> None:
    contest = make_judged_contest(15)
    give_points(
        make_sheet(make_judge(contest.festival), entry=make_entry(contest, number="02")),
        20,
        10,
        submitted=False,
    )

    assert places(contest) == [("01", 1, Decimal("20.00"), False), ("02", None, None, False)]


def test_freeze_keeps_the_table_and_logs_the_event() -> None:
    contest = make_judged_contest(15, 18)
    organiser = make_organiser(contest.festival)
    live = places(contest)

    run = freeze_results(contest=contest, by=organiser, now=NOW)

    assert places(contest) == live
    assert (run.registered, len(run.digest), run.frozen_by) == (2, 64, organiser)
    assert AuditEvent.objects.filter(action="results-frozen", actor=organiser).count() == 1


def test_freeze_twice_is_refused() -> None:
    contest = make_judged_contest(15)
    organiser = make_organiser(contest.festival)
    freeze_results(contest=contest, by=organiser, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        freeze_results(contest=contest, by=organiser, now=NOW)

    assert (refusal.value.code, ResultRun.objects.count()) == ("frozen-already", 1)


def test_freeze_with_an_untouched_sheet_is_refused_and_changes_nothing() -> None:
    contest = make_judged_contest(15)
    make_sheet(make_judge(contest.festival), entry=contest.entries.get())

    with pytest.raises(RuleBroken) as refusal:
        freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)

    contest.refresh_from_db()
    assert (refusal.value.code, contest.state, ResultRun.objects.count()) == ("blocked", "open", 0)


@pytest.mark.parametrize(
    ("points", "submitted", "expected"),
    [
        ((), False, ["sheet-missing"]),
        ((15,), False, ["sheet-incomplete"]),
        ((15, 5), False, ["sheet-not-submitted"]),
        ((15, 5), True, []),
        ((0, 0), True, []),
    ],
)
def test_blockers_of_a_sheet(points: tuple[int, ...], submitted: bool, expected: list[str]) -> None:
    contest = make_judged_contest()
    sheet = make_sheet(make_judge(contest.festival), entry=make_entry(contest))
    if points:
        give_points(sheet, *points, submitted=submitted)

    assert blockers(contest) == expected


def test_certify_wants_another_organiser_than_the_freezer() -> None:
    contest = make_judged_contest(15)
    first, second = make_organiser(contest.festival), make_organiser(contest.festival)
    freeze_results(contest=contest, by=first, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        certify_results(contest=contest, by=first, now=NOW)
    certify_results(contest=contest, by=second, now=NOW)

    assert (refusal.value.code, contest.state) == ("same-person", "certified")


def test_publish_before_certifying_is_refused() -> None:
    contest = make_judged_contest(15)
    organiser = make_organiser(contest.festival)
    freeze_results(contest=contest, by=organiser, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        publish_results(contest=contest, by=organiser, now=NOW)

    assert refusal.value.code == "certified-first"


def test_reopening_wants_another_organiser_and_a_reason_and_keeps_the_run() -> None:
    contest = make_judged_contest(15)
    first, second = make_organiser(contest.festival), make_organiser(contest.festival)
    freeze_results(contest=contest, by=first, now=NOW)

    for by, reason, code in [
        (first, "Sai điểm", "same-person-reopens"),
        (second, " ", "no-reason-to-reopen"),
    ]:
        with pytest.raises(RuleBroken) as refusal:
            reopen_results(contest=contest, by=by, reason=reason, now=NOW)
        assert refusal.value.code == code

    reopen_results(contest=contest, by=second, reason="Sai điểm", now=NOW)
    assert (contest.state, contest.frozen_by, ResultRun.objects.count()) == ("open", None, 1)


def test_frozen_table_does_not_follow_later_changes_of_the_rows() -> None:
    contest = make_judged_contest(15)
    freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)
    before = places(contest)
    Mark.objects.update(hundredths=0)

    assert places(contest) == before


@pytest.mark.database
@pytest.mark.parametrize("act", ["update", "delete"])
def test_frozen_rows_refuse_every_change(act: str) -> None:
    contest = make_judged_contest(15)
    freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        if act == "update":
            ResultRow.objects.update(rank=9)
        else:
            ResultRow.objects.all()._raw_delete(using="default")


def test_closed_judging_can_still_be_frozen() -> None:
    contest = make_judged_contest(15)
    organiser = make_organiser(contest.festival)
    close_judging(contest=contest, by=organiser)
    freeze_results(contest=contest, by=organiser, now=NOW)

    assert contest.state == "frozen"


def test_verify_results_agrees_with_a_true_run_and_names_what_was_altered() -> None:
    contest = make_judged_contest(15, 18)
    freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)
    out = StringIO()
    call_command("verify_results", stdout=out)
    assert out.getvalue().strip().endswith("1")

    Mark.objects.filter(sheet=ScoreSheet.objects.first()).update(hundredths=25)
    errors = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_results", contest.festival.slug, contest.slug, stderr=errors)
    assert contest.slug in errors.getvalue()

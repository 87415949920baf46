"""Races: two tablets on one sheet, a freeze and an op, the same op twice. They run on both databases."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest
from django.db import OperationalError

from contests.actions.entries import ENTRIES
from contests.actions.registrations import send_back
from contests.models import Contest, Entry
from festival.actions.festivals import move_festival
from festival.models import AuditEvent, Festival
from judging.actions.assign import assign, close_panel
from judging.actions.incoming_ops import IncomingOp, incoming_op_of_sheet
from judging.actions.judges import change_judge
from judging.actions.results import certify_results, close_judging, freeze_results, reopen_results
from judging.actions.settle import waive
from judging.actions.sheets import Sender, receive_op
from judging.models import Judge, Mark, Panel, ResultRun, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import Payload, schema_of
from tests.make import give_points, make_contest, make_entry, make_judge, make_organiser, make_sheet
from tests.races import at_once, events_of, refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)
ROUNDS = int(os.environ.get("RACES", "6"))


def judged() -> tuple[Contest, ScoreSheet]:
    """A contest of one entry with one submitted sheet, 15 + 5 points, version 1."""
    sheet = give_points(make_sheet(), 15, 5)
    return sheet.assignment.entry.contest, sheet


def marks_of(sheet: ScoreSheet) -> list[tuple[str, int | None]]:
    return list(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths"))


def incoming(
    sheet: ScoreSheet, points: int, *, op_id: uuid.UUID | None = None, base_version: int | None = None
) -> IncomingOp:
    payload = Payload({"noi-dung": points, "trinh-bay": 500}, submitted=base_version is not None)
    schema = schema_of(rule_of_criteria(criteria_of(sheet.assignment.round)))
    return incoming_op_of_sheet(
        sheet, payload=payload, schema=schema, op_id=op_id or uuid.uuid4(), base_version=base_version
    )


def judge_of(sheet: ScoreSheet) -> Judge:
    assert sheet.assignment.judge is not None
    return sheet.assignment.judge


def sent(op: IncomingOp, sheet: ScoreSheet) -> Callable[[], str]:
    judge = judge_of(sheet)
    return lambda: receive_op(op, Sender(judge.festival, judge.user, NOW)).outcome


def chain_holds(festival: Festival) -> bool:
    lines = list(AuditEvent.objects.filter(festival=festival).values_list("seq", "prev_hash", "hash"))
    return [seq for seq, _, _ in lines] == list(range(1, len(lines) + 1)) and all(
        later[1] == earlier[2] for earlier, later in itertools.pairwise(lines)
    )


def test_two_tablets_on_one_sheet_exactly_one_is_applied() -> None:
    for _ in range(ROUNDS):
        sheet = make_sheet()
        results = at_once(*(sent(incoming(sheet, points), sheet) for points in (1000, 1200, 1400)))
        assert sorted(results) == ["applied", "conflict", "conflict"]
        sheet.refresh_from_db()
        applied = ScoreOp.objects.get(sheet=sheet, outcome="applied")
        assert (sheet.version, applied.version, sheet.payload_hash) == (1, 1, applied.payload_hash)
        marks = dict(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths"))
        assert marks == applied.payload["marks"]
        assert chain_holds(judge_of(sheet).festival)


def test_same_op_from_two_tablets_at_once_is_stored_once() -> None:
    for _ in range(ROUNDS):
        sheet = make_sheet()
        op = incoming(sheet, 1000, op_id=uuid.uuid4())
        assert at_once(*[sent(op, sheet)] * 3) == ["applied"] * 3
        sheet.refresh_from_db()
        assert (sheet.version, ScoreOp.objects.filter(sheet=sheet).count()) == (1, 1)


def test_same_op_without_a_sheet_at_once_is_stored_once() -> None:
    for _ in range(ROUNDS):
        sheet = make_sheet()
        op = incoming(sheet, 1000)
        ScoreSheet.objects.all().delete()
        assert at_once(*[sent(op, sheet)] * 3) == ["quarantined"] * 3
        assert ScoreOp.objects.filter(pk=op.op_id).count() == 1


def test_freeze_and_op_never_pass_each_other() -> None:
    """The frozen table agrees with the sheet: the op is applied before the freeze or late after it."""
    for _ in range(ROUNDS * 2):
        contest, sheet = judged()
        by = make_organiser(contest.festival)
        op = incoming(sheet, 1000, base_version=1)
        outcome, run = at_once(sent(op, sheet), partial(freeze_results, contest=contest, by=by, now=NOW))
        assert outcome in {"applied", "late"}
        assert isinstance(run, ResultRun)
        expected = 1000 if outcome == "applied" else 1500
        assert run.rows.get().points == Decimal(expected + 500) / 100
        assert dict(marks_of(sheet)) == {"noi-dung": expected, "trinh-bay": 500}


def test_closing_judging_and_op_never_pass_each_other() -> None:
    for _ in range(ROUNDS):
        contest, sheet = judged()
        by = make_organiser(contest.festival)
        op = incoming(sheet, 1000, base_version=1)
        outcome, closed = at_once(sent(op, sheet), partial(close_judging, contest=contest, by=by))
        assert closed is None
        order = ["score-received", "judging-closed"]
        assert events_of(contest.festival) == (order if outcome == "applied" else order[::-1])


def test_closing_festival_and_op_never_pass_each_other() -> None:
    for _ in range(ROUNDS):
        contest, sheet = judged()
        by = make_organiser(contest.festival)
        op = incoming(sheet, 1000, base_version=1)
        close = partial(
            move_festival, festival=Festival.objects.get(pk=contest.festival_id), to="closed", by=by
        )
        outcome, closed = at_once(sent(op, sheet), close)
        assert closed is None
        order = ["score-received", "festival-closed"]
        assert events_of(contest.festival) == (order if outcome == "applied" else order[::-1])


def test_two_freezes_at_once_keep_one_run() -> None:
    contest, _ = judged()
    people = [make_organiser(contest.festival) for _ in range(2)]
    codes = refusals(
        *(
            partial(freeze_results, contest=Contest.objects.get(pk=contest.pk), by=by, now=NOW)
            for by in people
        )
    )
    assert sorted(codes) == ["", "frozen-already"]
    assert ResultRun.objects.filter(contest=contest).count() == 1


def test_waiver_never_opens_a_contest_whose_judging_is_closed_meanwhile() -> None:
    for _ in range(ROUNDS):
        contest, sheet = judged()
        by = make_organiser(contest.festival)
        waiver = partial(
            waive,
            contest=Contest.objects.get(pk=contest.pk),
            blocker="sheet-missing",
            entry=sheet.assignment.entry,
            round=sheet.assignment.round,
            judge=judge_of(sheet),
            reason="Giám khảo vắng mặt",
            by=by,
            now=NOW,
        )
        at_once(waiver, partial(close_judging, contest=contest, by=by))
        assert Contest.objects.get(pk=contest.pk).state == "closing"


def test_certifying_and_reopening_end_open_and_never_certify_what_is_open() -> None:
    for _ in range(ROUNDS):
        contest, _ = judged()
        freezer, second, third = (make_organiser(contest.festival) for _ in range(3))
        freeze_results(contest=contest, by=freezer, now=NOW)
        certify = partial(certify_results, contest=Contest.objects.get(pk=contest.pk), by=second, now=NOW)
        reopen = partial(
            reopen_results,
            contest=Contest.objects.get(pk=contest.pk),
            by=third,
            reason="Sai điểm",
            now=NOW,
        )
        codes = refusals(certify, reopen)
        contest = Contest.objects.get(pk=contest.pk)
        assert codes in (["", ""], ["frozen-first", ""])
        assert (contest.state, contest.certified_by, contest.frozen_by) == ("open", None, None)


def test_assigning_and_sending_back_never_pass_each_other() -> None:
    for _ in range(ROUNDS):
        contest = make_contest()
        entry, judge = make_entry(contest), make_judge(contest.festival)
        by = make_organiser(contest.festival)
        give = partial(assign, round=contest.rounds.get(), judge=judge, entries=[entry], panel=None, by=by)
        back = partial(
            send_back, kind=ENTRIES, row=Entry.objects.get(pk=entry.pk), remark="Thiếu ảnh", by=by, now=NOW
        )
        codes = refusals(give, back)
        done = {"": ["entries-assigned", "entry-returned"], "not-approved": ["entry-returned"]}
        if codes[1] == "":
            assert events_of(contest.festival) == done[codes[0]]


def test_judge_is_never_given_an_entry_of_the_school_that_becomes_his_own() -> None:
    for _ in range(ROUNDS):
        contest = make_contest()
        entry, judge = make_entry(contest), make_judge(contest.festival)
        by = make_organiser(contest.festival)
        give = partial(assign, round=contest.rounds.get(), judge=judge, entries=[entry], panel=None, by=by)
        change = partial(
            change_judge,
            judge=Judge.objects.get(pk=judge.pk),
            full_name=judge.user.full_name,
            school=entry.school,
            position="",
            by=by,
        )
        assert refusals(give, change) in (["own-school", ""], ["", "own-school-marked"])
        judge.refresh_from_db()
        assert judge.assignments.exists() == (judge.school_id is None)


def test_closing_panel_and_op_never_pass_each_other() -> None:
    for _ in range(ROUNDS):
        entry = make_entry()
        panel = Panel.objects.create(contest=entry.contest, name="Tổ 1")
        sheet = make_sheet(entry=entry, panel=panel)
        organiser = make_organiser(entry.contest.festival)
        outcome, closed = at_once(
            sent(incoming(sheet, 1000), sheet), partial(close_panel, panel=panel, by=organiser)
        )
        assert outcome in {"applied", "late"}
        assert closed is None
        actions = list(
            AuditEvent.objects.filter(festival=entry.contest.festival).values_list("action", flat=True)
        )
        assert actions == (
            ["score-received", "panel-closed"] if outcome == "applied" else ["panel-closed", "score-received"]
        )


def test_many_judges_at_once_all_get_in() -> None:
    first = make_sheet()
    contest = first.assignment.entry.contest
    sheets = [first, *(make_sheet(entry=make_entry(contest)) for _ in range(7))]
    results = at_once(*(sent(incoming(sheet, 1000), sheet) for sheet in sheets))
    assert [r for r in results if isinstance(r, OperationalError)] == []
    assert results == ["applied"] * len(sheets)
    assert chain_holds(contest.festival)

"""Settlements: only of an existing discrepancy or blocker, and one in force for each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from festival.models import AuditEvent
from festival.refusals import RuleBroken, StaleState
from judging.actions.settle import settle_discrepancy, take_back_settlement, waive
from judging.models import Mark, Scoring, Settlement
from judging.queries.blockers import judging_state
from judging.queries.results import result_lines
from tests.make import NOW, give_points, make_judge, make_judged_contest, make_organiser, make_sheet
from tests.races import at_once

pytestmark = pytest.mark.django_db


def blockers(contest: Contest) -> list[str]:
    return [blocker.code for blocker in judging_state(contest).blockers]


def with_threshold(high: int, low: int, **scoring: Any) -> Contest:
    """One entry, two judges, thresholds at 10 % and 15 % of 30 points."""
    contest = make_judged_contest(high)
    Scoring.objects.create(
        contest=contest, discrepancy_agree=Decimal("0.10"), discrepancy_discuss=Decimal("0.15"), **scoring
    )
    give_points(make_sheet(make_judge(contest.festival), entry=contest.entries.get()), low, 5)
    return contest


def settle(contest: Contest, kind: str, points: object = None, reason: str = "Đã trao đổi") -> Settlement:
    return settle_discrepancy(
        contest=contest,
        entry=contest.entries.get(),
        round=contest.rounds.get(),
        kind=kind,
        points=None if points is None else Decimal(str(points)),
        reason=reason,
        by=make_organiser(contest.festival),
        now=NOW,
    )


@pytest.mark.parametrize(
    ("high", "low", "expected"),
    [(15, 13, []), (15, 12, ["discrepancy"]), (19, 10, ["discrepancy"])],
)
def test_blockers_of_a_discrepancy(high: int, low: int, expected: list[str]) -> None:
    assert blockers(with_threshold(high, low)) == expected


def test_discrepancy_settled_by_agreement_no_longer_blocks_until_taken_back() -> None:
    contest = with_threshold(15, 12)

    settlement = settle(contest, "agreed")
    assert blockers(contest) == []

    take_back_settlement(settlement=settlement, by=make_organiser(contest.festival))
    assert blockers(contest) == ["discrepancy"]


def test_third_judge_settles_only_once_three_have_marked() -> None:
    contest = with_threshold(19, 10)
    with pytest.raises(RuleBroken) as refusal:
        settle(contest, "third-judge")
    assert (refusal.value.code, Settlement.objects.count()) == ("third-judge-needed", 0)

    give_points(make_sheet(make_judge(contest.festival), entry=contest.entries.get()), 15, 5)
    settle(contest, "third-judge")
    assert blockers(contest) == []


def test_head_decides_other_points_and_the_judges_marks_stay() -> None:
    contest = with_threshold(19, 10)
    marks = list(Mark.objects.values_list("hundredths", flat=True))

    settle(contest, "head", "21.5")

    assert [line.points for line in result_lines(contest)] == [Decimal("21.50")]
    assert list(Mark.objects.values_list("hundredths", flat=True)) == marks


@pytest.mark.parametrize(
    ("kind", "points", "reason", "code"),
    [
        ("third-judge", 20, "x", "points-of-head"),
        ("agreed", 20, "x", "points-of-head"),
        ("agreed", None, "x", "agreement-not-enough"),
        ("third-judge", None, "x", "third-judge-needed"),
        ("head", None, "x", "points-needed"),
        ("head", 31, "x", "points-out-of-range"),
        ("head", -1, "x", "points-out-of-range"),
        ("head", 20, "  ", "no-reason"),
    ],
)
def test_settlement_that_breaks_a_rule_is_refused(kind: str, points: object, reason: str, code: str) -> None:
    contest = with_threshold(19, 10)

    with pytest.raises(RuleBroken) as refusal:
        settle(contest, kind, points, reason)

    assert (refusal.value.code, Settlement.objects.count()) == (code, 0)


def test_points_of_the_head_may_reach_the_sum_where_judges_are_added() -> None:
    contest = with_threshold(19, 10, method="sum")

    settle(contest, "head", 45)

    assert [line.points for line in result_lines(contest)] == [Decimal("45.00")]
    with pytest.raises(RuleBroken):
        settle(contest, "head", 61)


def test_settlement_without_a_discrepancy_now_is_refused() -> None:
    contest = with_threshold(15, 12)
    Mark.objects.filter(criterion__code="noi-dung").update(hundredths=1500)

    with pytest.raises(RuleBroken) as refusal:
        settle(contest, "agreed")

    assert (refusal.value.code, Settlement.objects.count()) == ("no-discrepancy", 0)


def test_newer_settlement_supersedes_the_older_and_alone_counts() -> None:
    contest = with_threshold(15, 12)
    older = settle(contest, "head", 30)
    newer = settle(contest, "agreed", reason="Hai giám khảo thống nhất")

    older.refresh_from_db()
    assert (older.superseded_at, newer.superseded_at) == (NOW, None)
    assert [line.points for line in result_lines(contest)] == [Decimal("18.50")]
    actions = AuditEvent.objects.filter(action__startswith="settlement").order_by("seq")
    assert list(actions.values_list("action", "object_id")) == [
        ("settlement-written", str(older.pk)),
        ("settlement-superseded", str(older.pk)),
        ("settlement-written", str(newer.pk)),
    ]


def test_audit_log_names_what_was_settled_superseded_and_revoked() -> None:
    contest = with_threshold(15, 12)
    contest.rounds.update(name="Vòng 1")
    settle(contest, "head", "8.5")
    newer = settle(contest, "agreed", reason="Thống nhất")
    take_back_settlement(settlement=newer, by=make_organiser(contest.festival))

    about = {"contest": contest.slug, "blocker": "discrepancy", "entry": "01 Bài 01", "round": "Vòng 1"}
    by_head = {**about, "points": "8,5", "kind": "head", "reason": "Đã trao đổi"}
    agreed = {**about, "kind": "agreed", "reason": "Thống nhất"}
    events = AuditEvent.objects.filter(action__startswith="settlement").order_by("seq")
    assert [(event.action, event.body.body) for event in events] == [
        ("settlement-written", by_head),
        ("settlement-superseded", by_head),
        ("settlement-written", agreed),
        ("settlement-taken-back", agreed),
    ]


def test_audit_log_names_the_judge_of_a_waived_sheet() -> None:
    contest = make_judged_contest(15)
    entry, judge, by = contest.entries.get(), make_judge(contest.festival), make_organiser(contest.festival)
    make_sheet(judge, entry=entry)
    part = contest.rounds.get()
    (blocker,) = judging_state(contest).blockers

    waive(
        contest=contest,
        blocker=blocker.code,
        entry=entry,
        round=part,
        judge=judge,
        reason="Ốm",
        by=by,
        now=NOW,
    )

    event = AuditEvent.objects.get(action="settlement-written")
    assert event.body.body == {
        "contest": contest.slug,
        "blocker": "sheet-missing",
        "entry": "01 Bài 01",
        "judge": judge.user.full_name,
        "kind": "waived",
        "reason": "Ốm",
    }


@pytest.mark.database
@pytest.mark.parametrize("with_parts", [False, True])
def test_second_live_settlement_is_refused_by_the_database(with_parts: bool) -> None:
    contest = with_threshold(15, 12)
    by = make_organiser(contest.festival)
    parts = {"entry": contest.entries.get(), "round": contest.rounds.get()} if with_parts else {}
    row: dict[str, Any] = {"contest": contest, "blocker": "discrepancy", "reason": "x", "by": by, **parts}
    Settlement.objects.create(kind="agreed", superseded_at=NOW, **row)
    Settlement.objects.create(kind="agreed", **row)

    with pytest.raises(IntegrityError), transaction.atomic():
        Settlement.objects.create(kind="head", **row)

    assert Settlement.objects.live().count() == 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_settlements_at_once_leave_one_in_force() -> None:
    contest = with_threshold(15, 12)

    results = at_once(lambda: settle(contest, "agreed"), lambda: settle(contest, "head", 20))

    assert [type(result) for result in results] == [Settlement, Settlement]
    assert Settlement.objects.count() == 2
    (live,) = Settlement.objects.live()
    assert live.pk == max(result.pk for result in results)


def test_superseded_settlement_is_not_taken_back() -> None:
    contest = with_threshold(15, 12)
    older = settle(contest, "agreed")
    settle(contest, "head", 20)

    with pytest.raises(StaleState):
        take_back_settlement(settlement=older, by=make_organiser(contest.festival))

    assert Settlement.objects.count() == 2


def test_settling_from_a_stale_page_does_not_open_closed_judging() -> None:
    contest = with_threshold(15, 12)
    Contest.objects.filter(pk=contest.pk).update(state="closing")

    settle(contest, "agreed")

    contest.refresh_from_db()
    assert contest.state == "closing"


def test_waived_blocker_lets_exactly_itself_pass() -> None:
    contest = make_judged_contest(15)
    entry = contest.entries.get()
    first, second = (make_sheet(make_judge(contest.festival), entry=entry) for _ in range(2))
    waive(
        contest=contest,
        blocker="sheet-missing",
        entry=entry,
        round=contest.rounds.get(),
        judge=first.assignment.judge,
        reason="Giám khảo vắng mặt",
        by=make_organiser(contest.festival),
        now=NOW,
    )

    left = judging_state(contest).blockers
    assert [blocker.judge for blocker in left] == [second.assignment.judge_id]


@pytest.mark.parametrize("blocker", ["sheet-missing", "discrepancy", "no-entries"])
def test_waiver_of_what_does_not_block_is_refused(blocker: str) -> None:
    contest = make_judged_contest(15)

    with pytest.raises(RuleBroken) as refusal:
        waive(
            contest=contest,
            blocker=blocker,
            entry=None if blocker == "no-entries" else contest.entries.get(),
            reason="x",
            by=make_organiser(contest.festival),
            now=NOW,
        )

    assert (refusal.value.code, Settlement.objects.count()) == ("not-blocking", 0)


@pytest.mark.parametrize(("high", "low", "status"), [(15, 12, 200), (15, 13, 404)])
def test_settle_page_exists_only_where_the_judges_lie_apart(
    client: Client, high: int, low: int, status: int
) -> None:
    contest = with_threshold(high, low)
    client.force_login(make_organiser(contest.festival))
    args = [contest.festival.slug, contest.slug, contest.entries.get().pk, "-"]

    assert client.get(reverse("judging:settle", args=args)).status_code == status
    unknown = reverse("judging:settle", args=[*args[:3], "vong-khong-co"])
    assert client.get(unknown).status_code == 404


def test_settle_page_says_why_a_decision_is_refused(client: Client) -> None:
    contest = with_threshold(19, 10)
    client.force_login(make_organiser(contest.festival))
    args = [contest.festival.slug, contest.slug, contest.entries.get().pk, "-"]

    page = client.post(reverse("judging:settle", args=args), {"kind": "head", "reason": "Trưởng ban"})

    assert page.status_code == 422
    assert "Xin ghi số điểm do Trưởng ban giám khảo quyết định." in page.content.decode()


def test_superseded_settlement_has_no_address_to_take_it_back(client: Client) -> None:
    contest = with_threshold(15, 12)
    older = settle(contest, "agreed")
    settle(contest, "head", 20)
    client.force_login(make_organiser(contest.festival))
    address = reverse("judging:settlement-undo", args=[contest.festival.slug, contest.slug, older.pk])

    assert client.post(address).status_code == 404

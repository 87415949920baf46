"""Clicks that close judging or change the ranking ask first, and say what they change."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry
from festival.models import Festival, User
from judging.actions.previews import preview_ranking
from judging.actions.settle import settle_discrepancy, waive
from judging.models import Assignment, Panel, ScoreSheet, Scoring, Settlement
from judging.pages.closing import closing_consequence
from judging.queries.results import live_lines
from judging.rules.ranking import RankChange
from tests import make
from tests.reading import sent_by, texts

pytestmark = pytest.mark.django_db


def contest_with_open_sheets() -> Contest:
    """Three sheets of one judge: one submitted, one half marked in a panel, one not started."""
    contest = make.make_judged_contest(15)
    judge = Assignment.objects.get().judge
    panel = Panel.objects.create(contest=contest, name="Tổ 1")
    half = make.make_sheet(judge, entry=make.make_entry(contest, number="02"), panel=panel)
    make.give_points(half, 12, submitted=False)
    make.make_sheet(judge, entry=make.make_entry(contest, number="03"))
    return contest


def signed_in(client: Client, contest: Contest) -> User:
    organiser = make.make_organiser(contest.festival)
    client.force_login(organiser)
    return organiser


def address(name: str, contest: Contest, *words: object) -> str:
    return reverse(name, args=[contest.festival.slug, contest.slug, *words])


def lines_of(page: Any) -> list[str]:
    return texts(page, "main form .lines li")


def test_closing_judging_asks_and_names_the_open_sheets(client: Client) -> None:
    contest = contest_with_open_sheets()
    signed_in(client, contest)
    judge = Assignment.objects.select_related("judge__user").first()
    assert judge is not None

    page = client.post(address("judging:close", contest))

    contest.refresh_from_db()
    assert (page.status_code, contest.state) == (200, "open")
    name = str(judge.judge)
    assert lines_of(page) == [f"{name} · 02: đã chấm 1/2 tiêu chí", f"{name} · 03: chưa chấm"]
    client.post(address("judging:close", contest), {**sent_by(page), "confirmed": "1"})
    contest.refresh_from_db()
    assert contest.state == "closing"


def test_closing_judging_with_all_sheets_submitted_says_so(client: Client) -> None:
    contest = make.make_judged_contest(15)
    signed_in(client, contest)
    page = client.post(address("judging:close", contest))
    assert lines_of(page) == []
    assert "Mọi phiếu đã nộp. Sau khi đóng, không sửa phiếu được nữa." in texts(page, "main form p")


def test_sheet_marked_in_full_but_not_submitted_is_named_too(client: Client) -> None:
    contest = make.make_judged_contest(15)
    ScoreSheet.objects.update(state="draft")
    signed_in(client, contest)
    page = client.post(address("judging:close", contest))
    assert [line.partition(": ")[2] for line in lines_of(page)] == ["đã chấm đủ, chưa nộp"]


def test_closing_a_panel_asks_and_names_the_open_sheets_of_this_panel(client: Client) -> None:
    contest = contest_with_open_sheets()
    signed_in(client, contest)
    panel = Panel.objects.get()

    page = client.post(address("judging:panel-action", contest, panel.pk, "close"))

    panel.refresh_from_db()
    assert (panel.state, [line.partition(" · ")[2] for line in lines_of(page)]) == (
        "open",
        ["02: đã chấm 1/2 tiêu chí"],
    )
    client.post(address("judging:panel-action", contest, panel.pk, "close"), {"confirmed": "1"})
    panel.refresh_from_db()
    assert panel.state == "closed"


def test_closing_the_festival_names_the_open_sheets_of_its_contests(client: Client) -> None:
    contest = contest_with_open_sheets()
    closed = make.make_judged_contest(10, festival=contest.festival)
    ScoreSheet.objects.filter(assignment__entry__contest=closed).update(state="draft")
    Contest.objects.filter(pk=closed.pk).update(state="closing")
    signed_in(client, contest)
    page = client.get(reverse("festival:move", args=[contest.festival.slug, "closed"]))
    assert [line.partition(" · ")[2] for line in lines_of(page)] == [
        f"{contest.name} · 02: đã chấm 1/2 tiêu chí",
        f"{contest.name} · 03: chưa chấm",
    ]
    assert Festival.objects.get().state == "open"


def waive_open_sheets(contest: Contest, *, by: User) -> None:
    """Waive what blocks the freeze of `contest_with_open_sheets`."""
    judge = Assignment.objects.all()[0].judge
    for number, code in (("02", "sheet-incomplete"), ("03", "sheet-missing")):
        entry, part = contest.entries.get(number=number), contest.rounds.get()
        waived = {"contest": contest, "entry": entry, "reason": "Vắng", "by": by, "now": make.NOW}
        waive(blocker=code, round=part, judge=judge, **waived)  # type: ignore[arg-type]
        waive(blocker="no-result", **waived)  # type: ignore[arg-type]


def test_freezing_asks_about_the_sheets_that_were_waived(client: Client) -> None:
    contest = contest_with_open_sheets()
    by = signed_in(client, contest)
    waive_open_sheets(contest, by=by)
    freeze = address("desk:results-step", contest, "freeze")

    page = client.post(freeze)

    contest.refresh_from_db()
    assert (contest.state, len(lines_of(page))) == ("open", 2)
    assert client.post(freeze, {"confirmed": "1"}).status_code == 302
    contest.refresh_from_db()
    assert contest.state == "frozen"


def apart() -> Contest:
    """Two entries with 20 and 17 points; the judges of the first one differ by 8 of 30 points."""
    contest = make.make_judged_contest(19, 12)
    Scoring.objects.create(
        contest=contest, discrepancy_agree=Decimal("0.10"), discrepancy_discuss=Decimal("0.15")
    )
    other = make.make_judge(contest.festival)
    make.give_points(make.make_sheet(other, entry=contest.entries.get(number="01")), 11, 5)
    return contest


def settle_by_head(contest: Contest, points: int) -> Settlement:
    return settle_discrepancy(
        contest=contest,
        entry=contest.entries.get(number="01"),
        round=contest.rounds.get(),
        kind="head",
        points=Decimal(points),
        reason="Đã đối thoại",
        by=make.make_organiser(contest.festival),
        now=make.NOW,
    )


def test_settlement_that_changes_the_ranking_asks_first(client: Client) -> None:
    contest = apart()
    signed_in(client, contest)
    page_of = address("judging:settle", contest, contest.entries.get(number="01").pk, "-")

    page = client.post(page_of, {"kind": "head", "points": "10,5", "reason": "Đã đối thoại"})

    assert lines_of(page) == [
        "02 Bài 02: hiện thứ 2 (17 điểm), sau đó thứ 1 (17 điểm)",
        "01 Bài 01: hiện thứ 1 (20 điểm), sau đó thứ 2 (10,5 điểm)",
    ]
    assert Settlement.objects.count() == 0
    client.post(page_of, {**sent_by(page), "confirmed": "1"})
    assert [(row.points, row.reason) for row in Settlement.objects.all()] == [
        (Decimal("10.5"), "Đã đối thoại")
    ]


def test_settlement_that_leaves_the_ranking_is_recorded_at_once(client: Client) -> None:
    contest = apart()
    signed_in(client, contest)
    page_of = address("judging:settle", contest, contest.entries.get(number="01").pk, "-")
    response = client.post(page_of, {"kind": "head", "points": "20", "reason": "Đã đối thoại"})
    assert (response.status_code, Settlement.objects.count()) == (302, 1)


def test_revoking_a_settlement_asks_and_says_what_changes(client: Client) -> None:
    contest = apart()
    settlement = settle_by_head(contest, 10)
    signed_in(client, contest)
    undo = address("judging:settlement-undo", contest, settlement.pk)

    page = client.post(undo)

    assert lines_of(page)[0] == "01 Bài 01: hiện thứ 2 (10 điểm), sau đó thứ 1 (20 điểm)"
    assert Settlement.objects.live().count() == 1
    client.post(undo, {"confirmed": "1"})
    assert Settlement.objects.live().count() == 0


def test_scoring_that_changes_the_ranking_asks_first(client: Client) -> None:
    contest = apart()
    signed_in(client, contest)
    page_of = address("judging:scoring", contest)
    values = {**sent_by(client.get(page_of)), "method": "sum"}

    page = client.post(page_of, values)

    assert lines_of(page) == ["01 Bài 01: hiện thứ 1 (20 điểm), sau đó thứ 1 (40 điểm)"]
    assert Scoring.objects.get().method != "sum"
    assert client.post(page_of, {**sent_by(page), "confirmed": "1"}).status_code == 302
    assert Scoring.objects.get().method == "sum"


def test_rounds_that_change_the_ranking_ask_first(client: Client) -> None:
    contest = make.make_judged_contest(15, 12)
    signed_in(client, contest)
    page_of = address("contests:office-rounds", contest)
    values = {**sent_by(client.get(page_of)), "rounds-0-weight": "50", "is_other_sum": "on"}

    page = client.post(page_of, values)

    assert lines_of(page)[0] == "01 Bài 01: hiện thứ 1 (20 điểm), sau đó thứ 1 (10 điểm)"
    assert contest.rounds.get().weight == 1
    assert client.post(page_of, {**sent_by(page), "confirmed": "1"}).status_code == 302
    assert contest.rounds.get().weight == Decimal("0.5")


@pytest.mark.parametrize(
    ("state", "decision", "line"),
    [
        ("approved", "decline", "01 Bài 01: hiện thứ 1 (20 điểm), sau đó không xếp hạng"),
        ("returned", "approve", "01 Bài 01: hiện không xếp hạng, sau đó thứ 1 (20 điểm)"),
    ],
)
def test_decision_about_an_entry_with_marks_says_who_moves(
    client: Client, state: str, decision: str, line: str
) -> None:
    contest = make.make_judged_contest(15, 12)
    entry = contest.entries.get(number="01")
    Entry.objects.filter(pk=entry.pk).update(state=state)
    signed_in(client, contest)
    page_of = reverse("desk:registration", args=[contest.festival.slug, "entry", entry.pk])

    page = client.post(page_of, {"decision": decision, "remark": "Xin xem lại"})

    assert line in lines_of(page) and len(lines_of(page)) == 2
    entry.refresh_from_db()
    assert entry.state == state
    assert client.post(page_of, {**sent_by(page), "confirmed": "1"}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == ("approved" if decision == "approve" else "declined")


def test_entries_with_marks_are_not_approved_together_with_others(client: Client) -> None:
    contest = make.make_judged_contest(15)
    entry = contest.entries.get()
    Entry.objects.filter(pk=entry.pk).update(state="returned")
    signed_in(client, contest)
    url = reverse("desk:registrations-approve", args=[contest.festival.slug])
    page = client.post(url, {"row": [f"entry-{entry.pk}"]}, follow=True)
    assert texts(page, "#messages .notice-bad") == [
        "“Bài 01” đã có phiếu chấm; xin mở riêng đăng ký này để duyệt."
    ]


def test_confirmation_keeps_every_value_of_a_name(client: Client) -> None:
    contest = make.make_judged_contest(15)
    signed_in(client, contest)
    page = client.post(address("judging:close", contest), {"row": ["1", "2"]})
    assert sent_by(page)["row"] == ["1", "2"]


@pytest.mark.database
def test_preview_writes_nothing_and_a_refused_action_changes_nothing() -> None:
    contest = apart()
    before = live_lines(contest)
    cases: list[tuple[Callable[[], object], int]] = [
        (lambda: settle_by_head(contest, 10), 2),
        (lambda: settle_by_head(contest, 1000), 0),
    ]
    for action, number in cases:
        assert len(preview_ranking(action, contest=contest)) == number
        assert live_lines(contest) == before
    assert Settlement.objects.count() == 0


@pytest.mark.database
def test_preview_of_a_frozen_contest_is_empty() -> None:
    contest = apart()
    Contest.objects.update(state="frozen")
    found: list[RankChange] = preview_ranking(lambda: settle_by_head(contest, 10), contest=contest)
    assert found == []


def test_freezing_from_the_shell_names_the_sheets_that_were_waived() -> None:
    contest = contest_with_open_sheets()
    by = make.make_organiser(contest.festival)
    waive_open_sheets(contest, by=by)
    out = StringIO()
    call_command("freeze_results", contest.festival.slug, contest.slug, by=by.login, stdout=out)
    assert [line.partition(" · ")[2] or line for line in out.getvalue().splitlines()[1:]] == [
        closing_consequence(2),
        "02: đã chấm 1/2 tiêu chí",
        "03: chưa chấm",
    ]

"""A judge with a tablet: badge, list, marking, submitting; a failing network; two tablets at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, ViewportSize, expect

from festival.actions.links import link_for, token_of
from judging.models import Judge, Mark, ScoreOp, ScoreSheet
from tests.browser.accessible import assert_accessible, small_targets
from tests.make import (
    make_booth,
    make_contest,
    make_criterion,
    make_entry,
    make_festival,
    make_judge,
    make_product,
    make_sheet,
    make_stand,
)

pytestmark = pytest.mark.browser
TABLET: ViewportSize = {"width": 820, "height": 1180}


@pytest.fixture
def judge(transactional_db: None) -> Judge:
    """A judge with two booths and a rubric of eight criteria."""
    festival = make_festival(name="Ngày hội Công nghệ thông tin và STEM")
    judge = make_judge(festival)
    contest = make_contest(festival, kind="booth", name="Gian hàng")
    for number in range(8):
        make_criterion(contest, code=f"c{number}", name=f"Tiêu chí số {number + 1}", maximum=Decimal(10))
    for number in (1, 2):
        entry = make_entry(contest, title=f"Robot {number}", number=f"GH0{number}", number_key=f"{number}")
        booth = make_booth(entry.school, entry=entry, stand=make_stand(festival, f"A{number}"))
        make_product(booth)
        make_sheet(judge, entry=entry)
    return judge


def open_sheet(page: Page, judge: Judge, place: int = 0) -> ScoreSheet:
    sheet = ScoreSheet.objects.order_by("pk")[place]
    page.goto(reverse("judging:sheet", args=[judge.festival.slug, sheet.pk]))
    return sheet


def pick(page: Page, criterion: int, points: str) -> None:
    page.locator(".criterion").nth(criterion).get_by_role("button", name=points, exact=True).click()


def saved(page: Page, words: str) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text(words)


def test_judge_from_badge_to_totals(page: Page, judge: Judge) -> None:
    page.set_viewport_size(TABLET)
    link = link_for(festival=judge.festival, user=judge.user, purpose="badge", by=None)
    page.goto(reverse("festival:go", args=[token_of(link)]))
    assert_accessible(page)
    page.get_by_role("button", name="Bắt đầu chấm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài được giao")
    expect(page.locator(".lead")).to_have_text("Còn 2 trong 2")
    assert_accessible(page)
    page.get_by_role("link", name="Chấm GH01").click()
    assert_accessible(page)
    assert small_targets(page, least=48) == []
    for criterion in range(8):
        pick(page, criterion, "8")
    expect(page.locator("[data-points-total]")).to_have_text("64")
    page.get_by_role("button", name="Nộp phiếu").click()  # nine touches in all
    expect(page.get_by_role("heading", level=1)).to_contain_text("GH02")
    expect(page.locator(".notice-good")).to_contain_text("GH01: đã nộp, máy chủ đã nhận")
    first = ScoreSheet.objects.order_by("pk")[0]
    assert first.state == "submitted"
    assert [mark.hundredths for mark in Mark.objects.filter(sheet=first)] == [800] * 8
    for criterion in range(8):
        pick(page, criterion, "9")
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Điểm tôi đã chấm")
    expect(page.locator("tbody tr").first).to_contain_text("64")
    assert_accessible(page)
    assert set(ScoreOp.objects.values_list("outcome", flat=True)) == {"applied"}


def test_each_change_is_saved_and_the_page_says_so(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    expect(page.locator("[data-points-left]")).to_have_text("Còn 8 tiêu chí chưa chấm")
    pick(page, 0, "0")
    saved(page, "Đã lưu về máy chủ")
    expect(page.locator("[data-points-left]")).to_have_text("Còn 7 tiêu chí chưa chấm")
    page.locator(".criterion").nth(1).locator("[data-points]").fill("8,5")
    page.locator("[name=comment]").fill("Ý tưởng hay\nnên làm gọn hơn")
    page.locator("[name=comment]").blur()
    expect(page.locator("[name=version]")).to_have_value(re.compile(r"^([2-9]|\d\d+)$"))
    expect(page.locator("form[data-score-sheet]")).to_have_attribute("data-save", "saved")
    sheet.refresh_from_db()
    marks = dict(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths"))
    assert (marks["c0"], marks["c1"], marks["c2"]) == (0, 850, None)
    assert sheet.comment == "Ý tưởng hay\nnên làm gọn hơn"
    page.reload()
    expect(page.locator(".criterion").nth(1).locator("[data-points]")).to_have_value("8,5")


def test_sheet_with_something_unmarked_is_not_submitted(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    pick(page, 0, "5")
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.locator(".criterion").nth(1).locator("[data-points]")).to_be_focused()
    page.locator(".criterion").nth(1).locator("[data-points]").fill("11")
    page.keyboard.press("Tab")
    expect(page.locator(".criterion").nth(1).locator("[data-points-fault]")).to_have_text(
        "Nhiều nhất 10 điểm."
    )
    saved(page, "Chưa lưu: xin sửa ô bị đánh dấu")
    sheet.refresh_from_db()
    assert sheet.state == "draft"


def test_failing_network_keeps_the_op_and_its_id(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    sent: list[str] = []

    def fail(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["ops"][0]["op_id"])
        responses = [lambda: route.abort(), lambda: route.fulfill(status=200, body="<html>Wi-Fi</html>")]
        responses[min(len(sent), 2) - 1]()

    page.route("**/api/ops/", fail)
    pick(page, 0, "7")
    saved(page, "Chưa gửi được, thử lại…")
    page.wait_for_timeout(1500)
    page.unroute("**/api/ops/")
    saved(page, "Đã lưu về máy chủ")
    assert len(set(sent)) == 1
    assert str(ScoreOp.objects.get(sheet=sheet).pk) == sent[0]


def test_answer_lost_on_the_way_counts_once(page: Page, judge: Judge, enter: Callable[[Any], Page]) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    lost: list[int] = []

    def lose_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/api/ops/", lose_answer)
    pick(page, 0, "7")
    saved(page, "Đã lưu về máy chủ")
    sheet.refresh_from_db()
    assert (lost, sheet.version, ScoreOp.objects.count()) == ([200], 1, 1)


def test_second_tablet_sees_both_versions(page: Page, judge: Judge, enter: Callable[[Any], Page]) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    other = page.context.new_page()
    open_sheet(other, judge)
    pick(page, 0, "7")
    saved(page, "Đã lưu về máy chủ")
    pick(other, 0, "9")
    expect(other.get_by_role("heading", level=1)).to_have_text("Một phiếu có hai bản")
    row = other.locator("tr.differs")
    expect(row).to_contain_text("Tiêu chí số 1")
    assert_accessible(other)
    row.get_by_role("radio").first.check()
    other.get_by_role("button", name="Lấy bản đã chọn").click()
    expect(other.locator(".criterion").first.locator("[data-points]")).to_have_value("9")
    sheet.refresh_from_db()
    assert sheet.version == 2
    assert ScoreOp.objects.get(outcome="conflict").settled_by.count() == 1


def test_sheet_works_without_script(page: Page, judge: Judge, enter: Callable[[Any], Page]) -> None:
    enter(judge.user)
    page.route("**/*.js", lambda route: route.abort())
    sheet = open_sheet(page, judge)
    for criterion in range(8):
        page.locator("[data-points]").nth(criterion).fill("7,25")
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("GH02")
    sheet.refresh_from_db()
    assert sheet.state == "submitted"

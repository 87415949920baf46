"""A judge's list and totals on a phone, the way back to a conflict, and a lost badge."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize, expect

from festival.actions.links import link_for, token_of
from judging.models import Judge, ScoreOp, ScoreSheet
from tests.browser.accessible import assert_accessible, small_targets
from tests.make import (
    give_points,
    make_contest,
    make_criterion,
    make_entry,
    make_festival,
    make_judge,
    make_organiser,
    make_sheet,
)

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 820, "height": 1180}


@pytest.fixture
def judge(transactional_db: None) -> Judge:
    """A judge with three sheets of eight criteria with long names: 60 of 80, 72 of 80, not marked."""
    judge = make_judge(make_festival(name="Ngày hội Công nghệ thông tin và STEM"))
    contest = make_contest(judge.festival, kind="product", name="Sản phẩm học liệu số")
    for number in range(8):
        name = f"Tiêu chí số {number + 1}: khả năng áp dụng, nhân rộng trong nhà trường"
        make_criterion(contest, code=f"c{number}", name=name, maximum=Decimal(10), position=number)
    for number, points in enumerate((7, 9, None), start=1):
        title = "Bộ học liệu số tương tác cho học sinh lớp 3"
        entry = make_entry(contest, title=title, number=f"SP0{number}", number_key=f"{number}")
        sheet = make_sheet(judge, entry=entry)
        if points is not None:
            give_points(sheet, *[points] * 8)
    return judge


def path_of(judge: Judge, name: str, *args: object) -> str:
    return reverse(f"judging:{name}", args=[judge.festival.slug, *args])


def test_totals_are_in_sight_on_a_phone_and_the_highest_can_come_first(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    page.set_viewport_size(PHONE)
    enter(judge.user)
    page.goto(path_of(judge, "my-totals"))
    totals = page.locator("tbody .entry-total")
    expect(totals).to_have_text(["56", "72", "–"])
    edges = totals.evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().right)")
    assert [edge < PHONE["width"] for edge in edges] == [True] * 3  # without scrolling sideways
    expect(totals.first).to_be_in_viewport(ratio=1)
    assert_accessible(page)
    page.get_by_role("link", name="Tổng", exact=True).click()
    expect(totals).to_have_text(["72", "56", "–"])
    assert small_targets(page, least=48) == []


def test_list_on_a_phone_begins_with_the_next_and_orders_by_state(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    page.set_viewport_size(PHONE)
    enter(judge.user)
    page.goto(path_of(judge, "my-entries"))
    codes = page.locator(".entry-rows .code")
    expect(codes).to_have_text(["SP03", "SP01", "SP02", "SP03"])
    expect(codes.first).to_be_in_viewport()
    assert_accessible(page)
    assert small_targets(page, least=48) == []
    page.get_by_role("link", name="Trạng thái").click()
    expect(codes).to_have_text(["SP03", "SP03", "SP01", "SP02"])
    expect(page.locator(".sheet-group .entry-total")).to_have_text(["Tổng: 56 / 80", "Tổng: 72 / 80"])


def test_conflict_left_open_is_found_again_from_the_list_and_the_sheet(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = ScoreSheet.objects.order_by("pk")[2]
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(path_of(judge, "sheet", sheet.pk))
    for tab, points in ((page, "7"), (other, "9")):
        tab.locator(".criterion").first.get_by_role("button", name=points, exact=True).click()
        expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu về máy chủ")
    expect(other.get_by_role("heading", level=1)).to_have_text("Một phiếu có hai bản")
    expect(other.locator(".compare-total td")).to_have_text(["9 / 80", "7 / 80"])
    other.close()  # the judge leaves without a choice

    op = ScoreOp.objects.get(outcome="conflict")
    contest = sheet.assignment.entry.contest
    enter(make_organiser(judge.festival)).goto(path_of(judge, "op", contest.slug, op.pk))
    expect(page.locator(".compare tfoot td")).to_have_text(["9", "7"])
    assert_accessible(page)

    enter(judge.user).goto(path_of(judge, "my-entries"))
    back = page.get_by_role("link", name="Phiếu này có hai bản: xin chọn bản được tính")
    assert_accessible(page)
    back.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Một phiếu có hai bản")
    page.goto(path_of(judge, "sheet", sheet.pk))
    back.click()
    page.get_by_role("button", name="Lấy bản gửi đến").click()
    expect(page.locator(".criterion").first.locator("[data-points]")).to_have_value("9")
    expect(back).to_have_count(0)
    page.goto(path_of(judge, "my-entries"))
    expect(back).to_have_count(0)


def test_judge_with_a_lost_badge_goes_on_with_another(
    page: Page, judge: Judge, enter: Callable[[Any], Page], browser: Browser, live_server: Any
) -> None:
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", viewport=TABLET)
    tablet = context.new_page()
    lost = link_for(festival=judge.festival, user=judge.user, purpose="badge", by=None)
    tablet.goto(reverse("festival:go", args=[token_of(lost)]))
    tablet.get_by_role("button", name="Bắt đầu chấm").click()
    tablet.get_by_role("link", name="Chấm SP03").click()
    enter(make_organiser(judge.festival))
    page.goto(path_of(judge, "judges"))
    page.get_by_role("button", name="Xem").click()
    assert_accessible(page)

    page.get_by_role("button", name="Hủy thẻ này và cấp thẻ mới").click()

    expect(page.locator("#messages")).to_contain_text("Đã hủy thẻ bị mất")
    address = page.locator("[data-copy] textarea").input_value()
    tablet.locator(".criterion").first.get_by_role("button", name="8", exact=True).click()
    state = tablet.locator("[data-save-state]")
    expect(state).to_have_text("Chưa gửi được: xin quét lại thẻ hoặc đăng nhập")
    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="Bắt đầu chấm").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Bài được giao")
    expect(state).to_contain_text("Đã lưu về máy chủ", timeout=40_000)  # the mark was kept on the page
    context.close()

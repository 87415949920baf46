"""A judge with a tablet: badge, list, marking, submitting; a failing network; two tablets at once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect

from contests.models import Contest
from festival.actions.links import link_for, token_of
from judging.models import Assignment, Criterion, Judge, Mark, ScoreOp, ScoreSheet
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
PHONE: ViewportSize = {"width": 390, "height": 844}


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


def marks_of(sheet: ScoreSheet) -> list[int | None]:
    rows = Mark.objects.filter(sheet=sheet).order_by("criterion__position")
    return list(rows.values_list("hundredths", flat=True))


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


def faults(page: Page) -> Locator:
    return page.locator("[data-sheet-faults] > span")


def test_incomplete_sheet_names_what_is_missing_and_shows_the_first(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    page.set_viewport_size(PHONE)
    enter(judge.user)
    sheet = open_sheet(page, judge)
    expect(faults(page)).to_have_count(0)
    for criterion in (0, 2, 3, 4):
        pick(page, criterion, "8")
    page.get_by_role("button", name="Nộp phiếu").click()
    second = page.locator(".criterion").nth(1)
    expect(second).to_be_focused()
    expect(second).to_be_in_viewport(ratio=0.9)
    expect(faults(page)).to_have_text(
        "Chưa chấm: Tiêu chí số 2; Tiêu chí số 6; Tiêu chí số 7 và 1 tiêu chí khác."
    )
    assert_accessible(page)
    faults(page).get_by_role("link", name="Tiêu chí số 7").click()
    expect(page.locator(".criterion").nth(6)).to_be_in_viewport(ratio=0.9)
    for criterion in (1, 6, 7):
        pick(page, criterion, "7,5")
    expect(faults(page)).to_have_text("Chưa chấm: Tiêu chí số 6.")
    pick(page, 5, "7,5")
    expect(faults(page)).to_have_count(0)
    sheet.refresh_from_db()
    assert sheet.state == "draft"
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("GH02")


def test_wrong_field_alone_is_not_saved_and_the_foot_names_it(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    pick(page, 1, "8")
    saved(page, "Đã lưu về máy chủ")
    wrong = page.locator(".criterion").nth(1)
    wrong.locator("[data-points]").fill("11")
    pick(page, 0, "5,5")
    expect(wrong.locator("[data-points-fault]")).to_have_text("Nhiều nhất 10 điểm.")
    expect(faults(page)).to_have_text("Chưa lưu, xin sửa: Tiêu chí số 2.")
    expect(page.locator("[name=version]")).to_have_value("2")
    assert marks_of(sheet)[:3] == [550, 800, None]
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(wrong.locator("[data-points]")).to_be_focused()
    assert_accessible(page)
    wrong.locator("[data-points]").fill("9")
    wrong.locator("[data-points]").blur()
    expect(page.locator("[name=version]")).to_have_value("3")
    assert marks_of(sheet)[:3] == [550, 900, None]
    expect(faults(page)).to_have_text(
        "Chưa chấm: Tiêu chí số 3; Tiêu chí số 4; Tiêu chí số 5 và 3 tiêu chí khác."
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            "closed",
            "Phiếu đến khi bài này không còn nhận điểm: được giữ lại nhưng CHƯA tính. Xin báo thư ký.",
        ),
        ("rubric", "Tiêu chí chấm đã thay đổi. Xin tải lại trang, xem lại điểm và xác nhận lần nữa."),
        ("unassigned", "Phiếu được giữ lại chờ Ban Tổ chức xem xét, chưa tính. Xin báo thư ký."),
    ],
)
def test_sheet_that_is_not_counted_locks_with_the_reason_and_the_way_on(
    page: Page, judge: Judge, enter: Callable[[Any], Page], change: str, reason: str
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    pick(page, 0, "8")
    saved(page, "Đã lưu về máy chủ")
    if change == "closed":
        Contest.objects.update(state="closing")
    elif change == "rubric":
        Criterion.objects.filter(code="c7").update(maximum=12)
    else:
        Assignment.objects.filter(sheet=sheet).update(judge=make_judge(judge.festival))
    pick(page, 1, "9")
    locked = page.locator("[data-sheet-locked]")
    expect(locked).to_contain_text(reason)
    expect(locked).to_be_in_viewport()
    expect(page.locator(".criterion:enabled")).to_have_count(0)
    expect(page.get_by_role("button", name="Nộp phiếu")).to_be_hidden()
    expect(page.locator("[data-save-state]")).to_have_text("")
    assert_accessible(page)
    page.get_by_role("link", name="Bài được giao").last.click()  # no question: nothing is left unsent
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài được giao")
    assert marks_of(sheet)[:2] == [800, None]


def test_marks_given_while_a_late_op_travels_are_kept_too(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    Contest.objects.update(state="closing")
    waiting: list[Route] = []
    page.route("**/api/ops/", lambda route: route.continue_() if waiting else waiting.append(route))
    pick(page, 0, "8")
    expect(page.locator("form[data-score-sheet]")).to_have_attribute("data-save", "sending")
    pick(page, 1, "9")
    waiting[0].continue_()
    expect(page.locator("[data-sheet-locked]")).to_be_visible()
    expect(page.locator("form[data-score-sheet]")).to_have_attribute("data-save", "locked")
    ops = ScoreOp.objects.filter(sheet=sheet, outcome="late").order_by("device_seq")
    assert [(op.payload["marks"]["c0"], op.payload["marks"]["c1"]) for op in ops] == [(800, None), (800, 900)]


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


def test_marks_given_while_a_conflict_travels_are_compared_too(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    other = page.context.new_page()
    open_sheet(other, judge)
    pick(page, 0, "7")
    saved(page, "Đã lưu về máy chủ")
    waiting: list[Route] = []
    other.route("**/api/ops/", lambda route: route.continue_() if waiting else waiting.append(route))
    pick(other, 0, "9")
    expect(other.locator("form[data-score-sheet]")).to_have_attribute("data-save", "sending")
    pick(other, 1, "8")
    waiting[0].continue_()
    expect(other.get_by_role("heading", level=1)).to_have_text("Một phiếu có hai bản")
    expect(other.locator("tr.differs")).to_have_count(2)
    ops = ScoreOp.objects.filter(sheet=sheet, outcome="conflict").order_by("device_seq")
    assert [(op.payload["marks"]["c0"], op.payload["marks"]["c1"]) for op in ops] == [(900, None), (900, 800)]


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


def test_enter_goes_from_one_criterion_to_the_next(
    page: Page, judge: Judge, enter: Callable[[Any], Page]
) -> None:
    enter(judge.user)
    sheet = open_sheet(page, judge)
    expect(page.locator("[data-plain]")).to_be_hidden()
    page.locator("[data-points]").first.click()
    for points in ("8", "7,5", "9"):
        page.keyboard.type(points)
        page.keyboard.press("Enter")
    expect(page.locator("[data-points]").nth(3)).to_be_focused()
    saved(page, "Đã lưu về máy chủ")
    expect(page.locator("form[data-score-sheet]")).to_have_attribute("data-save", "saved")
    assert marks_of(sheet)[:4] == [800, 750, 900, None]

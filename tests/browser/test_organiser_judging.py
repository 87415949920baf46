"""The organiser's day of judging in the browser: assigning, settling, closing, and what arrives late."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from contests.models import Contest
from festival.models import AuditEvent
from judging.models import Assignment, Judge, Panel, ScoreSheet, Scoring
from tests import make
from tests.browser.accessible import assert_accessible
from tests.judging.test_score_api import op_of, post

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}


@pytest.fixture
def contest(transactional_db: None) -> Contest:
    """An anonymous contest of three entries; two judges differ about the first one, and one has begun."""
    festival = make.make_festival(slug="ngay-hoi")
    contest = make.make_judged_contest(
        19, 12, festival=festival, slug="ky-nang", name="Kỹ năng CNTT", anonymous=True
    )
    contest.entries.filter(number="01").update(code="K3MQ")
    third = make.make_entry(contest, number="03", title="Bài 03", code="B9TU")
    Scoring.objects.create(
        contest=contest, discrepancy_agree=Decimal("0.10"), discrepancy_discuss=Decimal("0.15")
    )
    other = make.make_judge(festival)
    make.give_points(make.make_sheet(other, entry=contest.entries.get(number="01")), 11, 5)
    make.give_points(make.make_sheet(other, entry=third), 9, submitted=False)
    Panel.objects.create(contest=contest, name="Tổ 1")
    return contest


@pytest.fixture
def organiser(enter: Callable[[Any], Page], contest: Contest) -> Page:
    return enter(make.make_organiser(contest.festival))


def at(page: Page, path: str) -> None:
    """Open a page of the contest, and check it on a phone and on a desktop."""
    page.goto(f"/ngay-hoi/desk/contests/ky-nang/{path}")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_accessible(page)


def messages(page: Page) -> Any:
    return page.locator("#messages")


def ticked_entries_alone_are_assigned(page: Page, judge: Judge) -> None:
    at(page, "panels/assign/")
    page.get_by_label(judge.user.full_name).check()
    page.get_by_label("03 (phách B9TU)").check()
    page.get_by_role("button", name="Giao bài").click()
    expect(messages(page)).to_contain_text("Đã giao bài: 1 phiếu chấm mới")


def marked_entries_stay_and_the_others_go(page: Page, judge: Judge) -> None:
    at(page, "panels/")
    row = page.locator("tbody tr").filter(has_text=judge.user.full_name)
    row.locator("summary").click()
    for box in row.get_by_role("checkbox").all():
        box.check()
    row.get_by_role("button", name="Thu bài").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu bài").click()
    expect(messages(page)).to_contain_text("Đã thu 1 bài.")
    expect(messages(page)).to_contain_text("Giữ lại vì giám khảo đã chấm: 01 (phách K3MQ); 02.")


def settlement_shows_the_marks_and_asks_before_the_ranking_changes(page: Page) -> None:
    at(page, "progress/")
    page.locator("#waiting").get_by_role("link", name="Giải quyết").click()
    assert_accessible(page)
    expect(page.locator("main tfoot tr")).to_contain_text("24")
    expect(page.get_by_text("8 điểm, bằng 26,7 % điểm tối đa")).to_be_visible()
    page.get_by_label("Trưởng ban giám khảo quyết định", exact=False).first.check()
    page.locator("#id_points").fill("10,5")
    page.locator("#id_reason").fill("Đã đối thoại với hai giám khảo")
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator(".lines li").first).to_contain_text("hiện thứ 2 (17 điểm), sau đó thứ 1 (17 điểm)")
    assert_accessible(page)
    page.get_by_role("button", name="Ghi lại").click()
    expect(messages(page)).to_contain_text("Đã ghi lại kết luận")
    page.get_by_role("link", name="Giải quyết lại").click()
    expect(page.locator("#id_points")).to_have_value("10,5")
    expect(page.locator("#id_reason")).to_have_value("Đã đối thoại với hai giám khảo")


def revoking_asks_and_cancelling_changes_nothing(page: Page) -> None:
    page.goto("/ngay-hoi/desk/contests/ky-nang/progress/")
    page.get_by_role("button", name="Hủy kết luận").click()
    expect(page.locator(".lines li").first).to_contain_text("sau đó thứ 1 (20 điểm)")
    page.get_by_role("link", name="Hủy", exact=True).click()
    expect(page.get_by_role("button", name="Hủy kết luận")).to_be_visible()


def closing_names_the_open_sheets(page: Page, judge: Judge) -> None:
    page.get_by_role("button", name="Đóng chấm điểm").click()
    expect(page.locator(".lines li")).to_have_text(
        [f"{judge.user.full_name} · 03 (phách B9TU): đã chấm 1/2 tiêu chí"]
    )
    assert_accessible(page)
    page.get_by_role("button", name="Đóng chấm điểm").click()
    expect(messages(page)).to_contain_text("Đã đóng")


def late_marks_are_listed(page: Page, sheet: ScoreSheet) -> None:
    judge = sheet.assignment.judge
    assert judge is not None
    post(judge, op_of(sheet, payload={"submitted": True}))
    at(page, "progress/")
    expect(page.locator("#late tbody tr")).to_contain_text("Nội dung: 18,5; Trình bày: 7")
    page.locator("#late").get_by_role("link", name="So sánh").click()
    expect(page.locator("main table")).to_contain_text("18,5")


def key_is_printed_and_logged(page: Page) -> None:
    page.goto("/ngay-hoi/desk/print/")
    page.get_by_role("button", name="In: Bảng đối chiếu số phách, Kỹ năng CNTT").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bảng đối chiếu số phách")


def audit_log_fits_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/ngay-hoi/desk/audit-log/")
    expect(page.locator("#list tbody tr").first).to_be_visible()
    assert_accessible(page)


def test_organiser_assigns_settles_and_closes_judging(organiser: Page, contest: Contest) -> None:
    first, other = Judge.objects.order_by("pk")
    ticked_entries_alone_are_assigned(organiser, first)
    assert Assignment.objects.filter(judge=first).count() == 3
    marked_entries_stay_and_the_others_go(organiser, first)
    assert Assignment.objects.filter(judge=first).count() == 2
    settlement_shows_the_marks_and_asks_before_the_ranking_changes(organiser)
    revoking_asks_and_cancelling_changes_nothing(organiser)
    closing_names_the_open_sheets(organiser, other)
    late_marks_are_listed(organiser, ScoreSheet.objects.get(assignment__entry__number="03"))
    key_is_printed_and_logged(organiser)
    audit_log_fits_a_phone(organiser)
    contest.refresh_from_db()
    assert (contest.state, AuditEvent.objects.filter(action="settlement-written").count()) == ("closing", 1)

"""A misspelt name on the wall: the organiser corrects it, visitors and the check page follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from awards.actions.awarding import award_prizes
from awards.actions.certificates import issue_certificates
from awards.actions.certifying import certify_contest
from awards.models import Certificate
from judging.actions.results import freeze_results, publish_results
from tests import make
from tests.browser.accessible import assert_accessible


@pytest.mark.parametrize("width", [390, 1280])
def test_misspelt_name_is_corrected_after_the_publication(
    enter: Callable[[Any], Page], transactional_db: None, width: int
) -> None:
    contest = make.make_judged_contest(15, 12, kind="product", name="Sản phẩm sáng tạo")
    make.make_scheme(contest, 1)
    first, second = make.make_organiser(contest.festival), make.make_organiser(contest.festival)
    make.make_member(contest.entries.get(number="01"), "Nguyễn Thị Hoà", salutation="bà")
    freeze_results(contest=contest, by=first, now=make.NOW)
    award_prizes(contest=contest, by=first, now=make.NOW)
    certify_contest(contest=contest, by=second, now=make.NOW)
    publish_results(contest=contest, by=second, now=make.NOW)
    (old,) = issue_certificates(contest=contest, kind="prize", by=first)
    page = enter(first)
    page.set_viewport_size({"width": width, "height": 844})
    results = f"/{contest.festival.slug}/desk/contests/{contest.slug}/results/"

    page.goto(results)
    page.get_by_role("link", name="Sửa tên Bài 01").click()
    page.get_by_label("Tên sản phẩm").fill("Rô bốt tưới cây")
    page.get_by_label("Họ và tên").fill("Nguyễn Thị Hòe")
    page.get_by_label("Lý do").fill("Trường gửi nhầm danh sách")
    assert_accessible(page)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("dl.facts")).to_contain_text("Bài 01 → Rô bốt tưới cây")
    expect(page.locator("main")).to_contain_text("1 giấy chứng nhận đã cấp được thay bằng giấy mới")
    assert_accessible(page)
    page.get_by_role("button", name="Nhập lại").click()
    expect(page.get_by_label("Tên sản phẩm")).to_have_value("Rô bốt tưới cây")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Sửa tên").click()
    expect(page.locator("#messages")).to_contain_text("Đã sửa tên")
    expect(page.locator("main")).to_contain_text("Trường gửi nhầm danh sách")
    assert_accessible(page)

    page.goto(f"/{contest.festival.slug}/results/{contest.slug}/")
    expect(page.locator("tbody th")).to_have_text("Rô bốt tưới cây Nguyễn Thị Hòe")
    page.goto(f"/c/{old.check_code}")
    page.get_by_role("link", name="Xem giấy chứng nhận thay thế").click()
    expect(page.locator("main")).to_contain_text("Bà Nguyễn Thị Hòe")
    assert Certificate.objects.filter(state="issued").count() == 1

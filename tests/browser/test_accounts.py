"""Signing in and the account pages in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from festival.models import User
from tests.browser.accessible import assert_accessible, violations

PASSWORD = "mot-mat-khau-du-dai"


@pytest.fixture
def person(transactional_db: None) -> User:
    return User.objects.create_user(
        "0912345678", PASSWORD, full_name="Nguyễn Hoàng Phương Thảo Nguyên", email="thao@example.edu.vn"
    )


def test_sign_in_with_a_wrong_password_says_so_and_keeps_what_was_typed(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    assert_accessible(page)
    page.get_by_label("số điện thoại").fill("0912 345 678")
    page.get_by_label("Mật khẩu").fill("sai-mat-khau")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text("chưa đúng")
    expect(page.get_by_label("số điện thoại")).to_have_value("0912 345 678")
    assert_accessible(page)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/reauthenticate/",
        "/accounts/sessions/",
        "/accounts/email/",
        "/accounts/logout/",
        "/no-such-page/",
    ],
)
def test_account_page_is_accessible_on_a_phone(
    enter: Callable[[Any], Page], person: User, address: str
) -> None:
    page = enter(person)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    assert_accessible(page)


def test_menu_of_a_phone_opens_and_closes_by_keyboard(enter: Callable[[Any], Page], person: User) -> None:
    page = enter(person)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/accounts/2fa/")
    menu = page.locator("summary", has_text="Danh mục")
    menu.press("Enter")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()


def test_axe_finds_a_wrong_page(page: Page) -> None:
    page.set_content("<html><body><img src='x.png'><p style='color:#ccc'>nhạt</p></body></html>")
    rules = {line.split()[0] for line in violations(page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= rules

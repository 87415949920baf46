"""Who may sign in, by which name, how often, and from where."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from festival.actions.links import link_for, token_of
from festival.models import SignInLink, User
from festival.signin import normalise_login
from tests import make
from tests.reading import texts

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"


def make_person(login: str, *, is_demo: bool = False) -> User:
    return User.objects.create_user(login, PASSWORD, full_name="Nguyễn Thị Lan", is_demo=is_demo)


def sign_in(
    client: Client,
    login: str,
    *,
    password: str = PASSWORD,
    address: str = "127.0.0.1",
    headers: dict[str, str] | None = None,
) -> int:
    """302 when signed in, 200 when the form was shown again, 429 when too often."""
    data = {"login": login, "password": password}
    return client.post(reverse("account_login"), data, headers=headers, REMOTE_ADDR=address).status_code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lan@Truong.EDU.vn ", "lan@truong.edu.vn"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("912345678", "0912345678"),
        ("01234 567 890", "01234567890"),
        ("0912.345.678", "0912345678"),
        ("(024) 3386-1234", "02433861234"),
        ("ban-to-chuc", "ban-to-chuc"),
        ("1234", "1234"),
    ],
)
def test_login_has_one_spelling(typed: str, kept: str) -> None:
    assert normalise_login(typed) == kept


def test_sign_in_by_phone_number_in_any_spelling_opens(client: Client) -> None:
    make_person("0912345678")
    assert sign_in(client, "+84 912.345.678") == 302
    assert client.session["_auth_user_id"]


def test_sign_in_by_e_mail_in_capitals_opens(client: Client) -> None:
    make_person("lan@truong.edu.vn")
    assert sign_in(client, "Lan@Truong.edu.vn") == 302


def test_sign_in_with_a_wrong_password_stays_out(client: Client) -> None:
    make_person("lan@truong.edu.vn")
    assert sign_in(client, "lan@truong.edu.vn", password="wrong") == 200
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_lock_the_account_not_the_hall(client: Client) -> None:
    make_person("lan@truong.edu.vn")
    make_person("0912345678")
    for spelling in ["lan@truong.edu.vn", "LAN@truong.edu.vn", " lan@truong.edu.vn"] * 3:
        sign_in(client, spelling, password="wrong")
    assert sign_in(client, "lan@truong.edu.vn") == 200
    assert sign_in(client, "0912345678") == 302


def test_hall_behind_one_address_signs_in_together(client: Client) -> None:
    for number in range(45):
        make_person(f"09123456{number:02}")
        assert sign_in(Client(), f"09123456{number:02}", address="203.0.113.7") == 302


@pytest.mark.parametrize(
    ("demo", "address", "headers", "status"),
    [
        (True, "127.0.0.1", {}, 302),
        (True, "::1", {}, 302),
        (True, "192.168.1.20", {}, 200),
        (True, "127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 200),
        (False, "127.0.0.1", {}, 200),
    ],
)
def test_demo_people_enter_from_this_machine_alone(
    client: Client, settings: Settings, demo: bool, address: str, headers: dict[str, str], status: int
) -> None:
    settings.FESTIVAL_DEMO = demo
    make_person("demo@example.vn", is_demo=True)
    assert sign_in(client, "demo@example.vn", address=address, headers=headers) == status


def test_sign_up_is_closed(client: Client) -> None:
    data = {"username": "nobody@example.vn", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not User.objects.exists()


def test_admin_sends_to_the_one_sign_in_page(client: Client) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2F"


@pytest.mark.parametrize(
    ("has_password", "is_staff", "sentence"),
    [
        (False, False, "Xin đặt mật khẩu một lần"),
        (True, False, "mật khẩu đặt ở đây sẽ thay mật khẩu cũ"),
        (True, True, "Xin đăng nhập bằng tên"),
        (False, True, "Xin liên hệ người quản trị hệ thống"),
    ],
)
def test_page_of_an_invitation_says_what_it_does_for_this_person(
    client: Client, has_password: bool, is_staff: bool, sentence: str
) -> None:
    school = make.make_school()
    person = make.make_user(is_staff=is_staff)
    make.make_part(school.festival, "school", user=person, school=school)
    if has_password:
        person.set_password(PASSWORD)
        person.save()
    with transaction.atomic():
        link = link_for(festival=school.festival, user=person, purpose=SignInLink.Purpose.INVITATION, by=None)
    page = client.get(reverse("festival:go", args=[token_of(link)]))
    assert sentence in " ".join(texts(page, "main p"))

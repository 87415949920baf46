"""The first organiser of an installation."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from festival.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def typed_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setenv("ORGANISER_NAME", "Trần Văn Minh")
    monkeypatch.setenv("ORGANISER_LOGIN", "+84 912 345 678")
    monkeypatch.setenv("ORGANISER_PASSWORD", "mot-mat-khau-dai")


def test_organiser_from_the_environment_can_sign_in() -> None:
    call_command("make_organiser", stdout=io.StringIO())
    person = User.objects.get()
    assert (person.login, person.full_name, person.email) == ("0912345678", "Trần Văn Minh", "")
    assert person.check_password("mot-mat-khau-dai")
    assert person.is_superuser


@pytest.mark.parametrize(("name", "value"), [("ORGANISER_PASSWORD", "123"), ("ORGANISER_NAME", "")])
def test_organiser_with_a_wrong_answer_is_not_made(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(CommandError):
        call_command("make_organiser")
    assert not User.objects.exists()


def test_organiser_twice_is_refused() -> None:
    call_command("make_organiser", stdout=io.StringIO())
    with pytest.raises(CommandError, match="0912345678"):
        call_command("make_organiser")

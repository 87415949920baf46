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


class Terminal(io.StringIO):
    """Standard input of a terminal."""

    def isatty(self) -> bool:
        return True


def typed(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> list[str]:
    """Type these passwords at a terminal; returns the list of the questions that were asked."""
    questions: list[str] = []
    waiting = iter(passwords)

    def answer(question: str) -> str:
        questions.append(question)
        return next(waiting)

    monkeypatch.delenv("ORGANISER_PASSWORD")
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("festival.management.commands.make_organiser.getpass", answer)
    return questions


def test_password_of_the_organiser_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = typed(
        monkeypatch, "mot-mat-khau-sai", "mot-mat-khau-dai", "mot-mat-khau-dai", "mot-mat-khau-dai"
    )
    errors = io.StringIO()
    call_command("make_organiser", stdout=io.StringIO(), stderr=errors)
    assert questions == ["Mật khẩu (ít nhất 10 ký tự): ", "Nhập lại mật khẩu: "] * 2
    assert errors.getvalue() == "Hai lần nhập mật khẩu không giống nhau, hãy nhập lại.\n"
    assert User.objects.get().check_password("mot-mat-khau-dai")


def test_passwords_that_differ_three_times_make_no_organiser(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = typed(monkeypatch, *["mot-mat-khau-dai", "mot-mat-khau-sai"] * 3)
    with pytest.raises(CommandError, match="không giống nhau"):
        call_command("make_organiser", stderr=io.StringIO())
    assert (len(questions), User.objects.count()) == (6, 0)


def test_organiser_twice_is_refused() -> None:
    call_command("make_organiser", stdout=io.StringIO())
    with pytest.raises(CommandError, match="0912345678"):
        call_command("make_organiser")

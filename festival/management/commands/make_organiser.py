"""Create the first organiser of a new installation."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from festival.actions.people import set_person_name
from festival.models import User
from festival.signin import normalise_login

ATTEMPTS = 3
VARIABLES = {"name": "ORGANISER_NAME", "login": "ORGANISER_LOGIN", "password": "ORGANISER_PASSWORD"}


class Command(BaseCommand):
    help = (
        "Makes the first organiser: asks for name, sign-in name and twice for the password, "
        "or takes them from ORGANISER_NAME, ORGANISER_LOGIN, ORGANISER_PASSWORD."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        name = self.ask("name", "Họ và tên người tổ chức")
        login = normalise_login(self.ask("login", "Thư điện tử hoặc số điện thoại để đăng nhập"))
        password = self.ask("password", "Mật khẩu (ít nhất 10 ký tự)")
        if User.objects.filter(login=login).exists():
            raise CommandError(f"{login}: đã có người dùng này.")
        person = User(login=login, email=login if "@" in login else "", is_staff=True, is_superuser=True)
        set_person_name(person, name)
        try:
            validate_password(password, person)
            person.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        person.set_password(password)
        person.save()
        self.stdout.write(f"Đã tạo người tổ chức {name} ({login}).")

    def ask(self, key: str, question: str) -> str:
        """The value from the environment, else from the keyboard; CommandError without either."""
        value = os.environ.get(VARIABLES[key], "").strip()
        if not value and sys.stdin.isatty():
            value = self.ask_twice(question) if key == "password" else input(f"{question}: ").strip()
        if not value:
            raise CommandError(
                f"{question}: hãy đặt biến {VARIABLES[key]} hoặc chạy lệnh này trong cửa sổ dòng lệnh."
            )
        return value

    def ask_twice(self, question: str) -> str:
        """The password typed twice alike; CommandError after three pairs that differ."""
        for _attempt in range(ATTEMPTS):
            value = getpass(f"{question}: ").strip()
            if value == getpass("Nhập lại mật khẩu: ").strip():
                return value
            self.stderr.write("Hai lần nhập mật khẩu không giống nhau, hãy nhập lại.")
        raise CommandError("Chưa tạo người tổ chức: hai lần nhập mật khẩu không giống nhau.")

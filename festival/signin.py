"""Signing in: one name per person, an e-mail address or a phone number."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

BADGE_KEY = "badge"
"""Where a session says that a judge's badge began it: the primary key of the link."""


def normalise_login(typed: str) -> str:
    """The one spelling of a sign-in name: an e-mail address in lower case, a phone number as digits.

    `+84 912 345 678`, `84912345678` and `0912.345.678` are one number; the rest is trimmed and lowered.
    """
    name = typed.strip().lower()
    digits = re.sub(r"[\s.\-()]", "", name)
    if not re.fullmatch(r"\+?\d{8,15}", digits):
        return name
    if digits.startswith("+84"):
        return "0" + digits[3:].lstrip("0")
    if digits.startswith("84") and len(digits) == 11:
        return "0" + digits[2:]
    return digits.lstrip("+")


def is_on_this_machine(request: HttpRequest) -> bool:
    """True for a browser on the server itself; a request handed on by a proxy is never one."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """Password sign-in by `User.login`; the demo's people, whose passwords are known, only from this one."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        if "username" in credentials:
            credentials["username"] = normalise_login(str(credentials["username"] or ""))
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None or not getattr(user, "is_demo", False):
            return user
        may_enter = settings.FESTIVAL_DEMO and request is not None and is_on_this_machine(request)
        return user if may_enter else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and imports, never from the street."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        """Whoever has shown more than a badge is no longer held to what a badge opens."""
        request.session.pop(BADGE_KEY, None)
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """One number for the limits; a server behind a socket has none and counts as itself."""
        if not request.META.get("REMOTE_ADDR") and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            return "127.0.0.1"
        return str(super().get_client_ip(request))


def name_of(user: AbstractBaseUser) -> str:
    """How a person is greeted."""
    return str(user)


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in our words; one spelling of the name, so nobody walks round the limit per account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("E-mail address or phone number")
        field.widget = forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"})
        self.fields["password"].widget.attrs.pop("placeholder", None)
        if not settings.FESTIVAL_MAILS:
            self.fields["password"].help_text = ""  # its link leads to a letter that would never leave

    def clean_login(self) -> str:
        return normalise_login(str(super().clean_login()))

"""Signing in with one login per user: an e-mail address or a phone number."""

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

from festival.phones import phone_number

BADGE_KEY = "badge"
"""Where a session says that a judge's badge began it: the primary key of the link."""


def normalise_login(typed: str) -> str:
    """Normalise a login: an e-mail address in lower case, a phone number by `phone_number`.

    Digits that are no phone number lose their punctuation; any other text is trimmed and lowered.
    """
    name = typed.strip().lower()
    try:
        return phone_number(name)
    except ValueError:
        digits = re.sub(r"[\s.\-()]", "", name)
        return digits.lstrip("+") if re.fullmatch(r"\+?\d{8,15}", digits) else name


def is_on_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs on the server itself; False for a request forwarded by a proxy."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """Password sign-in by `User.login`; users of the demo, with public passwords, only on this machine."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        if "username" in credentials:
            credentials["username"] = normalise_login(str(credentials["username"] or ""))
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None or not getattr(user, "is_demo", False):
            return user
        may_enter = settings.FESTIVAL_DEMO and request is not None and is_on_this_machine(request)
        return user if may_enter else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are created by invitations and imports only; nobody can sign up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        """After a password sign-in the session is no longer a badge session."""
        request.session.pop(BADGE_KEY, None)
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's IP address for the limits; 127.0.0.1 when the server listens on a socket."""
        if not request.META.get("REMOTE_ADDR") and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
            return "127.0.0.1"
        return str(super().get_client_ip(request))


def name_of(user: AbstractBaseUser) -> str:
    """The name with which a user is greeted."""
    return str(user)


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form with our labels; the login is normalised, so that the limit per account holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("E-mail address or phone number")
        field.widget = forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"})
        self.fields["password"].widget.attrs.pop("placeholder", None)
        if not settings.FESTIVAL_MAILS:
            self.fields["password"].help_text = ""  # its link leads to an e-mail that may not be sent

    def clean_login(self) -> str:
        return normalise_login(str(super().clean_login()))

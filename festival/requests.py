"""A request whose user has signed in, for type checking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from festival.models import User


class UserRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: User
    htmx: Any

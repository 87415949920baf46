"""The id of the browser that sends a plain form. With script, the batch holds the id."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from festival.text import clean_text
from judging.forms.ops import uuid_of

COOKIE = "device"
YEAR = 365 * 24 * 3600


def browser_id(request: HttpRequest) -> uuid.UUID:
    """The id from the browser's cookie, else a new one."""
    return uuid_of(request.COOKIES.get(COOKIE)) or uuid.uuid4()


def label_of(request: HttpRequest) -> str:
    """The browser's User-Agent, as the label of the device."""
    return clean_text(request.headers.get("User-Agent", ""))


def remember(response: HttpResponse, device_id: uuid.UUID) -> HttpResponse:
    """Set the cookie with the browser's id for a year."""
    response.set_cookie(
        COOKIE,
        str(device_id),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response

"""Headers and language of every response."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from config.security import policy

pytestmark = pytest.mark.django_db


def test_every_answer_carries_the_content_policy(client: Client) -> None:
    for address in ("/healthz", "/accounts/login/", "/no-such-page/at-all/"):
        header = client.get(address).headers["Content-Security-Policy"]
        assert header == policy(settings.SECURE_CSP)
        assert "unsafe" not in header


def test_health_page_says_ok(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize(
    ("cookie", "accepts", "language"),
    [("", "en-US,en", "vi"), ("en", "vi", "en"), ("xx", "en", "vi"), ("vi", "en", "vi")],
)
def test_language_is_the_readers_choice(client: Client, cookie: str, accepts: str, language: str) -> None:
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE=accepts)
    assert response.headers["Content-Language"] == language

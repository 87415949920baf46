"""Tests of the fixtures in `conftest`."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page


@pytest.mark.django_db
@pytest.mark.database
def test_database_is_a_recent_one() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            assert tuple(map(int, cursor.fetchone()[0].split("."))) >= (3, 51, 3)
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"
        else:
            cursor.execute("SHOW server_version_num")
            assert int(cursor.fetchone()[0]) >= 140000


def test_settings_point_at_a_throw_away_folder() -> None:
    assert "festival-test-" in str(settings.FESTIVAL_DATA)


def test_live_server_page_opens_in_chromium(page: Page, live_server: Any) -> None:
    response = page.goto("/healthz")
    assert response is not None
    assert response.status == 200
    assert "default-src 'self'" in response.headers["content-security-policy"]

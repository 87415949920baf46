"""Fixtures of all tests: a clean cache, a browser, and databases that are emptied between tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@contextmanager
def no_triggers() -> Iterator[None]:
    """Drop the triggers of append-only tables while SQLite is emptied, which is done by DELETE."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)


_empty_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _empty_tables_without_triggers(case: TransactionTestCase) -> None:
    with no_triggers():
        _empty_tables(case)


TransactionTestCase._fixture_teardown = _empty_tables_without_triggers  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """Clear sign-in limits and counters before each test."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium without background traffic."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Empty: `browser_context_args` sets it, so that the live server starts for browser tests alone."""
    return ""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    """Relative URLs lead to the live server; the browser has the locale and time zone of Vietnam."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
    }


@pytest.fixture
def page(transactional_db: None, page: Page) -> Iterator[Page]:
    """A tab on the live server; a script error or a violation of the security policy fails the test."""
    faults: list[str] = []
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
    yield page
    assert faults == []


@pytest.fixture
def enter(page: Page, live_server: Any) -> Callable[[Any], Page]:
    """`enter(user)` returns a tab in which the user is signed in."""

    def as_person(user: Any) -> Page:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return page

    return as_person


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses a tab as a browser test."""
    for item in items:
        if {"page", "enter"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)

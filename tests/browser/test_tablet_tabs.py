"""One tab of a tablet writes; a second one is read-only until it takes over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CLAIM = """
async (hasLocks) => {
  if (!hasLocks) Object.defineProperty(navigator, 'locks', { value: undefined });
  const { claimTab } = await import('/static/js/tablet/tabs.js');
  window.seen = [];
  window.tab = claimTab('ngay-hoi', (isActive) => window.seen.push(isActive));
}
"""


def claim(page: Page, *, has_locks: bool) -> None:
    page.goto("/healthz")
    page.evaluate(CLAIM, has_locks)


def becomes(page: Page, *, active: bool) -> None:
    page.wait_for_function("(active) => window.tab.isActive === active", arg=active)


@pytest.mark.parametrize("has_locks", [True, False])
def test_second_tab_is_read_only_takes_over_and_follows_a_closed_one(page: Page, *, has_locks: bool) -> None:
    claim(page, has_locks=has_locks)
    becomes(page, active=True)
    second = page.context.new_page()
    claim(second, has_locks=has_locks)
    becomes(second, active=False)
    assert page.evaluate("() => window.seen") == [True]
    second.evaluate("() => window.tab.takeOver()")
    becomes(second, active=True)
    becomes(page, active=False)
    page.evaluate("() => window.tab.takeOver()")
    becomes(page, active=True)
    becomes(second, active=False)
    page.evaluate("() => window.tab.release()")
    page.close()
    becomes(second, active=True)
    second.close()

"""Axe checks of a page in both colour schemes, for use at the end of a browser test."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AT_REST = """() => new Promise((resolve) => {
  const look = (before, times) => requestAnimationFrame(() => {
    const same = window.scrollY === before;
    if (same && times === 5) resolve();
    else look(window.scrollY, same ? times + 1 : 0);
  });
  look(window.scrollY, 0);
})"""
"""Waits until the page has not scrolled for five frames: a moving target may be half covered."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """One line for each violation: rule, explanation, element."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']} — {node['target'][0]}"
        for fault in found
        for node in fault["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Assert that both colour schemes have no violation and the page does not scroll sideways."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(AT_REST)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        faults = violations(page)
        assert not faults, "\n".join([f"{page.url} ({scheme})", *faults])
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url}: too wide"


def small_targets(page: Page, *, least: int) -> list[str]:
    """Controls narrower or lower than `least` px (links inside a sentence apart)."""
    faults: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll('main :is(a, button, input, select, textarea, summary)')]
          .filter((element) => element.checkVisibility() && element.type !== 'hidden')
          .filter((element) => !element.closest('p, li > span, td, th'))
          .filter((element) => {
            const box = (element.closest('.form-check') ?? element).getBoundingClientRect();
            return box.height < least - 0.5 || box.width < least - 0.5;
          })
          .map((element) => `${element.tagName} ${element.textContent.trim() || element.name}`)""",
        least,
    )
    return faults

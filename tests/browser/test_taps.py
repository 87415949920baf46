"""The demo's eight-criterion sheets by touch: the taps of `benchmarks/taps.py`, done on the page itself."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from benchmarks.taps import DEMO, SITE, SUBMIT, Limits, answer_from_disk, sheets_of, taps_of
from judging.models import Mark, ScoreSheet
from tests.make import make_contest, make_criterion, make_entry, make_festival, make_judge, make_sheet

pytestmark = pytest.mark.browser
MEDIAN = 12


def counted(page: Page, sheets: list[list[tuple[int, Limits]]]) -> list[list[list[str]]]:
    """The taps of every mark, found in a tab of its own."""
    other = page.context.new_page()
    other.route("**/*", answer_from_disk)
    other.goto(f"{SITE}/")
    taps = [taps_of(other, marks) for marks in sheets]
    other.close()
    return taps


def tap(card: Locator, name: str) -> None:
    kind, _, value = name.partition(" ")
    buttons = {"pick": f"[data-pick='{value}']", "step": f"[data-points-step='{value}']"}
    card.locator(buttons[kind]).click()


def make_sheet_of(limits: list[Limits]) -> ScoreSheet:
    contest = make_contest(make_festival())
    for place, limit in enumerate(limits):
        maximum, step = (Decimal(limit[key]).scaleb(-2) for key in ("max", "step"))
        make_criterion(contest, code=f"c{place}", maximum=maximum, step=step)
    return make_sheet(make_judge(contest.festival), entry=make_entry(contest))


def test_demo_sheets_take_at_most_twelve_taps_in_the_median_and_the_page_takes_the_same(
    page: Page, enter: Callable[[Any], Page]
) -> None:
    sheets = sheets_of(DEMO)
    taps = counted(page, sheets)
    totals = [sum(map(len, sheet)) + SUBMIT for sheet in taps]
    assert len(sheets) >= 234
    assert statistics.median(totals) <= MEDIAN
    slowest = totals.index(max(totals))
    marks = sheets[slowest]
    sheet = make_sheet_of([limits for _points, limits in marks])
    judge = sheet.assignment.judge
    assert judge is not None
    enter(judge.user)
    page.goto(reverse("judging:sheet", args=[judge.festival.slug, sheet.pk]))

    for card, names in zip(page.locator(".criterion").all(), taps[slowest], strict=True):
        for name in names:
            tap(card, name)
    page.get_by_role("button", name="Nộp phiếu").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Điểm tôi đã chấm")
    rows = Mark.objects.filter(sheet=sheet).order_by("criterion__position")
    assert [*rows.values_list("hundredths", flat=True)] == [points for points, _limits in marks]

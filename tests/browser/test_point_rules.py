"""The rules of a judge's card (`static/js/point-rules.js`), each as a table of cases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def rules(page: Page) -> Page:
    """An empty page of the project with the module as `rules`."""
    page.goto("/healthz")
    page.evaluate("async () => { window.rules = await import('/static/js/point-rules.js'); }")
    return page


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("8,5", 850),
        ("8.5", 850),
        (" 20 ", 2000),
        ("0", 0),
        ("0,25", 25),
        ("", None),
        ("NaN", "NaN"),
        ("1e1", "NaN"),
        ("-1", "NaN"),
    ],
)
def test_points_typed_are_read_in_hundredths(rules: Page, typed: str, hundredths: int | str | None) -> None:
    read = rules.evaluate(
        "(typed) => { const value = rules.parse(typed); return Number.isNaN(value) ? 'NaN' : value; }", typed
    )
    assert read == hundredths


@pytest.mark.parametrize(
    ("value", "less", "more"),
    [
        (None, None, None),  # a step invents no mark
        ("NaN", None, None),
        (0, None, 50),
        (50, 0, 100),
        (825, 800, 850),  # between the steps
        (1000, 950, None),
        (1100, 1000, None),  # typed above the maximum
    ],
)
def test_step_buttons_move_by_one_step_or_are_locked(
    rules: Page, value: int | str | None, less: int | None, more: int | None
) -> None:
    found = rules.evaluate(
        """(typed) => {
          const value = typed === 'NaN' ? NaN : typed;
          return [-1, 1].map((direction) => rules.stepped(value, direction, { max: 1000, step: 50 }));
        }""",
        value,
    )
    assert found == [less, more]


def picks(rules: Page, maximum: str, step: str, value: str | None = None) -> str:
    limits = {"max": int(Decimal(maximum) * 100), "step": int(Decimal(step) * 100)}
    mark = None if value is None else int(Decimal(value) * 100)
    found: list[str] = rules.evaluate(
        "([limits, value]) => rules.picks(limits, value).map(rules.show)", [limits, mark]
    )
    return " ".join(found)


@pytest.mark.parametrize(
    ("maximum", "step", "shown"),
    [
        ("5", "0.25", "0 0,5 1 1,5 2 2,5 3 3,5 4 4,5 5"),
        ("5", "1", "0 1 2 3 4 5"),
        ("10", "0.25", "0 4 5,5 6 6,5 7 7,5 8 8,5 9 9,5 10"),
        ("15", "0.5", "0 4 8 9,5 10 10,5 11 11,5 12 12,5 13 13,5 15"),
        ("20", "0.5", "0 4 8 12 13 13,5 14 14,5 15 15,5 16 16,5 17 20"),
        ("25", "0.25", "0 5 10 15 16 17 18 19 20 21 22 23 25"),
        ("30", "1", "0 5 10 15 19 20 21 22 23 24 25 26 27 30"),
        ("100", "2.5", "0 20 40 60 65 67,5 70 72,5 75 77,5 80 82,5 85 100"),
        ("100", "1", "0 20 40 55 60 65 70 75 80 85 90 95 100"),
        ("1", "0.01", "0 0,25 0,5 0,55 0,6 0,65 0,7 0,75 0,8 0,85 0,9 0,95 1"),
        # the maximum is no multiple of the distance
        ("7.25", "0.25", "0 3 3,5 4 4,5 5 5,5 6 6,5 7 7,25"),
        # no listed distance is a multiple of the step
        ("0.9", "0.3", "0 0,3 0,6 0,9"),
        ("13.13", "0.13", "0 1,95 3,9 5,85 7,8 8,19 8,58 8,97 9,36 9,75 10,14 10,53 10,92 11,31 11,7 13,13"),
    ],
)
def test_picks_of_an_unmarked_criterion_lie_where_most_marks_do(
    rules: Page, maximum: str, step: str, shown: str
) -> None:
    assert picks(rules, maximum, step) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("9.5", "0 4 8 9,5 10 10,5 11 11,5 12 12,5 13 13,5 15"),  # the buttons stay where they are
        ("8", "0 4 6 6,5 7 7,5 8 8,5 9 9,5 10 12 15"),
        ("0", "0 0,5 1 1,5 2 2,5 3 3,5 4 8 12 15"),
        ("15", "0 4 8 11 11,5 12 12,5 13 13,5 14 14,5 15"),
        ("8.25", "0 4 6,5 7 7,5 8 8,5 9 9,5 10 10,5 12 15"),
    ],
)
def test_picks_move_around_a_mark_outside_them(rules: Page, value: str, shown: str) -> None:
    assert picks(rules, "15", "0.5", value) == shown


def test_picks_of_any_criterion_are_few_valid_marks_from_0_to_the_maximum(rules: Page) -> None:
    faults: dict[str, Any] = rules.evaluate(
        """() => {
          const faults = [];
          let seen = 0;
          for (const step of [1, 5, 7, 10, 25, 30, 50, 100, 250, 1000]) {
            for (let steps = 1; steps <= 400; steps += 1) {
              const limits = { max: step * steps, step };
              for (const value of [null, 0, limits.max, step * Math.floor(steps / 3)]) {
                const found = rules.picks(limits, value);
                const rises = found.every((points, place) => !place || points > found[place - 1]);
                const valid = found.every((points) => rules.fault(points, limits) === '');
                const ends = found[0] === 0 && found.at(-1) === limits.max;
                if (!rises || !valid || !ends || found.length > 21) faults.push([limits, value, found]);
                seen += 1;
              }
            }
          }
          return { seen, faults: faults.slice(0, 3) };
        }"""
    )
    assert faults == {"seen": 16_000, "faults": []}

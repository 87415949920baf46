"""The main pages of each role: no axe violation, no sideways scrolling, large touch targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from contests.models import Entry
from judging.models import ScoreSheet
from tests.browser.accessible import small_targets, violations
from tests.desk.conftest import Office, office

__all__ = ["office"]

PHONE = ({"width": 360, "height": 740}, "light")
DESKTOP = ({"width": 1280, "height": 860}, "dark")
TABLET_TARGET = 48

ORGANISER = (
    "desk/",
    "desk/schools/",
    "desk/schools/{school}/",
    "desk/invitations/",
    "desk/registrations/",
    "desk/registrations/booth/{booth}/",
    "desk/registrations/stands/",
    "desk/contests/",
    "desk/contests/ky-nang/",
    "desk/contests/ky-nang/rubric/",
    "desk/contests/ky-nang/scoring/",
    "desk/contests/ky-nang/prizes/",
    "desk/contests/ky-nang/panels/",
    "desk/contests/ky-nang/progress/",
    "desk/contests/ky-nang/results/",
    "desk/print/",
    "desk/people/",
    "desk/settings/",
)
SCHOOL = (
    "school/",
    "school/participation/",
    "school/papers/",
    "school/booths/{booth}/",
    "school/entries/ky-nang/",
    "school/entries/ky-nang/new/",
)
JUDGE = ("judge/", "judge/entries/{sheet}/", "judge/totals/")
VISITOR = ("", "booths/", "booths/{code}/", "results/")


def faults(page: Page, office: Office, addresses: tuple[str, ...], *, least: int = 0) -> list[str]:
    """The violations of these pages, in light on a phone and in dark on a desktop."""
    words = {
        "school": office.school.pk,
        "booth": office.booth.pk,
        "code": office.booth.code,
        "sheet": ScoreSheet.objects.filter(assignment__judge=office.judge).values_list("pk", flat=True)[0],
    }
    found = []
    page.emulate_media(reduced_motion="reduce")
    for address in addresses:
        path = f"/{office.festival.slug}/{address.format(**words)}"
        for size, scheme in (PHONE, DESKTOP):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                found.append(f"{path}: {answer and answer.status}")
                break
            found += [f"{path} ({scheme}): {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{path}: wider than {size['width']}")
            found += [
                f"{path}: small {target}" for target in (small_targets(page, least=least) if least else [])
            ]
    return found


def test_organiser_pages_are_accessible(enter: Callable[[Any], Page], office: Office) -> None:
    assert faults(enter(office.organiser), office, ORGANISER) == []


def test_school_pages_are_accessible(enter: Callable[[Any], Page], office: Office) -> None:
    Entry.objects.filter(pk=office.entry.pk).update(state=Entry.State.RETURNED)
    assert faults(enter(office.school_user), office, SCHOOL) == []


def test_judge_pages_are_accessible_by_finger(enter: Callable[[Any], Page], office: Office) -> None:
    assert faults(enter(office.judge.user), office, JUDGE, least=TABLET_TARGET) == []


def test_public_pages_are_accessible(page: Page, office: Office) -> None:
    assert faults(page, office, VISITOR) == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/", "/no-such-page/"])
def test_pages_before_signing_in_are_accessible(page: Page, office: Office, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    assert violations(page) == []

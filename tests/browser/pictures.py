"""The pictures of the README, taken from a running demo.

.venv/bin/python -m tests.browser.pictures http://127.0.0.1:8000
"""

from __future__ import annotations

import os
import sys
from io import BytesIO

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.shots import PAST, ROOT, sign_in

FOLDER = ROOT / "docs/pictures"
COLOURS = 128


def organiser(page: Page, base: str, present: str) -> None:
    sign_in(page, base, "btc@sondong.example.com")
    page.goto(f"{base}/{present}/desk/")


def school(page: Page, base: str, present: str) -> None:
    sign_in(page, base, "th02@sondong.example.com")
    page.goto(f"{base}/{present}/school/")


def judge(page: Page, base: str, present: str) -> None:
    sign_in(page, base, "gk1@sondong.example.com")
    page.goto(f"{base}/{present}/judge/")
    page.locator(".actions .btn-primary").click()
    page.locator(".criterion").first.wait_for()


def visitor(page: Page, base: str, present: str) -> None:
    page.goto(f"{base}/{PAST}/booths/")
    page.locator("#list a").first.click()
    page.wait_for_load_state("networkidle")


PICTURES = {
    organiser: (1280, 800),
    school: (1280, 800),
    judge: (820, 1100),
    visitor: (390, 844),
}


def take(browser: Browser, base: str, present: str) -> None:
    """One picture for each role, small enough to live in the repository."""
    for show, (width, height) in PICTURES.items():
        page = browser.new_context(locale="vi-VN", viewport={"width": width, "height": height}).new_page()
        show(page, base, present)
        page.wait_for_timeout(300)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
        picture.save(FOLDER / f"{show.__name__}.png", optimize=True)
        print(f"{show.__name__}: {(FOLDER / f'{show.__name__}.png').stat().st_size} bytes")


def main(base: str) -> None:
    from festival.models import Festival
    from tests.conftest import CHROMIUM, CHROMIUM_ARGS

    FOLDER.mkdir(parents=True, exist_ok=True)
    present = Festival.objects.exclude(slug=PAST).values_list("slug", flat=True)[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        take(browser, base, present)
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main(sys.argv[1])

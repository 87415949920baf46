"""Screenshots of every page that a role can reach on a running server, with axe checks of each.

    .venv/bin/python -m tests.browser.shots http://127.0.0.1:8000 [role …]

Follows the links from the first pages of each role. Takes every URL name once, at phone, tablet and desktop
width, into var/shots/<role>/<page>-<width>.png, and prints one line for each violation.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import django
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SIGN_INS = tomllib.loads((ROOT / "demo/signins.toml").read_text())
WIDTHS = {390: 844, 820: 1180, 1280: 860}
PAST = "hoai-duc-2024"
NEVER = re.compile(r"/(logout|admin|media|static|i18n)/|\.(pdf|xlsx|csv|zip|png|jpe?g|webp)$")


@dataclass(frozen=True, slots=True)
class Walk:
    """The start of a role: its sign-in name ("" for visitors) and its first pages."""

    login: str
    endpoints: tuple[str, ...]


@dataclass(slots=True)
class Findings:
    """The result of a walk: a URL for each URL name, and lines of violations."""

    seen: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def walks(present: str) -> dict[str, Walk]:
    """The walks of the demo; `present` is the slug of the festival in judging."""
    return {
        "organiser": Walk("btc@sondong.example.com", ("/", f"/{present}/desk/", f"/{present}/desk/schools/")),
        "organiser-past": Walk("btc@hoaiduc.example.com", ("/", f"/{PAST}/desk/")),
        "secretary": Walk("thuky@sondong.example.com", ("/", f"/{present}/desk/")),
        "school": Walk("th02@sondong.example.com", ("/", f"/{present}/school/")),
        "school-past": Walk("th01@hoaiduc.example.com", ("/", f"/{PAST}/school/")),
        "judge": Walk("gk1@sondong.example.com", (f"/{present}/judge/",)),
        "visitor": Walk("", ("/", f"/{present}/", f"/{PAST}/", f"/{PAST}/results/")),
    }


def name_of(path: str) -> str:
    """The URL name behind a path; empty when nothing answers it."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(path).view_name or path.strip("/").replace("/", "-")
    except Resolver404:
        return ""


def sign_in(page: Page, base: str, login: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", str(SIGN_INS["password"]))
    page.click("form.sheet button[type=submit]")
    page.wait_for_load_state()
    if "/accounts/login" in page.url:
        raise SystemExit(f"{login} cannot sign in at {base}")


def faults_of(page: Page, judge: bool) -> list[str]:
    """The violations of the open page."""
    from tests.browser.accessible import small_targets, violations

    faults = violations(page)
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"{headings} <h1>")
    if judge:
        faults += [f"small: {target}" for target in small_targets(page, least=48)]
    return faults


def look(page: Page, address: str, folder: Path, name: str, found: Findings) -> list[str]:
    """Pictures of one page at each width; gives its links."""
    links: list[str] = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(address)
        if answer is None or answer.status >= 400:
            found.faults.append(f"{name} {address}: {answer.status if answer else 'no answer'}")
            return links
        page.wait_for_timeout(150)
        page.screenshot(path=folder / f"{name.replace(':', '.')}-{width}.png", full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.faults.append(f"{name} {address}: wider than {width}")
        if width == min(WIDTHS):
            judge = "judge" in (page.get_attribute("body", "class") or "")
            found.faults += [f"{name} {address}: {fault}" for fault in faults_of(page, judge)]
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return links


def walk(browser: Browser, base: str, role: str, plan: Walk, folder: Path) -> Findings:
    """Every kind of page the role reaches, once."""
    context: BrowserContext = browser.new_context(locale="vi-VN", accept_downloads=False)
    page = context.new_page()
    if plan.login:
        sign_in(page, base, plan.login)
    found, folder = Findings(), folder / role
    folder.mkdir(parents=True, exist_ok=True)
    page.on("pageerror", lambda error: found.faults.append(f"{page.url}: {error}"))
    page.on("console", lambda line: found.faults.append(line.text) if "Content Sec" in line.text else None)
    waiting = [urljoin(base, endpoint) for endpoint in plan.endpoints]
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        name = name_of(parts.path) if parts.netloc == urlsplit(base).netloc else ""
        if not name or name in found.seen or NEVER.search(parts.path):
            continue
        found.seen[name] = parts.path
        try:
            waiting += look(page, address.partition("#")[0], folder, name, found)
        except Error as fault:  # a download, or a page that does not load
            found.faults += [] if "Download" in fault.message else [f"{name} {address}: {fault.message}"]
    context.close()
    return found


def main(base: str, roles: list[str]) -> None:
    from festival.models import Festival
    from tests.conftest import CHROMIUM, CHROMIUM_ARGS

    present = Festival.objects.exclude(slug=PAST).values_list("slug", flat=True).last() or PAST
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for role, plan in walks(present).items():
            if roles and role not in roles:
                continue
            found = walk(browser, base, role, plan, ROOT / "var/shots")
            print(f"{role}: {len(found.seen)} kinds of pages: {' '.join(found.seen)}")
            for fault in dict.fromkeys(found.faults):
                print(f"  {fault}")
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main(sys.argv[1], sys.argv[2:])

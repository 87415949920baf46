"""Taps that a judge needs for the demo's sheets of eight criteria, submitting included.

    .venv/bin/python -m benchmarks.taps

Runs the rule of the page itself (`static/js/point-rules.js`) in Chromium: every mark is given by the fewest
taps from an unmarked criterion. Prints `key: value` lines.
"""

from __future__ import annotations

import csv
import statistics
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

from tests.conftest import CHROMIUM, CHROMIUM_ARGS

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo" / "hoai-duc-2024"
SITE = "http://taps.localhost"
CRITERIA = 8
SUBMIT = 1
Limits = dict[str, int]


def hundredths(points: object) -> int:
    """Points of a file in hundredths."""
    return int(Decimal(str(points)) * 100)


def limits_of(festival: Path) -> dict[tuple[str, str], Limits]:
    """Maximum and step in hundredths, by contest and criterion."""
    bundle = tomllib.loads((festival / "festival.toml").read_text())
    return {
        (contest["slug"], row["code"]): {"max": hundredths(row["maximum"]), "step": hundredths(row["step"])}
        for contest in bundle["contest"]
        for row in contest.get("criterion", [])
    }


def sheets_of(festival: Path) -> list[list[tuple[int, Limits]]]:
    """The judges' complete sheets of eight criteria: the points of each criterion, and its limits."""
    limits, sheets = limits_of(festival), defaultdict(list)
    with (festival / "scores.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["judge"] and row["points"]:
                key = tuple(row[name] for name in ("contest", "round", "judge", "number"))
                mark = hundredths(row["points"]), limits[row["contest"], row["criterion"]]
                sheets[key].append(mark)
    return [marks for marks in sheets.values() if len(marks) == CRITERIA]


def answer_from_disk(route: Route) -> None:
    """Serve the project's files below `SITE`, and an empty page at its root."""
    name = route.request.url.removeprefix(SITE).lstrip("/")
    kind = "text/javascript" if name else "text/html"
    route.fulfill(body=(ROOT / name).read_text() if name else "<title>taps</title>", content_type=kind)


@contextmanager
def rule_page() -> Iterator[Page]:
    """A page of the installed Chromium that has the modules of this folder and of the project."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = browser.new_page()
        page.route("**/*", answer_from_disk)
        page.goto(f"{SITE}/")
        yield page
        browser.close()


def taps_of(page: Page, marks: list[tuple[int, Limits]]) -> list[list[str]]:
    """The taps of each mark, as `benchmarks/taps.js` names them."""
    found: list[list[str]] = page.evaluate(
        """async (marks) => {
          const { taps } = await import('/benchmarks/taps.js');
          return marks.map(([points, limits]) => taps(points, limits));
        }""",
        marks,
    )
    return found


def main() -> None:
    """Count the taps of every sheet."""
    sheets = sheets_of(DEMO)
    with rule_page() as page:
        taps = [[len(mark) for mark in taps_of(page, marks)] for marks in sheets]
    totals = [sum(sheet) + SUBMIT for sheet in taps]
    by_mark = Counter(mark for sheet in taps for mark in sheet)
    print(f"sheets: {len(sheets)}")
    print(f"median_taps: {statistics.median(totals):g}")
    print(f"most_taps: {max(totals)}")
    print(f"marks_in_one_tap_percent: {100 * by_mark[1] / by_mark.total():.1f}")
    print(f"marks_in_two_taps_percent: {100 * (by_mark[1] + by_mark[2]) / by_mark.total():.1f}")


if __name__ == "__main__":
    main()

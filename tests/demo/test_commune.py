"""The commune's festival is half way: each role finds something to do on any day it is made."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from demo.make_commune import make
from judging.rules.discrepancy import gaps
from judging.rules.marks import is_counted
from tests.demo.bundle import Bundle

STATES = {"draft", "submitted", "returned", "approved", "declined", "withdrawn"}
LESSONS = "giao-vien-ai"


def test_participation_is_in_all_three_states(commune: Bundle) -> None:
    counted = Counter(school["participates"] for school in commune.table("schools"))
    assert counted == {"1": 13, "": 2, "0": 1}
    assert {school["level"] for school in commune.table("schools")} == {
        "mam-non",
        "tieu-hoc",
        "thcs",
        "lien-cap",
    }


def test_only_confirmed_schools_registered_something(commune: Bundle) -> None:
    confirmed = {school["code"] for school in commune.table("schools") if school["participates"] == "1"}
    for table in ("booths", "entries"):
        assert {row["school_code"] for row in commune.table(table)} <= confirmed, table
    for row in commune.table("booths"):
        assert set(filter(None, row["partners"].split(";"))) <= confirmed, row["title"]


def test_booths_and_entries_stand_in_every_state(commune: Bundle) -> None:
    assert {booth["state"] for booth in commune.table("booths")} == STATES
    entries = commune.table("entries")
    for contest in (LESSONS, "san-pham-stem"):
        assert {entry["state"] for entry in entries if entry["contest"] == contest} == STATES, contest
    unplaced = [one for one in commune.table("booths") if one["state"] == "approved" and not one["stand"]]
    assert len(unplaced) == 1


def test_no_school_is_over_its_quota(commune: Bundle) -> None:
    for contest in commune.settings["contest"]:
        used = Counter(
            row["school_code"]
            for row in commune.table("booths" if contest["kind"] == "booth" else "entries")
            if row["contest"] in {contest["slug"], ""} and row["state"] not in {"declined", "withdrawn"}
        )
        assert max(used.values()) <= contest["quota_per_school"], contest["slug"]


def test_judging_is_half_done_with_one_pair_beyond_the_threshold(commune: Bundle) -> None:
    rule, sheets = commune.rule(LESSONS), commune.sheets(LESSONS)
    assigned = [row for row in commune.table("assignments") if row["contest"] == LESSONS]
    submitted = sum(is_counted(sheet, rule.round("")) for sheet in sheets)
    drafts = sum(not sheet.submitted for sheet in sheets)
    assert (len(assigned), submitted, drafts) == (26, 15, 5)
    verdicts = {gap.entry: gap.verdict for gap in gaps(sheets, rule) if gap.verdict != "agree"}
    assert verdicts == {"02": "third_judge", "10": "discuss"}


def test_half_marked_sheets_are_drafts(commune: Bundle) -> None:
    for sheet in commune.sheets(LESSONS):
        assert sheet.submitted == all(points is not None for points in sheet.marks.values()), sheet


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2027, 2, 28), date(2028, 8, 1)])
def test_windows_lie_around_today(made: Path, today: date) -> None:
    slug = make(made, today=today)
    festival = Bundle(made).settings["festival"]
    noon = datetime.combine(today, time(5), tzinfo=UTC)
    assert festival["registration_opens_at"] < noon < festival["registration_closes_at"]
    assert today < festival["starts_on"] <= festival["ends_on"]
    assert festival["slug"] == slug
    first, last = festival["school_year"].split("-")
    assert date(int(first), 8, 1) <= today < date(int(last), 8, 1)


def test_same_day_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    for folder in (made, tmp_path / "again"):
        make(folder, today=date(2026, 11, 24))
    files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert len(files) >= 30
    for path in files:
        assert (made / path).read_bytes() == (tmp_path / "again" / path).read_bytes(), path

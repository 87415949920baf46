"""Every demo bundle keeps the form of a bundle: cells, references, marks, conflicts of interest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from judging.rules.marks import mark_fault
from tests.demo.bundle import Bundle


@pytest.fixture(params=["hoai_duc", "commune"])
def bundle(request: pytest.FixtureRequest) -> Bundle:
    """Each demo festival."""
    return cast(Bundle, request.getfixturevalue(request.param))


def texts(bundle: Bundle) -> Iterator[Path]:
    return (path for path in sorted(bundle.folder.iterdir()) if path.suffix in {".csv", ".toml"})


def test_tables_are_plain_composed_utf8_with_one_line_a_row(bundle: Bundle) -> None:
    assert len(list(texts(bundle))) >= 11
    for path in texts(bundle):
        raw = path.read_bytes()
        text = raw.decode("utf-8")
        assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n"), path.name
        assert text == unicodedata.normalize("NFC", text), path.name
        if path.suffix == ".csv":
            assert len(text.splitlines()) == len(bundle.table(path.stem)) + 1, path.name


def test_names_numbers_and_codes_are_unique(bundle: Bundle) -> None:
    for table, keys in {
        "schools": ("code",),
        "guests": ("email", "role", "school_code"),
        "judges": ("email",),
        "booths": ("school_code", "title"),
        "products": ("school_code", "booth", "name"),
        "members": ("contest", "number", "full_name"),
        "scores": ("contest", "round", "judge", "number", "criterion"),
    }.items():
        rows = [tuple(row[key] for key in keys) for row in bundle.table(table)]
        assert rows and len(rows) == len(set(rows)), table
    for key in ("number", "code"):
        typed = [(row["contest"], row[key]) for row in bundle.table("entries") if row[key]]
        assert len(typed) == len(set(typed)), key


def test_references_resolve(bundle: Bundle) -> None:
    schools = {row["code"] for row in bundle.table("schools")}
    booths = {(row["school_code"], row["title"]) for row in bundle.table("booths")}
    entries = {(row["contest"], row["number"]) for row in bundle.table("entries")}
    entries |= {(row["contest"], row["number"]) for row in bundle.table("booths") if row["contest"]}
    judges = {row["email"] for row in bundle.table("judges")}
    for table in ("guests", "judges", "booths", "entries"):
        homes = [row["school_code"] for row in bundle.table(table) if row["school_code"]]
        assert set(homes) <= schools, table
    for row in bundle.table("booths"):
        assert set(filter(None, row["partners"].split(";"))) <= schools - {row["school_code"]}, row["title"]
    for table in ("products", "photos"):
        assert {(row["school_code"], row["booth"]) for row in bundle.table(table)} <= booths, table
    for table in ("members", "attachments", "scores"):
        assert {(row["contest"], row["number"]) for row in bundle.table(table)} <= entries, table
    for row in bundle.table("assignments"):
        assert row["judge"] in judges
        assert not row["number"] or (row["contest"], row["number"]) in entries
    for table in ("photos", "attachments"):
        for row in bundle.table(table):
            assert (bundle.folder / "files" / row["file"]).is_file(), row["file"]


def test_no_judge_is_assigned_to_his_own_school(bundle: Bundle) -> None:
    home = {row["email"]: row["school_code"] for row in bundle.table("judges")}
    assert sum(bool(school) for school in home.values()) >= 2
    for row in bundle.table("assignments"):
        if row["number"]:
            assert home[row["judge"]] not in bundle.competing(row["contest"])[row["number"]], row


def test_every_judged_score_has_its_assignment(bundle: Bundle) -> None:
    assigned = {(row["contest"], row["judge"], row["number"]) for row in bundle.table("assignments")}
    scores = bundle.table("scores")
    scored = {(row["contest"], row["judge"], row["number"]) for row in scores if row["judge"]}
    assert scored and scored <= assigned


def test_every_mark_is_a_step_within_its_maximum(bundle: Bundle) -> None:
    for contest in bundle.settings["contest"]:
        rule = bundle.rule(contest["slug"])
        for sheet in bundle.sheets(contest["slug"]):
            criteria = {one.code: one for one in rule.round(sheet.round).criteria}
            assert sheet.marks.keys() <= criteria.keys()
            faults = {
                code: mark_fault(points, criteria[code])
                for code, points in sheet.marks.items()
                if points is not None
            }
            assert set(faults.values()) <= {None}, (sheet, faults)


def test_rubrics_add_up_to_100(bundle: Bundle) -> None:
    for contest in bundle.settings["contest"]:
        for one in bundle.rule(contest["slug"]).rounds:
            assert one.maximum == 100, (contest["slug"], one.code)


def test_nobody_can_be_reached(bundle: Bundle) -> None:
    for table in ("schools", "guests", "judges", "booths", "members"):
        for row in bundle.table(table):
            email, phone = row.get("email", ""), row.get("phone", "")
            assert not email or email.endswith(".example.com") or email.startswith("040000"), row
            assert not phone or phone.startswith("040000"), row


def test_pictures_are_small(bundle: Bundle) -> None:
    files = list((bundle.folder / "files").iterdir())
    assert files and max(path.stat().st_size for path in files) < 60_000
    assert sum(path.stat().st_size for path in files) < 1_500_000

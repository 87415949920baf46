"""Every text marked for translation has a Vietnamese translation, and the catalogue contains no others."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.test_library_words import Entry, entries
from tests.guards.tree import APPS, ROOT

CATALOGUE = ROOT / "locale/vi/LC_MESSAGES/django.po"
FOLDERS = (*APPS, "config", "demo", "templates")
PLACE = re.compile(r"%\(\w+\)|\{\w+\}")


def key(entry: Entry) -> tuple[str, str]:
    return entry.get("msgctxt", ""), entry["msgid"]


def translation(entry: Entry) -> str:
    return entry.get("msgstr") or entry.get("msgstr[0]", "")


def used(folder: Path) -> list[Entry]:
    """The texts marked in a tree, as makemessages finds them."""
    (folder / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "--no-location", "-v0"]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=folder, env=plain, check=True, capture_output=True, timeout=60)
    return entries(folder / "locale/vi/LC_MESSAGES/django.po")


def missing(wanted: list[Entry], catalogue: list[Entry]) -> list[str]:
    """msgids without a translation."""
    known = {key(entry) for entry in catalogue if translation(entry)}
    return [entry["msgid"] for entry in wanted if key(entry) not in known]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[Entry]:
    copy = tmp_path_factory.mktemp("words")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    return used(copy)


def test_every_text_has_its_vietnamese(wanted: list[Entry]) -> None:
    assert len(wanted) >= 1200
    assert missing(wanted, entries(CATALOGUE)) == []


def test_catalogue_keeps_nothing_unused_or_unsure(wanted: list[Entry]) -> None:
    text = CATALOGUE.read_text(encoding="utf-8")

    assert "#~" not in text
    assert ", fuzzy" not in text
    assert {key(entry) for entry in entries(CATALOGUE)} - {key(entry) for entry in wanted} == set()


def test_placeholders_are_the_same_in_vietnamese() -> None:
    wrong = [
        entry["msgid"]
        for entry in entries(CATALOGUE)
        if not set(PLACE.findall(translation(entry)))
        <= set(PLACE.findall(entry["msgid"] + entry.get("msgid_plural", "")))
    ]

    assert wrong == []


def test_spelling_is_that_of_administrative_papers() -> None:
    """Old-style tone marks, and one term for each concept."""
    wrong = re.compile(r"\w*(?:oà|oá|oả|oã|oạ|uỳ|uý|uỷ|uỹ|uỵ|oè|oé)\b|hội thi\b|mã phách", re.IGNORECASE)
    found = {word for entry in entries(CATALOGUE) for word in wrong.findall(translation(entry))}

    assert {word for word in found if not word.lower().startswith("qu")} == set()


def test_an_untranslated_text_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% load i18n %}{% translate 'Save' %}{% translate 'Say nothing' %}")

    assert missing(used(tmp_path), entries(CATALOGUE)) == ["Say nothing"]

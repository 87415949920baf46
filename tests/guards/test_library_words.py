"""Texts of allauth and Django on the project's pages are translated; their own catalogues are incomplete."""

from __future__ import annotations

import ast
import gettext
from importlib.util import find_spec
from pathlib import Path

import django
from django.utils.translation import gettext as translate
from django.utils.translation import override

from tests.guards.tree import ROOT

OURS = ROOT / "locale/libraries/vi/LC_MESSAGES/django.po"
ELSEWHERE = ("socialaccount", "headless", "idp")  # parts of allauth that the project does not use
SHOWN = (  # Django's pages and forms that users see
    "django/forms/",
    "forms/",
    "core/validators.py",
    "core/paginator.py",
    "contrib/auth/password_validation.py",
    "contrib/auth/forms.py",
)
Entry = dict[str, str]


def entries(path: Path) -> list[Entry]:
    """The entries of a catalogue: msgid, msgstr (msgstr[0] for plurals), msgctxt, refs."""
    found: list[Entry] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry: Entry = {"refs": " ".join(line[2:] for line in block.split("\n") if line.startswith("#:"))}
        key = ""
        for line in block.split("\n"):
            if line.startswith("msg"):
                key, _, text = line.partition(" ")
                entry[key] = str(ast.literal_eval(text))
            elif line.startswith('"') and key:
                entry[key] += str(ast.literal_eval(line))
        if entry.get("msgid"):
            found.append(entry)
    return found


def allauth_entries() -> list[Entry]:
    spec = find_spec("allauth")
    assert spec and spec.origin
    catalogue = Path(spec.origin).parent / "locale/en/LC_MESSAGES/django.po"
    return [
        entry
        for entry in entries(catalogue)
        if not all(any(room in place for room in ELSEWHERE) for place in entry["refs"].split())
    ]


def django_entries() -> list[Entry]:
    home = Path(django.__file__).parent
    found = [
        entry
        for name in ("conf", "contrib/auth")
        for entry in entries(home / name / "locale/en/LC_MESSAGES/django.po")
    ]
    return [entry for entry in found if any(place.startswith(SHOWN) for place in entry["refs"].split())]


def missing(wanted: list[Entry], *catalogues: Path) -> list[str]:
    """msgids that none of the catalogues translates."""
    known = {
        (entry.get("msgctxt", ""), entry["msgid"])
        for path in catalogues
        for entry in entries(path)
        if entry.get("msgstr") or entry.get("msgstr[0]")
    }
    return [entry["msgid"] for entry in wanted if (entry.get("msgctxt", ""), entry["msgid"]) not in known]


def test_everything_allauth_says_is_translated() -> None:
    wanted = allauth_entries()
    assert len(wanted) >= 250
    assert missing(wanted, OURS) == []


def test_everything_forms_say_is_translated() -> None:
    wanted = django_entries()
    home = Path(django.__file__).parent
    own = [home / name / "locale/vi/LC_MESSAGES/django.po" for name in ("conf", "contrib/auth")]
    assert len(wanted) >= 60
    assert missing(wanted, OURS, *own) == []


def test_missing_words_are_found() -> None:
    assert missing([{"msgid": "Not in any catalogue", "refs": ""}], OURS) == ["Not in any catalogue"]


def test_placeholders_are_kept() -> None:
    catalogue = entries(OURS)
    assert len(catalogue) >= 400
    for entry in catalogue:
        translation = entry.get("msgstr") or entry.get("msgstr[0]", "")
        for mark in ("%(site_name)s", "%(email)s", "%(recipient)s", "%(limit_value)s", "%(user_display)s"):
            assert (mark in entry["msgid"]) == (mark in translation), entry["msgid"]


def test_a_school_page_does_not_say_that_schools_are_compulsory() -> None:
    """Django translates a form's "field" as “trường”, which also means school."""
    compiled = OURS.with_suffix(".mo")
    assert compiled.exists(), "sh bin/setup compiles the catalogues"
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("This field is required.") == "Hãy điền ô này."
    with override("vi"):
        assert translate("This field is required.") == "Hãy điền ô này."
        assert translate("Sign In") == "Đăng nhập"

"""One placement of tone marks: khóa, hòa, thúy, as in administrative papers."""

from __future__ import annotations

import unicodedata

from festival.text import old_style
from tests.guards.tree import ROOT

PLACES = ("locale/**/*.po", "templates/**/*.html", "demo/**/*.toml", "demo/**/*.csv")


def new_style(text: str) -> list[str]:
    """Words in the other spelling."""
    words = unicodedata.normalize("NFC", text).split()
    return [word for word in words if old_style(word) != word]


def test_texts_keep_to_the_old_style() -> None:
    files = [path for place in PLACES for path in sorted(ROOT.glob(place))]
    assert len(files) >= 60
    faults = {str(path.relative_to(ROOT)): new_style(path.read_text(encoding="utf-8-sig")) for path in files}
    assert {name: words for name, words in faults.items() if words} == {}


def test_the_new_style_is_seen() -> None:
    assert new_style("Đã khoá điểm của cô Thuý; quý thầy Hòa.") == ["khoá", "Thuý;"]

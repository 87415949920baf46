"""The icon font of the pages: which icons it has, and its weight."""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

from festival.icons import icons_of, sheet_with, used_icons, words_of, write_font
from tests.guards.tree import ROOT

VENDOR = ROOT / "static" / "vendor"
SHEET = '.bi::before{font-family:x}.bi-check::before{content:"\\f26b"}.bi-x-lg::before{content:"\\f659"}'
MOST_BYTES = 16_000


def test_names_of_icons_are_read_from_quotes_and_classes() -> None:
    source = """{% icon "x-lg" %}{% chip "warn" 'clock' _("Not yet: it's late") %}<i class="bi bi-check">"""
    assert words_of(source) == {"x-lg", "warn", "clock", "check"}


def test_icons_that_nothing_names_are_left_out() -> None:
    assert icons_of(SHEET) == {"check": 0xF26B, "x-lg": 0xF659}
    assert sheet_with(SHEET, ["x-lg"]) == '.bi::before{font-family:x}.bi-x-lg::before{content:"\\f659"}'


def test_installed_font_has_every_icon_that_the_project_names(tmp_path: Path) -> None:
    icons = icons_of((VENDOR / "bootstrap-icons.min.css").read_text())
    names = used_icons(icons)
    assert {"send", "person-circle", "check-circle-fill"} <= set(names)
    codes = {name: icons[name] for name in names}
    write_font(VENDOR / "fonts" / "bootstrap-icons.woff2", tmp_path / "icons.woff2", codes)
    with TTFont(tmp_path / "icons.woff2") as font:
        assert set(font.getBestCmap()) == set(codes.values())
    assert (tmp_path / "icons.woff2").stat().st_size <= MOST_BYTES

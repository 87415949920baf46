"""Stylesheets and templates: colours in one file alone, sufficient contrast, one `<h1>` a page."""

from __future__ import annotations

import re
from pathlib import Path

from festival.registries import field_icons, state_chips
from festival.templatetags.ui import NOTICES
from tests.guards.tree import ROOT, shown

VENDOR = ROOT / "static/vendor"
TOKENS = ROOT / "static/css/tokens.css"
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(|:\s*(?:white|black|red|green|blue|gr[ae]y|orange|yellow)\b",
    re.IGNORECASE,
)
PAINT = re.compile(
    r"\b(?:fill|stroke|color|bgcolor|stop-color)=[\"'](?!none|currentcolor|\{)[^\"']+", re.IGNORECASE
)
READABLE = 4.5  # WCAG 2.2, 1.4.3
VISIBLE = 3.0  # WCAG 2.2, 1.4.11: edges of controls
BASE = re.compile(r"{% extends \"(base|_confirm|_problem)\.html\"")
PAPERS = "print"

# pairs of text colour and background
WORDS = [
    *[(word, background) for word in ("ink", "muted", "brand") for background in ("canvas", "surface")],
    *[(word, "surface") for word in ("good", "warn", "bad")],
    ("ink", "quiet-soft"),
    ("ink", "brand-soft"),
    ("ink", "accent-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-state", "good"),
    ("on-state", "bad"),
    ("brand-strong", "brand-soft"),
    ("muted", "quiet-soft"),
    *[(f"{tone}-ink", f"{tone}-soft") for tone in ("good", "warn", "bad")],
    *[("ink", f"{tone}-soft") for tone in ("good", "warn", "bad")],
    *[(f"medal-{tier}-ink", f"medal-{tier}-soft") for tier in ("first", "second", "third", "consolation")],
    *[(f"field-{field}", f"field-{field}-soft") for field in ("ict", "ai", "stem", "steam", "digital")],
]
EDGES = [("edge", "surface"), ("edge", "canvas"), ("brand", "surface"), ("bad", "surface"), ("brand", "line")]


def stylesheets() -> list[Path]:
    return [path for path in sorted((ROOT / "static/css").glob("*.css")) if path != TOKENS]


def painted(css: str) -> list[str]:
    """Colour values in a stylesheet, without comments and URLs."""
    bare = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", css, flags=re.DOTALL)
    rules = re.sub(r"[^{};]*\{", "{", bare)  # selectors such as #list are not colours
    return COLOUR.findall(rules)


def palettes(css: str) -> list[dict[str, str]]:
    """The variables of the light scheme, and those of the dark scheme."""
    light, _, dark = css.partition("@media screen and (prefers-color-scheme: dark)")
    names = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", part)) for part in (light, dark)]
    return [names[0], {**names[0], **names[1]}]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(palette: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    found = [(word, background, contrast(palette[word], palette[background])) for word, background in pairs]
    return [f"{word} on {background}: {ratio:.2f}" for word, background, ratio in found if ratio < least]


def pages() -> list[Path]:
    """Templates of pages, without those of papers."""
    files = sorted((ROOT / "templates").rglob("*.html"))
    ours = [path for path in files if PAPERS not in path.relative_to(ROOT).parts and path.name[0] != "_"]
    return [
        path for path in ours if re.search(r"{% extends \"(base|_confirm|_problem)\.html\"", path.read_text())
    ]


def unheaded(source: str) -> list[str]:
    """What a page's template lacks: a title, or exactly one `<h1>`."""
    lacks = [] if re.search(r"{% block (title|head_title) ", source) else ["title"]
    own = len(re.findall(r"<h1\b", source))
    inherits = "{% block page " not in source
    if own != (0 if inherits else 1) and not re.search(r"{% block content %}{% endblock", source):
        lacks.append("one <h1>")
    if inherits and "{% block heading " not in source:
        lacks.append("heading")
    return lacks


def test_no_colour_stands_outside_the_tokens() -> None:
    assert len(stylesheets()) >= 6
    assert {
        shown(path): painted(path.read_text()) for path in stylesheets() if painted(path.read_text())
    } == {}


def test_colour_outside_the_tokens_is_found() -> None:
    assert painted("a { color: #fff; }") == ["#fff"]
    assert painted("#add { background: rgb(1 2 3); border: 0 }") == ["rgb("]
    assert painted("p { color: red }") == [": red"]
    assert painted('a { color: var(--ink); background: url("x.svg#abc") } /* #fff */') == []


def test_no_template_paints() -> None:
    files = [path for path in (ROOT / "templates").rglob("*.html") if PAPERS not in path.parts]
    assert len(files) >= 30
    assert [shown(path) for path in files if PAINT.search(path.read_text())] == []


def test_painting_template_is_found() -> None:
    assert PAINT.search('<path fill="#c00"/>')
    assert not PAINT.search('<path fill="none" stroke="currentColor"/>')


def test_tokens_are_readable_in_light_and_dark() -> None:
    light, dark = palettes(TOKENS.read_text())
    assert min(len(light), len(dark)) >= 45
    assert light["canvas"] != dark["canvas"]
    for palette in (light, dark):
        assert too_faint(palette, WORDS, READABLE) == []
        assert too_faint(palette, EDGES, VISIBLE) == []


def test_faint_words_are_found() -> None:
    assert too_faint({"ink": "#999999", "canvas": "#ffffff"}, [("ink", "canvas")], READABLE) == [
        "ink on canvas: 2.85"
    ]


def test_every_page_has_title_and_one_heading() -> None:
    assert len(pages()) >= 12
    assert [(shown(path), unheaded(path.read_text())) for path in pages() if unheaded(path.read_text())] == []


def test_page_without_heading_is_found() -> None:
    assert unheaded('{% extends "base.html" %}{% block content %}<h1>A</h1>{% endblock %}') == [
        "title",
        "one <h1>",
        "heading",
    ]
    assert unheaded("{% block title %}A{% endblock %}{% block heading %}A{% endblock %}") == []
    assert unheaded("{% block title %}A{% endblock %}{% block page %}<h1>A</h1>{% endblock %}") == []


def icons() -> set[str]:
    """Names of icons that templates and chips use."""
    asked = {icon for _, icon in [*state_chips.values(), *NOTICES.values()]} | set(field_icons.values())
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text()
        for pattern in (
            r"{% (?:icon|empty) \"([\w-]+)\"",
            r"{% chip \"\w+\" \"([\w-]+)\"",
            r"\bbi-([\w-]+)",
            r"icon_name=\"([\w-]+)\"",
        ):
            asked.update(re.findall(pattern, source))
    return asked


def known_icons() -> set[str]:
    return set(re.findall(r"\.bi-([\w-]+)::?before", (VENDOR / "bootstrap-icons.min.css").read_text()))


def test_every_icon_exists() -> None:
    assert len(icons()) >= 60
    assert len(known_icons()) >= 100
    assert sorted(icons() - known_icons()) == []


def test_icon_that_does_not_exist_is_found() -> None:
    assert {"trash", "no-such-icon"} - known_icons() == {"no-such-icon"}

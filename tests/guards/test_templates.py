"""Every template compiles, and none contains what the content security policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError, engines
from django.template.loader import get_template

from tests.guards.tree import ROOT, shown

INLINE = {
    "inline style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "foreign host": re.compile(r"(src|href)=[\"']https?://(?!www\.w3\.org)", re.IGNORECASE),
}
PAPERS = ("print",)  # papers are rendered by WeasyPrint, not by a browser


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def inline(source: str) -> list[str]:
    """The kinds of inline code in `source` that the policy refuses."""
    return [kind for kind, pattern in INLINE.items() if pattern.search(source)]


def headings(source: str) -> int:
    return len(re.findall(r"<h1\b", source))


def test_every_template_compiles() -> None:
    files = templates()
    assert len(files) >= 120
    for path in files:
        get_template(path.relative_to(ROOT / "templates").as_posix())


def test_broken_template_is_found() -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% if %}")
    assert Template("{{ x }}", engine=Engine()).render(Context({"x": 1})) == "1"


def test_no_template_carries_what_the_policy_refuses() -> None:
    pages = [path for path in templates() if not set(PAPERS) & set(path.relative_to(ROOT).parts)]
    assert len(pages) >= 100
    faults = [f"{shown(path)}: {kind}" for path in pages for kind in inline(path.read_text())]
    assert faults == []


def test_inline_things_are_found() -> None:
    assert inline('<p style="color:red">') == ["inline style"]
    assert inline("<script>alert(1)</script>") == ["inline script"]
    assert inline('<a onclick="go()">') == ["inline handler"]
    assert inline('<img src="https://cdn.example/x.png">') == ["foreign host"]
    assert inline('<script src="/static/a.js" type="module"></script>') == []
    assert inline('{{ data|json_script:"x" }}<script type="application/json">{}</script>') == []


def test_no_page_has_two_headings_of_the_first_order() -> None:
    pages = [path for path in templates() if "{% extends" in path.read_text()]
    assert len(pages) >= 60
    assert [shown(path) for path in pages if headings(path.read_text()) > 2] == []

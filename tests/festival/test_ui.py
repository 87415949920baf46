"""Template tags of the pages: escaping, labels, errors."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import NoReverseMatch

from contests.models import Contest
from festival.models import Festival
from festival.registries import field_icons, state_chips
from judging.models import ScoreSheet


def shown(source: str, **context: Any) -> str:
    context.setdefault("request", request())
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def request(path: str = "/hoai-duc/schools/") -> HttpRequest:
    return RequestFactory().get(path)


def test_state_chip_has_icon_word_and_tone() -> None:
    html = shown("{% state_chip row %}", row=Contest(state=Contest.State.PUBLISHED))
    assert 'class="chip chip-good"' in html
    assert "bi-megaphone-fill" in html
    assert str(Contest.State.PUBLISHED.label) in html


def test_state_chip_of_a_submitted_sheet_is_done() -> None:
    assert "chip-good" in shown("{% state_chip row %}", row=ScoreSheet(state=ScoreSheet.State.SUBMITTED))


def test_state_chip_of_nothing_is_nothing() -> None:
    assert shown("{% state_chip row %}", row=None) == ""


@pytest.mark.parametrize(
    "source",
    [
        '{% chip "warn" "clock" evil %}',
        '{% notice "bad" evil %}',
        "{% medal 1 evil %}",
        '{% field_chip "ai" evil %}',
        '{% crumbs evil "/a/" "b" "" %}',
        '{% figure evil 1 2 url="/x/" note=evil %}',
        '{% empty "shop" evil text=evil url="/x/" action=evil %}',
        "{% bar 1 2 evil %}",
    ],
)
def test_pieces_escape_what_people_type(source: str) -> None:
    html = shown(source, evil='<img src=x onerror="1">')
    assert "<img" not in html
    assert "&lt;img" in html


def test_figure_shows_the_number_with_its_whole_and_leads_to_the_list() -> None:
    html = shown('{% figure "Tham gia" 51 54 unit="trường" url="/ds/" note="3 chưa trả lời" %}')
    assert '<a href="/ds/"' in html
    assert "51<span" in html
    assert "/54 trường" in html
    assert '<progress class="bar" value="51" max="54" aria-label="Tham gia">' in html


def test_bar_of_nothing_has_a_whole() -> None:
    assert 'value="0" max="1"' in shown('{% bar 0 0 "Chấm" %}')


@pytest.mark.parametrize(("tier", "looks"), [(0, 1), (1, 1), (3, 3), (4, 4), (9, 4)])
def test_medal_of_a_low_tier_looks_like_the_fourth(tier: int, looks: int) -> None:
    assert f"medal-{looks}" in shown('{% medal tier "Giải" %}', tier=tier)


def test_navigation_to_an_unknown_address_fails_loudly() -> None:
    festival = Festival(slug="hoai-duc", name="Ngày hội")
    here = shown('{% nav_item "festival:schools" "Trường" %}', festival=festival)
    assert here.startswith('<li><a href="/hoai-duc/')
    with pytest.raises(NoReverseMatch):
        shown('{% nav_item "festival:no-such" "Trường" %}', festival=festival)


def test_pages_keep_search_and_filters() -> None:
    page = Paginator(range(100), 10).page(2)
    html = shown("{% pages page %}", page=page, request=request("/ds/?q=an&page=2"))
    assert 'href="?q=an&amp;page=3"' in html
    assert 'aria-current="page">2<' in html
    assert shown("{% pages page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_query_loses_an_empty_key() -> None:
    assert shown('{% with_query state="" %}', request=request("/ds/?state=draft")) == "/ds/"
    assert shown('{% with_query state="draft" page="" %}', request=request("/ds/?page=3")) == "?state=draft"


def test_every_tone_has_a_look() -> None:
    from tests.guards.tree import ROOT

    looks = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))
    tones = {tone for tone, _ in state_chips.values()} | set(field_icons)
    assert len(tones) >= 9
    assert [tone for tone in sorted(tones - {"quiet"}) if f".chip-{tone} {{" not in looks] == []

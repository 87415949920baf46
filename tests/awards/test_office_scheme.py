"""The organiser edits the prize scheme."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.actions.scheme import set_scheme
from awards.pages.scheme import SCHEMES, scheme_preview
from awards.queries.scheme import scheme_rule
from contests.models import Contest
from festival.refusals import RuleBroken
from tests import make
from tests.reading import texts

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {
    "base": "scored",
    "max_share_of_entrants": None,
    "rounding": "down",
    "at_least_one": True,
    "boundary_tie": "higher",
}


def tier(name: str, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("prize", "count", "share_of_entrants", "share_of_prizes", "minimum", "amount"))
    return {**empty, "name": name, "cumulative": False, **more}


def test_tiers_get_codes_without_the_word_for_prize() -> None:
    contest = make.make_contest()
    tiers = [tier("Giải Nhất", count=1), tier("Giải Khuyến khích", count=6)]
    set_scheme(contest=contest, tiers=tiers, by=make.make_organiser(contest.festival), **FACTS)
    rule = scheme_rule(contest)
    assert rule is not None and [t.code for t in rule.tiers] == ["nhat", "khuyen-khich"]


def test_tier_keeps_its_code_when_it_is_renamed() -> None:
    contest = make.make_contest()
    scheme = make.make_scheme(contest, 1, 3)
    by = make.make_organiser(contest.festival)
    first = scheme.prizes.all()[0]
    set_scheme(contest=contest, tiers=[tier("Giải Vàng", prize=first.pk, count=2)], by=by, **FACTS)
    assert list(scheme.prizes.values_list("pk", "code", "name", "count")) == [
        (first.pk, "giai-1", "Giải Vàng", 2)
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (tier("A"), "tier-without-size"),
        (tier("A", count=1, share_of_entrants=Decimal("0.1")), "tier-with-two-sizes"),
        (tier("A", share_of_prizes=Decimal("0.1")), "share-of-prizes-without-cap"),
        (tier("A", share_of_entrants=Decimal("1.1")), "not-a-share"),
    ],
)
def test_scheme_without_sense_is_refused(row: dict[str, Any], code: str) -> None:
    contest = make.make_contest()
    with pytest.raises(RuleBroken, match=code):
        set_scheme(contest=contest, tiers=[row], by=make.make_organiser(contest.festival), **FACTS)


def test_frozen_contest_keeps_its_prizes() -> None:
    contest = make.make_contest(state=Contest.State.FROZEN)
    with pytest.raises(RuleBroken, match="frozen"):
        set_scheme(
            contest=contest, tiers=[tier("A", count=1)], by=make.make_organiser(contest.festival), **FACTS
        )


@pytest.mark.parametrize(
    ("key", "numbers"),
    [("1-3-3-6", [1, 3, 3, 6]), ("2-4-10-20", [2, 4, 10, 20]), ("10-20-30 %", [6, 12, 18])],
)
def test_preview_of_usual_schemes_with_60_entries(key: str, numbers: list[int]) -> None:
    outcome = scheme_preview(FACTS, SCHEMES[key], entries=60)
    assert outcome is not None and [number for _, number in outcome.prizes] == numbers


def test_preview_obeys_the_cap() -> None:
    facts = {**FACTS, "max_share_of_entrants": Decimal("0.1")}
    outcome = scheme_preview(facts, SCHEMES["1-3-3-6"], entries=60)
    assert outcome is not None
    assert ([number for _, number in outcome.prizes], outcome.cap) == ([1, 3, 2, 0], 6)


def test_page_saves_percent_as_shares_and_previews_without_saving(client: Client) -> None:
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    args = [contest.festival.slug, contest.slug]
    form = {
        "tiers-TOTAL_FORMS": "1",
        "tiers-INITIAL_FORMS": "0",
        "tiers-0-name": "Giải Nhất",
        "tiers-0-share_of_entrants": "12,5",
        "base": "scored",
        "rounding": "down",
        "boundary_tie": "chair",
    }
    preview = client.post(reverse("awards:preview", args=args), form)
    assert texts(preview, "#outcome li") == ["7 Giải Nhất"]
    assert scheme_rule(contest) is None
    assert client.post(reverse("awards:scheme", args=args), form).status_code == 302
    rule = scheme_rule(contest)
    assert rule is not None
    assert (rule.tiers[0].share_of_entrants, rule.boundary_tie) == (Decimal("0.125"), "chair")
    assert client.post(reverse("awards:scheme", args=args), {**form, "tiers-0-name": ""}).status_code == 422

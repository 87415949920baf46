"""Editors of rows: an empty new row is left out wherever it stands, whatever its preset values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import PrizeScheme
from contests.models import Contest
from festival.models import Festival
from tests import make
from tests.reading import sent_by, texts

pytestmark = pytest.mark.django_db

CRITERION = {"criterion": "", "name": "", "maximum": "", "step": "0,25", "weight": "1", "description": ""}
TIER = {"prize": "", "name": "", "count": "", "share_of_entrants": "", "share_of_prizes": "", "minimum": ""}


@pytest.fixture
def contest(client: Client) -> Contest:
    """A contest whose organiser is signed in."""
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    return contest


def post(client: Client, url: str, prefix: str, rows: list[dict[str, str]]) -> Any:
    """Send the page with these new rows instead of those that it shows."""
    shown = sent_by(client.get(url))
    kept = {name: value for name, value in shown.items() if not name.startswith(f"{prefix}-")}
    management = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    typed = {f"{prefix}-{place}-{key}": text for place, row in enumerate(rows) for key, text in row.items()}
    return client.post(url, {**kept, **management, **typed})


def test_empty_criteria_before_and_after_a_typed_one_are_left_out(client: Client, contest: Contest) -> None:
    url = reverse("judging:rubric", args=[contest.festival.slug, contest.slug])
    typed = {**CRITERION, "name": "Nội dung", "maximum": "100"}
    answer = post(client, url, "criteria", [{**CRITERION, "ORDER": "2"}, typed, CRITERION])
    assert answer.status_code == 302
    assert list(contest.criteria.values_list("name", "maximum")) == [("Nội dung", Decimal(100))]
    assert client.post(url, sent_by(client.get(url))).status_code == 302
    assert contest.criteria.count() == 1


def test_criterion_half_typed_is_still_asked_for(client: Client, contest: Contest) -> None:
    url = reverse("judging:rubric", args=[contest.festival.slug, contest.slug])
    answer = post(client, url, "criteria", [{**CRITERION, "description": "Ý tưởng mới"}])
    assert answer.status_code == 422
    assert texts(answer, ".error-summary li") == [
        "1. Tiêu chí: Hãy điền ô này.",
        "1. Điểm tối đa: Hãy điền ô này.",
    ]


@pytest.mark.parametrize(
    ("page", "prefix", "row", "message"),
    [
        ("judging:rubric", "criteria", CRITERION, "Hãy nhập ít nhất một tiêu chí."),
        ("awards:scheme", "tiers", TIER, "Hãy nhập ít nhất một giải."),
    ],
)
def test_page_of_empty_rows_alone_says_what_is_needed(
    client: Client, contest: Contest, page: str, prefix: str, row: dict[str, str], message: str
) -> None:
    url = reverse(page, args=[contest.festival.slug, contest.slug])
    answer = post(client, url, prefix, [row, row])
    assert answer.status_code == 422
    assert texts(answer, ".error-summary li") == [message]


def test_preset_rubric_is_added_to_the_criteria_that_are_typed(client: Client, contest: Contest) -> None:
    url = reverse("judging:rubric", args=[contest.festival.slug, contest.slug])
    own = {**CRITERION, "name": "Tiết kiệm", "maximum": "mười"}
    sent = sent_by(client.get(url))
    typed = {f"criteria-0-{key}": text for key, text in own.items()}
    first = client.post(url, {**sent, **typed, "preset": "product"})
    assert (first.status_code, texts(first, ".error-summary")) == (200, [])
    names = [text for name, text in sent_by(first).items() if name.endswith("-name")]
    assert (names[:2], len(names)) == (["Tiết kiệm", "Ý tưởng và tính mới"], 6)
    assert sent_by(first)["criteria-0-maximum"] == "mười"
    assert len(sent_by(client.post(url, {**sent_by(first), "preset": "product"}))) == len(sent_by(first))
    assert not contest.criteria.exists()


def test_preset_prizes_leave_what_is_typed(client: Client, contest: Contest) -> None:
    url = reverse("awards:scheme", args=[contest.festival.slug, contest.slug])
    own = {"tiers-0-name": "Giải Đặc biệt", "tiers-1-amount": "1500000", "tiers-2-count": "7"}
    page = client.post(url, {**sent_by(client.get(url)), **own, "at_least_one": "", "preset": "2-4-10-20"})
    sent = sent_by(page)
    assert (page.status_code, "at_least_one" in sent) == (200, False)
    keys = ("name", "count", "amount")
    assert [tuple(sent[f"tiers-{place}-{key}"] for key in keys) for place in range(5)] == [
        ("Giải Đặc biệt", "1", ""),
        ("Giải Nhất", "2", ""),
        ("Giải Nhì", "4", "1500000"),
        ("Giải Ba", "7", ""),
        ("Giải Khuyến khích", "20", ""),
    ]
    assert client.post(url, {**sent, "preset": "10-20-30 %"}).status_code == 200
    assert not PrizeScheme.objects.exists()
    assert client.post(url, sent).status_code == 302
    assert list(contest.prize_scheme.prizes.values_list("name", "count", "amount"))[:3] == [
        ("Giải Đặc biệt", 1, None),
        ("Giải Nhất", 2, None),
        ("Giải Nhì", 4, 1500000),
    ]


def test_empty_prize_is_left_out(client: Client, contest: Contest) -> None:
    url = reverse("awards:scheme", args=[contest.festival.slug, contest.slug])
    rows = [{**TIER, "cumulative": "on"}, {**TIER, "name": "Giải Nhất", "count": "1"}, TIER]
    assert post(client, url, "tiers", rows).status_code == 302
    assert list(contest.prize_scheme.prizes.values_list("name", "count")) == [("Giải Nhất", 1)]


def test_preset_row_that_was_emptied_is_left_out(client: Client, contest: Contest) -> None:
    url = reverse("awards:scheme", args=[contest.festival.slug, contest.slug])
    typed = {**sent_by(client.get(url)), "tiers-1-name": "", "tiers-1-count": ""}
    assert client.post(url, typed).status_code == 302
    names = list(contest.prize_scheme.prizes.values_list("name", flat=True))
    assert names == ["Giải Nhất", "Giải Ba", "Giải Khuyến khích"]


def test_signer_with_a_kind_of_paper_alone_is_left_out(client: Client, contest: Contest) -> None:
    festival: Festival = contest.festival
    url = reverse("festival:signers", args=[festival.slug])
    empty = {"kind": "certificates", "authority": "", "title": "", "name": " "}
    chair = {"kind": "", "authority": "", "title": "TRƯỞNG PHÒNG", "name": "Lê Thị Ánh"}
    assert post(client, url, "signers", [empty, chair]).status_code == 302
    assert list(festival.signers.values_list("kind", "title")) == [("", "TRƯỞNG PHÒNG")]

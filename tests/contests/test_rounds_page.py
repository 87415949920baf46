"""The organiser's page of rounds: rows, shares in per cent, their sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Round
from judging.models import Scoring
from tests import make
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(client: Client) -> Contest:
    """A contest whose organiser is signed in."""
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    return contest


def page_of(contest: Contest, name: str = "contests:office-rounds") -> str:
    return reverse(name, args=[contest.festival.slug, contest.slug])


def save(client: Client, contest: Contest, **fields: str) -> Any:
    """Send the page as it is shown, with these fields (`rounds_0_name`) typed over."""
    url = page_of(contest)
    typed = {
        name.replace("_", "-") if name != "is_other_sum" else name: text for name, text in fields.items()
    }
    return client.post(url, {**sent_by(client.get(url)), **typed})


def rounds(contest: Contest) -> list[tuple[str, Decimal, str]]:
    return list(contest.rounds.values_list("name", "weight", "marking"))


def split(contest: Contest) -> None:
    """Two rounds of 30 and 70 per cent."""
    contest.rounds.update(code="ly-thuyet", name="Lý thuyết", weight=Decimal("0.3"), marking="machine")
    Round.objects.create(
        contest=contest, code="thuc-hanh", name="Thực hành", weight=Decimal("0.7"), position=1
    )


def test_page_of_rounds_sent_as_shown_changes_nothing(client: Client, contest: Contest) -> None:
    split(contest)
    assert save(client, contest).status_code == 302
    assert rounds(contest) == [
        ("Lý thuyết", Decimal("0.3"), "machine"),
        ("Thực hành", Decimal("0.7"), "judges"),
    ]


@pytest.mark.parametrize("empty", [{"rounds_1_marking": "machine"}, {"rounds_1_name": "  "}])
def test_empty_row_of_rounds_is_left_out(client: Client, contest: Contest, empty: dict[str, str]) -> None:
    assert save(client, contest, **empty).status_code == 302
    assert rounds(contest) == [("", Decimal(1), "judges")]


def test_rounds_are_typed_in_per_cent(client: Client, contest: Contest) -> None:
    answer = save(
        client,
        contest,
        rounds_0_name="Lý thuyết",
        rounds_0_weight="30",
        rounds_0_marking="machine",
        rounds_1_name="Thực hành",
        rounds_1_weight="70 %",
    )
    assert answer.status_code == 302
    assert [weight for _name, weight, _marking in rounds(contest)] == [Decimal("0.3"), Decimal("0.7")]
    page = client.get(page_of(contest))
    assert values(page, "[name$=-weight]", "value")[:3] == ["30", "70", ""]
    assert texts(page, ".sum output") == ["100%"]
    detail = client.get(page_of(contest, "contests:office-detail"))
    assert "Lý thuyết 30% (máy chấm)" in texts(detail, "aside li")


def test_shares_that_do_not_add_up_are_refused_until_that_is_meant(client: Client, contest: Contest) -> None:
    split(contest)
    typed = {"rounds_1_weight": "60,5"}
    answer = save(client, contest, **typed)
    assert answer.status_code == 422
    assert texts(answer, ".error-summary li")[0].startswith("Tổng tỷ lệ là 90,5%, không phải 100%.")
    assert values(answer, "[name=rounds-1-weight]", "value") == ["60,5"]
    assert texts(answer, ".sum.is-off output") == ["90,5%"]

    assert save(client, contest, **typed, is_other_sum="on").status_code == 302
    assert [weight for _name, weight, _marking in rounds(contest)] == [Decimal("0.3"), Decimal("0.605")]
    assert save(client, contest).status_code == 302


@pytest.mark.parametrize(
    ("weight", "message"), [("-5", "Ít nhất là 0"), ("", "Hãy điền"), ("ba", "không phải là số")]
)
def test_share_that_is_none_is_refused(client: Client, contest: Contest, weight: str, message: str) -> None:
    answer = save(client, contest, rounds_0_weight=weight)
    assert answer.status_code == 422
    assert any(message in text for text in texts(answer, ".error-summary li"))


def test_tie_break_by_round_and_criterion_survives_renaming(client: Client, contest: Contest) -> None:
    split(contest)
    make.make_criterion(contest, code="sang-tao", name="Sáng tạo", maximum=Decimal(100))
    ties = ["round:thuc-hanh", "criterion:sang-tao"]
    Scoring.objects.create(
        contest=contest,
        combine="sheet",
        method="mean",
        rounding="half_up",
        decimals=2,
        min_judges=1,
        tie_break=ties,
    )
    assert save(client, contest, rounds_1_name="Thao tác").status_code == 302
    rubric = page_of(contest, "judging:rubric")
    form = {**sent_by(client.get(rubric)), "criteria-0-name": "Tính mới"}
    assert client.post(rubric, form).status_code == 302

    scoring = page_of(contest, "judging:scoring")
    shown = client.get(scoring)
    assert texts(shown, "#id_tie_1 [selected]") == ["Thao tác"]
    assert texts(shown, "#id_tie_2 [selected]") == ["Tính mới"]
    assert client.post(scoring, sent_by(shown, "main form[hx-get]")).status_code == 302
    assert Scoring.objects.get(contest=contest).tie_break == ties

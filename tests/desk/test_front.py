"""The festival's front page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from festival.models import Festival
from tests.make import (
    make_booth,
    make_contest,
    make_festival,
    make_organiser,
    make_product,
    make_school,
    make_user,
)
from tests.reading import texts, values

pytestmark = pytest.mark.django_db


def front(festival: Festival) -> str:
    return reverse("desk:front", args=[festival.slug])


def test_front_tells_what_and_how_many(client: Client) -> None:
    festival = make_festival(venue="Nhà thi đấu huyện")
    booth = make_booth(make_school(festival))
    make_product(booth)
    make_contest(festival, name="Kỹ năng CNTT", state=Contest.State.PUBLISHED)
    answer = client.get(front(festival))
    page = answer.content.decode()
    assert texts(answer, ".figure-value") == ["1", "1", "1", "1"]  # schools, booths, products, contests
    assert values(answer, ".notice-good a", "href") == [reverse("desk:public-results", args=[festival.slug])]
    for seen in ("Nhà thi đấu huyện", booth.title, "Kỹ năng CNTT", "Đã công bố kết quả"):
        assert seen in page
    assert page.count("<h1") == 1


def test_front_of_an_empty_festival_says_so(client: Client) -> None:
    page = client.get(front(make_festival())).content.decode()
    assert "Chưa có gian hàng" in page


def test_front_of_a_draft_is_for_its_own_people(client: Client) -> None:
    festival = make_festival(state=Festival.State.DRAFT)
    assert client.get(front(festival)).status_code == 404
    client.force_login(make_user())
    assert client.get(front(festival)).status_code == 404
    client.force_login(make_organiser(festival))
    answer = client.get(front(festival))
    assert "trang này chưa công khai" in answer.content.decode()

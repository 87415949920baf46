"""Names in capitals or small letters are offered in their right form, and never changed by themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from contests.models import Entry
from festival.names import offered_names, suggested_name
from tests.festival.names import NAMES
from tests.make import (
    make_booth,
    make_contest,
    make_entry,
    make_member,
    make_product,
    make_school_user,
)
from tests.reading import texts, values


@pytest.mark.parametrize(("name", "offered"), NAMES)
def test_name_is_offered_in_its_right_form(name: str, offered: str) -> None:
    assert suggested_name(name) == offered
    assert suggested_name(offered) == ""


def test_offered_names_leave_out_those_that_are_right() -> None:
    assert offered_names(["Lê An", "LÊ AN", ""]) == [("LÊ AN", "Lê An")]


@pytest.mark.django_db
def test_summary_of_a_booth_names_the_form_without_changing_it() -> None:
    booth = make_booth(state=Booth.State.DRAFT, person="NGUYỄN THỊ HÒA")
    make_product(booth, name="Rô-bốt", authors="LÊ AN, Trần Bình")
    client = Client()
    client.force_login(make_school_user(booth.school))
    page = client.get(reverse("booths:school-submit", args=[booth.festival.slug, booth.pk]))
    form = client.get(reverse("booths:school-booth", args=[booth.festival.slug, booth.pk]))
    booth.refresh_from_db()
    assert texts(page, "[aria-labelledby=names] li") == [
        "NGUYỄN THỊ HÒA → Nguyễn Thị Hòa",
        "LÊ AN, Trần Bình → Lê An, Trần Bình",
    ]
    assert values(form, "#id_person", "data-offer-name") == ["Đổi thành “{name}”"]
    assert values(form, "#id_products-0-authors", "data-offer-name") == ["Đổi thành “{name}”"]
    assert booth.person == "NGUYỄN THỊ HÒA"


@pytest.mark.django_db
def test_summary_of_people_names_each_form_once() -> None:
    entry = make_entry(make_contest(), state=Entry.State.DRAFT)
    make_member(entry, "lê văn an", mentor="TRẦN BÌNH")
    client = Client()
    client.force_login(make_school_user(entry.school))
    url = reverse("contests:school-submit-all", args=[entry.contest.festival.slug, entry.contest.slug])
    found = texts(client.get(url), "[aria-labelledby=names] li")
    assert found == ["lê văn an → Lê Văn An", "TRẦN BÌNH → Trần Bình"]

"""Making, changing, opening and closing a festival."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from festival.actions.festivals import change_festival, free_slug, move_festival
from festival.models import AuditEvent, Festival, Membership
from festival.refusals import RuleBroken, StaleState
from tests import make
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db

FACTS = {
    "name": "Ngày hội  STEM xã Sơn Đồng",
    "school_year": "2025-2026",
    "slug": "",
    "level": "cấp xã",
    "issuing_body": "ỦY BAN NHÂN DÂN XÃ SƠN ĐỒNG",
    "place": "Sơn Đồng",
    "starts_on": "2026-03-10",
    "ends_on": "2026-03-11",
    "signer_title": "CHỦ TỊCH",
    "signer_name": "Nguyễn Văn Hòa",
}


def new_festival(client: Client, **changes: Any) -> Any:
    client.force_login(make.make_user(is_staff=True))
    return client.post(reverse("festival:new"), {**FACTS, **changes})


def test_new_festival_has_an_address_from_its_name_a_signer_and_its_maker_as_organiser(
    client: Client,
) -> None:
    response = new_festival(client)
    festival = Festival.objects.get()
    assert response["Location"] == "/ngay-hoi-stem-xa-son-dong-2025-2026/desk/"
    assert (festival.name, festival.state, festival.starts_on) == (
        "Ngày hội STEM xã Sơn Đồng",
        Festival.State.DRAFT,
        date(2026, 3, 10),
    )
    assert [(s.kind, s.title, s.name) for s in festival.signers.all()] == [("", "CHỦ TỊCH", "Nguyễn Văn Hòa")]
    assert festival.memberships.get().role == Membership.Role.ORGANISER
    assert list(festival.events.values_list("action", flat=True)) == ["festival-made"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"issuing_body": "ỦY BAN NHÂN DÂN XÃ …"}, "issuing_body"),
        ({"body_name": "Ủy ban nhân dân xã …"}, "body_name"),
        ({"issuer": "Ủy ban nhân dân xã …"}, "issuer"),
        (
            {"registration_opens_at": "2026-03-01T08:00", "registration_closes_at": "2026-02-01T08:00"},
            "registration_closes_at",
        ),
        ({"slug": "admin"}, ""),
        ({"name": ""}, "name"),
    ],
)
def test_new_festival_with_a_fault_is_refused_at_the_field(
    client: Client, changes: dict[str, str], field: str
) -> None:
    response = new_festival(client, **changes)
    assert (response.status_code, len(texts(response, ".error-summary li"))) == (422, 1)
    assert values(response, ".error-summary a", "href") == ([f"#id_{field}"] if field else [])
    assert not Festival.objects.exists()


def test_taken_address_is_refused(client: Client) -> None:
    make.make_festival(slug="stem")
    assert new_festival(client, slug="stem").status_code == 422


def test_new_festival_is_not_for_everybody(client: Client) -> None:
    client.force_login(make.make_user())
    assert client.get(reverse("festival:new")).status_code == 404


@pytest.mark.parametrize("preset", ["commune", "office", "cluster", "department", "district"])
def test_preset_fills_in_who_holds_it(client: Client, preset: str) -> None:
    client.force_login(make.make_user(is_staff=True))
    response = client.post(reverse("festival:new"), {"preset": preset})
    sent = sent_by(response)
    assert "…" in sent["issuing_body"] + sent["parent_body"]
    assert sent["body_name"].endswith("…") and not sent["body_name"].isupper()


def test_settings_show_what_an_empty_issuer_prints(client: Client) -> None:
    festival = make.make_festival(issuing_body="PHÒNG VĂN HÓA - XÃ HỘI")
    client.force_login(make.make_organiser(festival))
    page = client.get(reverse("festival:settings", args=[festival.slug]))

    assert values(page, "#id_body_name, #id_issuer", "placeholder") == ["Phòng Văn hóa - Xã hội"] * 2


def test_preset_fills_empty_fields_and_keeps_what_is_typed(client: Client) -> None:
    client.force_login(make.make_user(is_staff=True))
    url = reverse("festival:new")
    typed = {
        "name": "Ngày hội STEM",
        "school_year": "2026 - 2027",
        "starts_on": "2026-03-10",
        "level": "cấp tỉnh",
    }
    first = client.post(url, {**sent_by(client.get(url)), **typed, "preset": "commune"})
    assert (first.status_code, texts(first, ".error-summary")) == (200, [])
    sent = sent_by(first)
    assert {name: sent[name] for name in typed} == typed
    assert (sent["issuing_body"], sent["signer_title"]) == ("ỦY BAN NHÂN DÂN XÃ …", "CHỦ TỊCH")

    other = client.post(url, {**sent, "signer_title": "PHÓ CHỦ TỊCH", "preset": "office"})
    sent = sent_by(other)
    assert {name: sent[name] for name in typed} == typed
    assert (sent["issuing_body"], sent["signer_authority"]) == ("PHÒNG VĂN HÓA - XÃ HỘI", "")
    assert sent["signer_title"] == "PHÓ CHỦ TỊCH"
    assert texts(other, "button[aria-pressed=true]") == ["Xã, phường (Phòng Văn hóa - Xã hội)"]

    own = {"parent_body": "ỦY BAN NHÂN DÂN XÃ SƠN ĐỒNG", "body_name": "Phòng Văn hóa - Xã hội xã Sơn Đồng"}
    done = client.post(url, {**sent, **own})
    assert done.status_code == 302
    festival = Festival.objects.get()
    assert (festival.slug, festival.school_year) == ("ngay-hoi-stem-2026-2027", "2026-2027")


SCHOOL_YEARS = [
    ("2026 - 2027", "2026-2027"),
    ("2026–2027", "2026-2027"),
    ("năm học 2026/27", "2026-2027"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "stored"), SCHOOL_YEARS)
def test_school_year_typed_in_any_form_is_stored_and_shown_in_one(
    client: Client, typed: str, stored: str
) -> None:
    festival = make.make_festival(school_year="2024-2025")
    client.force_login(make.make_organiser(festival))
    url = reverse("festival:settings", args=[festival.slug])
    assert client.post(url, {**sent_by(client.get(url)), "school_year": typed}).status_code == 302
    festival.refresh_from_db()
    assert festival.school_year == stored
    page = client.get(url)
    assert values(page, "[name=school_year]", "value") == [stored.replace("-", " - ")]
    assert values(page, "[name=school_year]", "maxlength") == ["40"]
    assert client.post(url, sent_by(page)).status_code == 302


@pytest.mark.parametrize("typed", ["2026 - 20", "2026", "2027 - 2026", "1026 - 1027", "2026-2027" * 5])
@pytest.mark.parametrize("page", ["festival:settings", "desk:copy"])
def test_school_year_that_is_none_is_refused_at_its_field(client: Client, page: str, typed: str) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    url = reverse(page, args=[festival.slug])
    answer = client.post(url, {**sent_by(client.get(url)), "school_year": typed})
    assert answer.status_code == 422
    assert values(answer, ".error-summary a", "href") == ["#id_school_year"]
    assert values(answer, "[name=school_year]", "value") == [typed]


def test_copy_offers_the_next_school_year(client: Client) -> None:
    festival = make.make_festival(school_year="2025-2026")
    client.force_login(make.make_organiser(festival))
    assert sent_by(client.get(reverse("desk:copy", args=[festival.slug])))["school_year"] == "2026 - 2027"


def test_reserved_and_empty_addresses_are_refused() -> None:
    for slug in ("new", "go", "accounts", ""):
        with pytest.raises(RuleBroken):
            free_slug(slug)


def test_change_is_recorded_with_its_fields_and_no_change_is_not() -> None:
    festival = make.make_festival()
    person = make.make_organiser(festival)
    change_festival(festival=festival, by=person, venue="Nhà thi đấu", place=festival.place)
    change_festival(festival=festival, by=person, venue="Nhà thi đấu")
    line = AuditEvent.objects.get(festival=festival)
    assert (line.action, line.body.body) == ("festival-changed", {"fields": ["venue"]})


def test_festival_without_schools_does_not_open() -> None:
    festival = make.make_festival(state=Festival.State.DRAFT)
    with pytest.raises(RuleBroken, match="no-schools"):
        move_festival(festival=festival, to="open", by=make.make_organiser(festival))


def test_opening_asks_first_then_opens(client: Client) -> None:
    festival = make.make_festival(state=Festival.State.DRAFT)
    make.make_school(festival)
    client.force_login(make.make_organiser(festival))
    url = reverse("festival:move", args=[festival.slug, "open"])
    client.post(url)
    festival.refresh_from_db()
    assert festival.state == Festival.State.DRAFT
    client.post(url, {"confirmed": "1"})
    festival.refresh_from_db()
    assert festival.state == Festival.State.OPEN


def test_move_overtaken_by_another_is_stale() -> None:
    festival = make.make_festival()
    Festival.objects.filter(pk=festival.pk).update(state=Festival.State.CLOSED)
    with pytest.raises(StaleState):
        move_festival(festival=festival, to="closed", by=make.make_organiser(festival))


def test_signers_replace_each_other_and_a_kind_stands_once(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    url = reverse("festival:signers", args=[festival.slug])
    form = {"signers-TOTAL_FORMS": "2", "signers-INITIAL_FORMS": "0"}
    rows = {"signers-0-kind": "", "signers-0-title": "CHỦ TỊCH", "signers-1-title": "TRƯỞNG PHÒNG"}
    assert client.post(url, {**form, **rows, "signers-1-kind": ""}).status_code == 422
    assert client.post(url, {**form, **rows, "signers-1-kind": "minutes"}).status_code == 302
    assert list(festival.signers.values_list("kind", "title")) == [
        ("", "CHỦ TỊCH"),
        ("minutes", "TRƯỞNG PHÒNG"),
    ]


def test_settings_filled_in_on_an_older_copy_are_refused_and_nothing_is_lost(client: Client) -> None:
    festival = make.make_festival(venue="Nhà thi đấu")
    client.force_login(make.make_organiser(festival))
    url = reverse("festival:settings", args=[festival.slug])
    typed = sent_by(client.get(url))
    Festival.objects.filter(pk=festival.pk).update(venue="Sân trường")
    response = client.post(url, {**typed, "place": "Sơn Đồng"})
    festival.refresh_from_db()
    assert (response.status_code, festival.venue, festival.place) == (409, "Sân trường", "")
    assert sent_by(response)["place"] == "Sơn Đồng"

"""Remarks of the office stay visible, with their dates, after the school has submitted again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from booths.actions.kind import BOOTHS
from booths.actions.registration import submit_booth
from booths.models import Booth
from contests.actions.entries import ENTRIES, submit_entries
from contests.actions.registrations import approve, send_back
from contests.models import Entry
from festival.locks import versions_of
from tests.make import (
    make_booth,
    make_contest,
    make_entry,
    make_member,
    make_organiser,
    make_product,
    make_school_user,
)
from tests.reading import texts

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIRST = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
SECOND = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
REMARKS = ["Nhận xét trước đây", "09:00, 05/11/2026Ảnh mờ quá", "08:30, 02/11/2026Thiếu tên tác giả"]


def page_of(person: object, name: str, *args: object) -> list[str]:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return texts(client.get(reverse(name, args=args)), "aside .sheet h2, aside .sheet p, main > .sheet h2")


def test_remarks_on_a_booth_stay_on_both_pages_after_submitting_again() -> None:
    booth = make_booth(state=Booth.State.SUBMITTED, summary="Có", person="Hòa", phone="0912345678")
    make_product(booth)
    organiser, contact = make_organiser(booth.festival), make_school_user(booth.school)
    for remark, at in (("Thiếu tên tác giả", FIRST), ("Ảnh mờ quá", SECOND)):
        send_back(kind=BOOTHS, row=booth, remark=remark, by=organiser, now=at)
        submit_booth(booth=booth, seen=versions_of([booth]), by=contact, now=at)
    assert (booth.remark, len(booth.earlier_remarks)) == ("", 2)
    slug = booth.festival.slug
    for page in (
        page_of(contact, "booths:school-booth", slug, booth.pk),
        page_of(organiser, "desk:registration", slug, "booth", booth.pk),
    ):
        place = page.index(REMARKS[0])
        assert page[place : place + 3] == REMARKS


def test_remark_on_a_person_stays_after_approval() -> None:
    entry = make_entry(make_contest(), state=Entry.State.SUBMITTED)
    make_member(entry, "Nguyễn Thị Hòa", phone="0912345678")
    organiser, contact = make_organiser(entry.contest.festival), make_school_user(entry.school)
    send_back(kind=ENTRIES, row=entry, remark="Sai ngày sinh", by=organiser, now=FIRST)
    where = {"contest": entry.contest, "school": entry.school, "by": contact, "now": SECOND}
    submit_entries(entries=[entry], seen=versions_of([entry]), **where)  # type: ignore[arg-type]
    approve(kind=ENTRIES, row=entry, by=organiser, now=SECOND)
    client = Client()
    client.force_login(contact)
    page = client.get(
        reverse("contests:school-entries", args=[entry.contest.festival.slug, entry.contest.slug])
    )
    assert texts(page, "main > section.sheet") == [
        "Nhận xét trước đây: Nguyễn Thị Hòa 08:30, 02/11/2026Sai ngày sinh"
    ]
    office = page_of(organiser, "desk:registration", entry.contest.festival.slug, "entry", entry.pk)
    assert "08:30, 02/11/2026Sai ngày sinh" in office


def test_people_stand_in_the_offices_list_by_name_with_phone() -> None:
    entry = make_entry(make_contest(), title="", state=Entry.State.SUBMITTED)
    make_member(entry, "Nguyễn Thị Hòa", phone="0912345678")
    make_booth(entry.school, title="Gian STEM", person="Lê Văn An", phone="0987654321")
    client = Client()
    client.force_login(make_organiser(entry.contest.festival))
    slug = entry.contest.festival.slug
    listed = client.get(reverse("desk:registrations", args=[slug]))
    one = client.get(reverse("desk:registration", args=[slug, "entry", entry.pk]))
    assert texts(listed, "#list th a") == ["Gian STEM", "Nguyễn Thị Hòa"]
    assert texts(listed, "#list td:nth-child(3)") == ["Lê Văn An 0987654321", "0912345678"]
    assert texts(one, "h1") == ["Nguyễn Thị Hòa"]
    assert "0912345678" in " ".join(texts(one, "main ul li"))

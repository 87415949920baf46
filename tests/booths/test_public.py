"""What visitors see of booths, and what they never see."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from booths.models import Booth, Photo
from festival.models import Festival
from tests.make import (
    make_booth,
    make_festival,
    make_organiser,
    make_product,
    make_school,
    make_school_user,
    make_stand,
    make_user,
)
from tests.reading import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def booth() -> Booth:
    school = make_school(name="Trường THCS Đông La")
    booth = make_booth(
        school,
        title="Gian hàng học liệu số",
        search_key="gian hang hoc lieu so truong thcs dong la",
        person="Đinh Thị Kim Hằng",
        phone="0912345678",
        note="Ghi chú kín",
        summary="Kho học liệu mở",
        stand=make_stand(school.festival, "B7", zone="Sân trường"),
    )
    make_product(booth, "Robot nhặt rác", authors="Vũ Thị Bích Ngân", class_name="4A1")
    return booth


def photo(booth: Booth, **fields: Any) -> Photo:
    row = Photo(booth=booth, name=f"{Photo.objects.count()}.jpg", source_sha256="0", **fields)
    row.image.save("a.jpg", ContentFile(b"large"), save=False)
    row.thumbnail.save("b.jpg", ContentFile(b"small"), save=False)
    row.width, row.height = 4, 3
    row.save()
    return row


def read(answer: Any) -> bytes:
    """The bytes of a file, which closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def listing(festival: Festival) -> str:
    return reverse("booths:public-list", args=[festival.slug])


def detail(booth: Booth) -> str:
    return reverse("booths:public-detail", args=[booth.festival.slug, booth.code])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 2),
        ("gian hang hoc lieu so", 1),
        ("Học Liệu SỐ", 1),
        ("ĐÔNG la", 1),
        ("học liệu đông", 1),
        ("không có", 0),
    ],
)
def test_booths_are_found_with_and_without_marks(
    client: Client, booth: Booth, words: str, found: int
) -> None:
    make_booth(make_school(booth.festival), title="Vườn rau", search_key="vuon rau")
    make_booth(title="Gian của ngày hội khác")
    answer = client.get(listing(booth.festival), {"q": words})
    assert answer.status_code == 200
    assert len(texts(answer, ".booth-card strong")) == found


def test_list_is_narrowed_by_field_and_counts_them(client: Client, booth: Booth) -> None:
    make_booth(make_school(booth.festival), field=Booth.Field.AI)
    answer = client.get(listing(booth.festival), {"field": "ai"})
    assert texts(answer, ".filters li") == ["Tất cả 2", "AI 1", "STEM 1"]
    assert len(texts(answer, ".booth-card strong")) == 1
    assert client.get(listing(booth.festival), {"field": "x", "page": "nonsense"}).status_code == 200


@pytest.mark.database
def test_booths_are_listed_in_the_order_of_stands_and_those_without_one_last(client: Client) -> None:
    festival = make_festival()
    for code in ("A10", "", "B1", "A2", ""):
        stand = make_stand(festival, code) if code else None
        make_booth(make_school(festival), title=f"Gian {code or Booth.objects.count()}", stand=stand)
    in_order = ["Gian A2", "Gian A10", "Gian B1", "Gian 1", "Gian 4"]

    assert texts(client.get(listing(festival)), ".booth-card strong") == in_order
    assert texts(client.get(f"/{festival.slug}/"), ".booth-card strong") == in_order


def test_list_without_booths_says_so(client: Client) -> None:
    page = client.get(listing(make_festival())).content.decode()
    assert "Chưa có gian hàng" in page


def test_booth_page_shows_the_booth_and_no_person(client: Client, booth: Booth) -> None:
    partner = make_school(booth.festival, name="Trường Tiểu học La Phù")
    booth.partners.add(partner)
    page = client.get(detail(booth)).content.decode()
    for seen in ("Gian hàng học liệu số", "Trường THCS Đông La", "La Phù", "Robot nhặt rác", "B7"):
        assert seen in page
    for hidden in ("Đinh Thị Kim Hằng", "0912345678", "Vũ Thị Bích Ngân", "Ghi chú kín"):
        assert hidden not in page
    assert 'property="og:title" content="Gian hàng học liệu số"' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "declined", "withdrawn"])
def test_booth_that_is_not_approved_is_not_found(client: Client, booth: Booth, state: str) -> None:
    Booth.objects.update(state=state)
    assert client.get(detail(booth)).status_code == 404
    assert client.get(reverse("booths:short", args=[booth.code])).status_code == 404
    assert texts(client.get(listing(booth.festival)), ".booth-card") == []


def test_booth_of_a_festival_in_preparation_is_not_found(client: Client, booth: Booth) -> None:
    Festival.objects.update(state=Festival.State.DRAFT)
    for url in (detail(booth), listing(booth.festival), reverse("booths:short", args=[booth.code])):
        assert client.get(url).status_code == 404


def test_booth_under_another_festival_is_not_found(client: Client, booth: Booth) -> None:
    url = reverse("booths:public-detail", args=[make_festival().slug, booth.code])
    assert client.get(url).status_code == 404


def test_short_address_leads_to_the_page(client: Client, booth: Booth) -> None:
    answer = client.get(f"/b/{booth.code}")
    assert (answer.status_code, answer["Location"]) == (302, detail(booth))


def test_pictures_with_pupils_are_for_the_school_and_the_office(client: Client, booth: Booth) -> None:
    open_one, closed_one = photo(booth), photo(booth, shows_pupils=True)
    page = client.get(detail(booth)).content.decode()
    slug = booth.festival.slug
    seen, hidden = (reverse("booths:photo", args=[slug, row.pk]) for row in (open_one, closed_one))
    assert seen in page
    assert hidden not in page
    answer = client.get(seen)
    assert read(answer) == b"large"
    assert (answer["Content-Type"], "max-age=3600" in answer["Cache-Control"]) == ("image/jpeg", True)
    small = client.get(reverse("booths:photo-small", args=[slug, open_one.pk]))
    assert read(small) == b"small"
    assert client.get(hidden).status_code == 404
    statuses = []
    for person in (
        make_school_user(booth.school),
        make_organiser(booth.festival),
        make_school_user(make_school(booth.festival)),
        make_user(),
    ):
        client.force_login(person)
        answer = client.get(hidden)
        statuses.append(answer.status_code)
        read(answer)
    assert statuses == [200, 200, 404, 404]


def test_picture_of_a_draft_is_not_public(client: Client, booth: Booth) -> None:
    row = photo(booth)
    Booth.objects.update(state=Booth.State.SUBMITTED)
    url = reverse("booths:photo", args=[booth.festival.slug, row.pk])
    assert client.get(url).status_code == 404
    client.force_login(make_school_user(booth.school))
    answer = client.get(url)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert read(answer) == b"large"


def test_public_page_is_kept_a_minute_and_sent_again_only_when_changed(client: Client, booth: Booth) -> None:
    answer = client.get(detail(booth))
    assert "max-age=60" in answer["Cache-Control"]
    assert "public" in answer["Cache-Control"]
    tag = {"If-None-Match": answer["ETag"]}
    assert client.get(detail(booth), headers=tag).status_code == 304
    Booth.objects.update(summary="Đã đổi")
    assert client.get(detail(booth), headers=tag).status_code == 200
    client.force_login(make_user())
    assert "private" in client.get(detail(booth))["Cache-Control"]


@pytest.mark.parametrize("typed", ["/b/{0}", "/B/{1}", "/b/{1}/", "/b/{1}.", "/b/{0}%20", "/b/%00{0}"])
def test_short_address_typed_from_paper_leads_to_the_booth(client: Client, booth: Booth, typed: str) -> None:
    Booth.objects.filter(pk=booth.pk).update(code="rdmypjxx")
    page = f"/{booth.festival.slug}/booths/rdmypjxx/"

    response = client.get(typed.format("rdmypjxx", "RDMYPJXX"))

    assert (response.status_code, response["Location"]) == (302, page)
    assert client.get(page.replace("rdmypjxx", "RDMYPJXX.")).status_code == 200
    assert client.get("/b/rdmypjx").status_code == 404

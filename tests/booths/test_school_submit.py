"""The summary before a booth is submitted, withdrawing and restoring, addresses and long texts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from festival.models import Festival
from tests.access.world import make_photo
from tests.booths.test_school_booth import PAST, address, typed
from tests.make import make_booth, make_organiser, make_product, make_school_user
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def booth() -> Booth:
    return make_booth(state=Booth.State.DRAFT, field="")


@pytest.fixture
def client_of_school(booth: Booth) -> Client:
    client = Client()
    client.force_login(make_school_user(booth.school))
    return client


def test_summary_before_submitting_shows_what_was_saved_and_left_out(
    client_of_school: Client, booth: Booth
) -> None:
    client_of_school.post(address(booth), typed(booth, "Robot", submit="1"))
    booth.refresh_from_db()
    page = client_of_school.get(address(booth, "school-submit"))
    assert booth.state == "draft"
    assert texts(page, "h1") == ["Xem lại trước khi nộp"]
    assert "Kho học liệu của trường" in " ".join(texts(page, "dl.facts dd"))
    assert texts(page, "[aria-labelledby=left-out] li") == [
        "Có gì ở gian hàng",
        "Ảnh gian hàng",
        "Robot: Chủ đề dạy học STEM, Tác giả, Vật liệu chính, Tác dụng, ý nghĩa",
    ]


def test_summary_shows_pictures_without_a_caption(client_of_school: Client, booth: Booth) -> None:
    for name in ("a.jpg", "b.jpg"):
        make_photo(booth, name)
    page = client_of_school.get(address(booth, "school-submit"))
    assert values(page, "figure.picture img", "alt") == ["a.jpg", "b.jpg"]


def test_booth_changed_after_its_summary_is_not_submitted(client_of_school: Client, booth: Booth) -> None:
    client_of_school.post(address(booth), typed(booth, "Robot", submit="1"))
    page = client_of_school.get(address(booth, "school-submit"))
    Booth.objects.update(version=7)
    answer = client_of_school.post(address(booth, "school-submit"), sent_by(page))
    booth.refresh_from_db()
    assert (answer.status_code, booth.state) == (409, "draft")


def test_saved_booth_lets_the_browser_delete_its_draft(client_of_school: Client, booth: Booth) -> None:
    saved = client_of_school.post(address(booth), typed(booth, "Robot"), follow=True)
    refused = client_of_school.post(address(booth), typed(booth, "Robot", phone="12"))
    assert values(saved, "[data-saved-form]", "data-saved-form") == [address(booth)]
    assert values(refused, "[data-saved-form]", "data-saved-form") == []


def test_withdrawing_after_the_deadline_promises_no_restoring(client_of_school: Client, booth: Booth) -> None:
    Booth.objects.update(state=Booth.State.RETURNED)
    asked = client_of_school.post(address(booth, "school-withdraw"))
    Festival.objects.update(registration_closes_at=PAST)
    late = client_of_school.post(address(booth, "school-withdraw"))
    assert "Còn thời gian đăng ký thì khôi phục được" in " ".join(texts(asked, "main form p"))
    assert "Đã hết hạn đăng ký: không khôi phục được" in " ".join(texts(late, "main form p"))


def test_withdrawing_that_will_be_refused_is_not_asked_about(client_of_school: Client, booth: Booth) -> None:
    Booth.objects.update(state=Booth.State.APPROVED)
    Festival.objects.update(registration_closes_at=PAST)
    answer = client_of_school.post(address(booth, "school-withdraw"))
    assert (answer.status_code, texts(answer, "h1")) == (422, [booth.title])


@pytest.mark.parametrize(
    ("link", "stored"),
    [("youtu.be/abc", "https://youtu.be/abc"), ("http://a.vn", "http://a.vn"), ("javascript:alert(1)", None)],
)
def test_web_address_without_scheme_is_completed(
    client_of_school: Client, booth: Booth, link: str, stored: str | None
) -> None:
    answer = client_of_school.post(address(booth), typed(booth, "Robot", **{"products-0-link": link}))
    found = booth.products.values_list("link", flat=True).first()
    assert (answer.status_code, found) == ((302, stored) if stored else (422, None))


def test_line_breaks_of_long_texts_are_shown(client_of_school: Client, booth: Booth) -> None:
    make_product(booth, "Robot", purpose="Tưới cây\nĐo độ ẩm")
    Booth.objects.update(state=Booth.State.SUBMITTED, note="Dòng một\nDòng hai")
    school_page = client_of_school.get(address(booth)).content.decode()
    office = Client()
    office.force_login(make_organiser(booth.festival))
    url = reverse("desk:registration", args=[booth.festival.slug, "booth", booth.pk])
    office_page = office.get(url).content.decode()
    for page in (school_page, office_page):
        assert "Tưới cây<br>Đo độ ẩm" in page
        assert "Dòng một<br>Dòng hai" in page

"""A visitor scans a code, reads the booth's page on a phone and searches for another booth."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from booths.models import Booth, Photo
from contests.models import Contest
from tests.booths.test_school_booth import picture
from tests.browser.accessible import assert_accessible
from tests.desk.test_printing import go_to
from tests.make import (
    make_booth,
    make_festival,
    make_judged_contest,
    make_product,
    make_scheme,
    make_school,
    make_stand,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def booth() -> Booth:
    festival = make_festival(slug="ngay-hoi", name="Ngày hội STEM xã Dương Hòa", venue="Nhà văn hóa xã")
    booth = make_booth(
        make_school(festival, name="Trường THCS Đông La"),
        title="Gian hàng học liệu số",
        field=Booth.Field.RESOURCES,
        search_key="gian hang hoc lieu so truong thcs dong la",
        summary="Kho học liệu mở",
        description="Khách được thử bài học điện tử.",
        person="Đinh Thị Kim Hằng",
        stand=make_stand(festival, "A7", zone="Sân trường"),
    )
    make_product(booth, "Rô-bốt nhặt rác", topic="Tự động hóa", authors="Vũ Thị Bích Ngân")
    photo = Photo(booth=booth, name="a.png", source_sha256="0", caption="Góc học liệu")
    file = picture().read()
    photo.image.save("a.png", ContentFile(file), save=False)
    photo.thumbnail.save("b.png", ContentFile(file), save=False)
    photo.width, photo.height = 80, 60
    photo.save()
    make_booth(make_school(festival), title="Vườn rau thông minh", search_key="vuon rau thong minh")
    return booth


@pytest.mark.parametrize("width", [360, 1280])
def test_code_leads_to_the_booth_and_search_to_another(page: Page, booth: Booth, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"/b/{booth.code}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gian hàng học liệu số")
    expect(page.get_by_alt_text("Góc học liệu")).to_be_visible()
    expect(page.locator("article")).to_contain_text("Rô-bốt nhặt rác")
    assert "Bích Ngân" not in page.content()
    assert "Kim Hằng" not in page.content()
    assert_accessible(page)
    page.get_by_role("link", name="Tất cả gian hàng").click()
    expect(page.locator(".booth-card")).to_have_count(2)
    page.get_by_role("searchbox").fill("vuon rau")
    expect(page.locator(".booth-card")).to_have_count(1)
    expect(page.locator(".booth-card")).to_contain_text("Vườn rau thông minh")
    assert_accessible(page)
    page.get_by_role("searchbox").fill("không có gì")
    expect(page.locator(".empty")).to_contain_text("Không có gian hàng nào phù hợp")


def test_front_page_leads_to_the_booths(page: Page, booth: Booth) -> None:
    page.goto("/ngay-hoi/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ngày hội STEM xã Dương Hòa")
    assert_accessible(page)
    page.get_by_role("link", name="Xem tất cả 2 gian hàng").click()
    expect(page).to_have_url("/ngay-hoi/booths/")


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_several_wide_pictures_stay_within_the_page(page: Page, booth: Booth, width: int) -> None:
    first = booth.photos.get()
    for number in range(3):
        more = Photo(booth=booth, name=f"{number}.png", source_sha256=str(number), caption=f"Ảnh {number}")
        more.image, more.thumbnail = first.image, first.thumbnail
        more.save()
    booth.photos.update(width=2000, height=1500)
    page.set_viewport_size({"width": width, "height": 780})
    page.goto(f"/ngay-hoi/booths/{booth.code}/")
    boxes = [picture.bounding_box() for picture in page.locator(".picture-grid img").all()]
    assert len(boxes) == 3
    assert all(box is not None and box["width"] <= 300 and box["height"] <= 300 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_results_lead_to_the_booth_with_its_medal(page: Page, width: int) -> None:
    contest = make_judged_contest(18, 15, kind=Contest.Kind.BOOTH, name="Gian hàng STEM", slug="gian-hang")
    make_scheme(contest, 1)
    entry = contest.entries.get(number="01")
    booth = make_booth(entry.school, title="Bài 01", entry=entry, code="rdmypjxx")
    go_to(contest, "freeze", "award", "certify", "publish")
    page.set_viewport_size({"width": width, "height": 780})

    page.goto(f"/{contest.festival.slug}/results/gian-hang/")
    assert_accessible(page)
    page.get_by_role("link", name="Bài 01").click()
    expect(page).to_have_url(f"/{contest.festival.slug}/booths/{booth.code}/")
    expect(page.locator(".booth-won")).to_have_text("Giải Nhất Gian hàng STEM")
    assert_accessible(page)
    page.goto("/B/RDMY-PJXX.")
    expect(page.locator(".booth-won .medal")).to_be_visible()

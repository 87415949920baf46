"""A vice-principal's twenty minutes: answer, booth with picture and products, four teachers, the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from booths.models import Booth
from contests.models import Contest, Entry
from festival.models import School, User
from tests.browser.accessible import assert_accessible
from tests.make import make_booth, make_contest, make_festival, make_school, make_school_user

pytestmark = pytest.mark.browser
TITLE = "Gian hàng học liệu số và chuyển đổi số trong dạy học"
TEACHERS = ["Nguyễn Thị Thanh Hòa", "Đỗ Thị Kim Oanh", "Trần Văn Đức", "Lê Thị Ngọc Ánh"]


@pytest.fixture
def school() -> School:
    festival = make_festival(slug="ngay-hoi", name="Ngày hội Công nghệ thông tin và STEM xã Dương Hòa")
    school = make_school(
        festival,
        name="Trường Trung học cơ sở Nguyễn Văn Huyên",
        participation=School.Participation.INVITED,
        head="Phạm Thị Hồng Nhung",
    )
    make_school(festival, name="Trường Tiểu học Dương Hòa A")
    make_contest(festival, name="Cuộc thi Kỹ năng CNTT", slug="ky-nang", quota_per_school=4)
    make_contest(festival, name="Gian hàng", slug="gian-hang", kind=Contest.Kind.BOOTH, position=1)
    return school


@pytest.fixture
def tab(school: School, enter: Callable[[Any], Page]) -> Page:
    return enter(make_school_user(school))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path, out = tmp_path / "gian hàng.jpg", BytesIO()
    Image.new("RGB", (1600, 1000), "teal").save(out, "JPEG")
    path.write_bytes(out.getvalue())
    return path


def confirm(page: Page) -> None:
    page.goto("/ngay-hoi/school/")
    page.get_by_role("link", name="Trả lời ngay").first.click()
    page.get_by_label("Có, trường tham gia").check()
    page.get_by_label("Trưởng đoàn").fill("Nguyễn Thị Thanh Hòa")
    page.get_by_label("Điện thoại").fill("0912 345 678")
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.locator("#messages")).to_contain_text("Cảm ơn")


def register_booth(page: Page, picture: Path) -> None:
    page.get_by_role("link", name="Đăng ký gian hàng").click()
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_field").select_option("hoc-lieu")
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("#id_summary").fill("Kho học liệu mở của nhà trường")
    page.locator("#id_products-0-name").fill("Sổ tay số")
    page.get_by_role("button", name="Thêm sản phẩm").click()
    page.locator("#id_products-1-name").fill("Rô-bốt thư viện")
    page.locator("#id_pictures").set_input_files(picture)
    page.locator("#id_person").fill("Nguyễn Thị Thanh Hòa")
    page.locator("#id_phone").fill("0912 345 678")
    page.locator("#id_competes").select_option(label="Gian hàng")
    page.get_by_role("button", name="Nộp đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi nộp")
    expect(page.get_by_role("region", name="Chưa điền")).to_contain_text("Sổ tay số: Chủ đề dạy học STEM")
    assert_accessible(page)
    page.get_by_role("button", name="Nộp đăng ký").click()
    expect(page.locator("#messages")).to_contain_text("Đã nộp")
    expect(page.locator("dl.facts").first).to_contain_text("Học liệu số")
    expect(page.get_by_alt_text("gian hàng.jpg")).to_be_visible()


def register_teachers(page: Page) -> None:
    page.goto("/ngay-hoi/school/")
    page.get_by_role("link", name="Đăng ký thí sinh").click()
    for place, name in enumerate(TEACHERS):
        page.locator(f"#id_people-{place}-full_name").fill(name)
        page.locator(f"#id_people-{place}-role").select_option("teacher")
        page.locator(f"#id_people-{place}-born_on").fill("1985-09-05")
        page.locator(f"#id_people-{place}-position").fill("Giáo viên")
    page.get_by_role("button", name="Nộp đăng ký").click()
    page.get_by_role("button", name="Nộp 4 người").click()
    expect(page.locator("#messages")).to_contain_text("Đã nộp")


def end_session(page: Page) -> None:
    """What the end of a session looks like to the page: its cookie is gone."""
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page, person: User) -> None:
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.locator("#id_login").fill(person.login)
    page.locator("#id_password").fill("mat-khau-2026")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def test_school_answers_registers_and_prints_its_form(tab: Page, picture: Path) -> None:
    confirm(tab)
    assert_accessible(tab)
    register_booth(tab, picture)
    assert_accessible(tab)
    register_teachers(tab)
    assert_accessible(tab)
    booth = Booth.objects.get()
    assert (booth.state, booth.products.count(), booth.photos.count()) == ("submitted", 2, 1)
    assert booth.entry is not None
    assert Entry.objects.filter(state="submitted").count() == 5
    tab.goto("/ngay-hoi/school/")
    expect(tab.get_by_role("heading", name="Gian hàng", level=2, exact=True).locator("..")).to_contain_text(
        "1/1"
    )
    expect(tab.get_by_role("heading", name="Cuộc thi Kỹ năng CNTT").locator("..")).to_contain_text("4/4")
    form = tab.get_by_role("link", name="Phiếu đăng ký (PDF)").get_attribute("href")
    answer = tab.request.get(str(form))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def test_draft_keeps_itself_and_a_second_tab_is_warned(tab: Page, school: School) -> None:
    School.objects.update(participation=School.Participation.CONFIRMED)
    tab.goto("/ngay-hoi/school/booths/new/")
    tab.locator("#id_title").fill(TITLE)
    tab.get_by_role("button", name="Tiếp tục").click()
    address = tab.url
    second = tab.context.new_page()
    second.goto(address)
    tab.locator("#id_summary").fill("Gõ dở")
    expect(tab.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    tab.locator("#id_person").fill("Nguyễn Thị Hòa")
    expect(tab.locator("[name=version]")).to_have_value("2")
    booth = Booth.objects.get()
    assert (booth.summary, booth.person, booth.version) == ("Gõ dở", "Nguyễn Thị Hòa", 2)
    second.locator("#id_summary").fill("Bản thứ hai")
    expect(second.locator("[data-save-state]")).to_contain_text("Có người khác vừa lưu")
    second.get_by_role("button", name="Lưu bản nháp").click()
    expect(second.get_by_role("alert").first).to_contain_text("vẫn còn đây")
    expect(second.locator("#id_summary")).to_have_value("Bản thứ hai")
    assert Booth.objects.get().summary == "Gõ dở"


def test_form_works_without_script(browser: Any, live_server: Any, school: School) -> None:
    School.objects.update(participation=School.Participation.CONFIRMED)
    client = Client()
    client.force_login(make_school_user(school))
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="vi-VN")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto("/ngay-hoi/school/booths/new/")
    page.locator("#id_title").fill(TITLE)
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("#id_products-0-name").fill("Sổ tay số")
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.locator("#id_products-1-name")).to_be_visible()  # the next blank row
    page.locator("#id_products-0-DELETE").check()
    page.locator("#id_products-1-name").fill("Rô-bốt")
    page.get_by_role("button", name="Nộp đăng ký").click()
    expect(page.get_by_role("alert").first).to_contain_text("Còn thiếu")
    expect(page.locator("#id_products-1-name")).to_have_value("Rô-bốt")
    page.get_by_role("button", name="Hủy đăng ký gian hàng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hủy đăng ký gian hàng này?")
    context.close()


@pytest.fixture
def person(school: School) -> User:
    School.objects.update(participation=School.Participation.CONFIRMED)
    user = make_school_user(school)
    user.set_password("mat-khau-2026")
    user.save()
    return user


def stored_drafts(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"))


def test_session_ended_while_typing_people_offers_them_after_signing_in(
    enter: Callable[[Any], Page], person: User
) -> None:
    page = enter(person)
    page.goto("/ngay-hoi/school/entries/ky-nang/")
    for place, name in enumerate([*TEACHERS, "Bùi Văn Nam"]):
        if place == 4:
            page.get_by_role("button", name="Thêm người").click()
        page.locator(f"#id_people-{place}-full_name").fill(name)
    end_session(page)
    page.get_by_role("button", name="Nộp đăng ký").click()
    sign_in_again(page, person)
    expect(page.locator("#id_people-0-full_name")).to_have_value("")
    page.get_by_role("button", name="Khôi phục nội dung này").click()
    expect(page.locator("#id_people-4-full_name")).to_have_value("Bùi Văn Nam")
    expect(page.locator("#id_people-0-full_name")).to_have_value(TEACHERS[0])
    assert stored_drafts(page) == 1
    page.locator("#people-form .rows [data-row]").nth(4).get_by_role("button").click()
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")
    assert stored_drafts(page) == 0
    assert Entry.objects.count() == 4


def test_session_ended_while_a_booth_saves_itself_says_so_and_keeps_the_text(
    enter: Callable[[Any], Page], person: User, school: School
) -> None:
    booth = make_booth(school, state=Booth.State.DRAFT, summary="")
    page = enter(person)
    page.goto(f"/ngay-hoi/school/booths/{booth.pk}/")
    end_session(page)
    page.locator("#id_summary").fill("Gõ trong lúc hết phiên")
    expect(page.locator("[data-save-state]")).to_contain_text("Phiên đăng nhập đã hết")
    page.get_by_role("link", name="Đăng nhập lại").click()
    sign_in_again(page, person)
    page.get_by_role("button", name="Khôi phục nội dung này").click()
    expect(page.locator("#id_summary")).to_have_value("Gõ trong lúc hết phiên")
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    booth.refresh_from_db()
    assert (booth.summary, stored_drafts(page)) == ("Gõ trong lúc hết phiên", 0)


def test_invalid_value_stays_in_the_browser_until_it_is_saved(
    enter: Callable[[Any], Page], person: User, school: School
) -> None:
    booth = make_booth(school, state=Booth.State.DRAFT, phone="")
    page = enter(person)
    page.goto(f"/ngay-hoi/school/booths/{booth.pk}/")
    page.locator("#id_phone").fill("091234567")
    expect(page.locator("[data-save-state]")).to_contain_text("ô chưa hợp lệ được giữ trên máy này")
    page.reload()
    expect(page.locator("#id_phone")).to_have_value("")
    page.get_by_role("button", name="Bỏ nội dung này").click()
    assert stored_drafts(page) == 0


def test_restored_booth_takes_further_products_and_is_no_conflict_with_itself(
    enter: Callable[[Any], Page], person: User, school: School
) -> None:
    booth = make_booth(school, state=Booth.State.DRAFT)
    page = enter(person)
    page.goto(f"/ngay-hoi/school/booths/{booth.pk}/")
    page.locator("#id_products-0-name").fill("Rô-bốt")
    page.locator("#id_products-0-link").fill("chưa có")
    expect(page.locator("[data-save-state]")).to_contain_text("ô chưa hợp lệ được giữ trên máy này")
    page.reload()
    page.get_by_role("button", name="Khôi phục nội dung này").click()
    expect(page.locator("#id_products-0-link")).to_have_value("chưa có")
    page.locator("#id_products-0-link").fill("truong.edu.vn")
    page.locator("#id_products-1-name").fill("Cân điện tử")
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")
    names = booth.products.order_by("order").values_list("name", "link")
    assert list(names) == [("Rô-bốt", "https://truong.edu.vn"), ("Cân điện tử", "")]


def test_draft_that_was_not_decided_is_offered_again_after_a_newer_one_was_saved(
    enter: Callable[[Any], Page], person: User
) -> None:
    page = enter(person)
    page.goto("/ngay-hoi/school/entries/ky-nang/")
    page.locator("#id_people-0-full_name").fill(TEACHERS[0])
    page.reload()
    expect(page.locator(".draft-offer")).to_be_visible()
    page.locator("#id_people-0-full_name").fill(TEACHERS[1])
    page.get_by_role("button", name="Lưu bản nháp").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")
    expect(page.locator("#id_people-0-full_name")).to_have_value(TEACHERS[1])
    page.get_by_role("button", name="Khôi phục nội dung này").click()
    expect(page.locator("#id_people-0-full_name")).to_have_value(TEACHERS[0])


def test_drafts_of_one_user_are_not_offered_to_another(
    enter: Callable[[Any], Page], person: User, school: School
) -> None:
    page = enter(person)
    page.goto("/ngay-hoi/school/entries/ky-nang/")
    page.locator("#id_people-0-full_name").fill("Nguyễn Thị Hòa")
    assert stored_drafts(page) == 1
    other = make_school_user(School.objects.exclude(pk=school.pk).get())
    client = Client()
    client.force_login(other)
    end_session(page)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": page.url}]
    )
    page.reload()
    expect(page.locator("#people-form")).to_be_visible()
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_name_in_capitals_is_offered_and_taken_with_one_tap(
    enter: Callable[[Any], Page], person: User
) -> None:
    page = enter(person)
    page.goto("/ngay-hoi/school/entries/ky-nang/")
    field = page.locator("#id_people-0-full_name")
    field.fill("NGUYỄN THỊ HÒA")
    field.blur()
    expect(field).to_have_value("NGUYỄN THỊ HÒA")
    page.get_by_role("button", name="Đổi thành “Nguyễn Thị Hòa”").click()
    expect(field).to_have_value("Nguyễn Thị Hòa")
    expect(page.locator(".name-offer")).to_have_count(0)
    page.locator("#id_people-1-full_name").fill("LÊ VĂN AN")
    page.get_by_role("button", name="Lưu bản nháp").click()  # the offer does not move the button away
    expect(page.locator("#messages")).to_contain_text("Đã lưu")

"""An organiser makes a whole festival in the browser, without the demo: from its name to its opening."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from festival.models import Festival
from judging.models import Assignment, Mark
from tests.browser.accessible import assert_accessible
from tests.make import (
    make_contest,
    make_criterion,
    make_entry,
    make_festival,
    make_organiser,
    make_school,
    make_user,
)

pytestmark = pytest.mark.browser
SLUG = "ngay-hoi-stem-xa-son-dong-2025-2026"
DESK = f"/{SLUG}/desk"
CONTEST = f"{DESK}/contests/gian-hang-stem"
SCHOOLS = (
    "Tên trường\tCấp học\tXã\tSố điện thoại\n"
    "Trường Tiểu học Sơn Đồng\tTiểu học\tSơn Đồng\t0912000001\n"
    "Trường THCS Sơn Đồng\tTHCS\tSơn Đồng\t0912000002\n"
)


@pytest.fixture
def organiser(enter: Callable[[Any], Page]) -> Page:
    """A tab of a user who may create festivals."""
    return enter(make_user("Lê Thị Hạnh", is_staff=True))


def make_the_festival(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Tạo ngày hội").click()
    page.locator("#id_name").fill("Ngày hội STEM xã Sơn Đồng")
    page.locator("#id_school_year").fill("2025 - 2026")
    expect(page.locator("#id_slug")).to_have_value(SLUG)
    page.get_by_role("button", name="Xã, phường (Phòng Văn hóa - Xã hội)").click()
    expect(page.locator("#id_issuing_body")).to_have_value("PHÒNG VĂN HÓA - XÃ HỘI")
    expect(page.locator(".draft-offer")).to_have_count(0)
    expect(page.locator("#id_name")).to_have_value("Ngày hội STEM xã Sơn Đồng")
    expect(page.locator("#id_school_year")).to_have_value("2025 - 2026")
    expect(page.locator("#id_slug")).to_have_value(SLUG)
    page.locator("#id_parent_body").fill("ỦY BAN NHÂN DÂN XÃ SƠN ĐỒNG")
    page.locator("#id_body_name").fill("Phòng Văn hóa - Xã hội xã Sơn Đồng")
    page.locator("#id_starts_on").fill("2026-03-10")
    page.locator("#id_ends_on").fill("2026-03-11")
    page.locator("#id_registration_opens_at").fill("2026-01-05T07:00")
    page.locator("#id_registration_closes_at").fill("2026-02-20T17:00")
    page.locator("#id_ends_on").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ngày hội STEM xã Sơn Đồng")
    expect(page.locator(".checklist li")).to_have_count(8)
    assert_accessible(page)


def import_the_schools(page: Page) -> None:
    page.locator(".checklist").get_by_role("link", name="Trường", exact=True).click()
    page.locator("#id_pasted").fill(SCHOOLS + "Trường THCS Hỏng\tĐại học\t\t\n")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("alert")).to_contain_text("Dòng 4: Cấp học phải là")
    page.locator("#id_pasted").fill(SCHOOLS)
    page.get_by_role("button", name="Xem trước").click()
    assert_accessible(page)
    page.get_by_role("button", name="Nhập vào").click()
    expect(page.locator("#messages")).to_contain_text("thêm 2")


def make_the_contest(page: Page) -> None:
    page.goto(f"{DESK}/")
    page.locator(".checklist").get_by_role("link", name="Cuộc thi", exact=True).click()
    page.locator("#id_name").fill("Gian hàng STEM")
    page.get_by_label("Gian hàng", exact=True).check()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gian hàng STEM")
    assert_accessible(page)
    page.get_by_role("link", name="Tiếp theo: Tiêu chí").click()


def type_the_rubric(page: Page) -> None:
    page.get_by_role("button", name="Gian hàng", exact=True).click()
    total = page.locator("[data-round-sum]")
    expect(total).to_have_text("100")
    page.locator("#id_criteria-0-maximum").fill("10,5")
    expect(total).to_have_text("90,5")
    page.get_by_role("button", name="Thêm tiêu chí").click()
    page.locator("#id_criteria-6-name").fill("Tiết kiệm")
    page.locator("#id_criteria-6-maximum").fill("9,5")
    expect(total).to_have_text("100")
    assert_accessible(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")
    expect(page.locator("#id_criteria-6-name")).to_have_value("Tiết kiệm")


def choose_the_scoring(page: Page) -> None:
    page.goto(f"{CONTEST}/scoring/")
    page.locator("#id_method").select_option("median")
    expect(page.locator("#example")).to_contain_text("78,5")
    expect(page.locator("#example")).to_contain_text("lấy điểm ở giữa")
    page.locator("#id_method").select_option("mean")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")


def choose_the_prizes(page: Page) -> None:
    page.goto(f"{CONTEST}/prizes/")
    outcome = page.locator("#outcome")
    expect(outcome).to_contain_text("Với 60 bài dự thi")
    page.locator("#id_tiers-3-count").fill("8")
    expect(outcome).to_contain_text("Tổng cộng 15 giải")
    assert_accessible(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")


def invite_the_schools(page: Page) -> None:
    page.goto(f"{DESK}/invitations/")
    page.get_by_role("button", name="Tạo đường dẫn cho tất cả").click()
    expect(page.locator("#messages")).to_contain_text("Đã tạo 2 đường dẫn")
    page.get_by_role("link", name="Trường THCS Sơn Đồng").click()
    text = page.locator(".copy-box textarea").input_value()
    assert "Trường THCS Sơn Đồng" in text and "/go/" in text
    page.get_by_role("button", name="Đã gửi").click()
    expect(page.locator(".chip").first).to_have_text("Đã gửi")


def name_a_judge(page: Page) -> None:
    page.goto(f"{DESK}/judges/")
    page.locator("#id_full_name").fill("Trần Văn Hòa")
    page.locator("#id_login").fill("0912000003")
    page.locator("#id_school").select_option(label="Trường THCS Sơn Đồng")
    page.get_by_role("button", name="Thêm").click()
    expect(page.locator("tbody")).to_contain_text("Trần Văn Hòa")


def give_him_entries(page: Page) -> None:
    contest = Festival.objects.get(slug=SLUG).contests.get()
    primary, secondary = contest.festival.schools.order_by("level", "code")[::-1]
    for school in (primary, secondary):
        make_entry(contest, school=school, title=f"Gian hàng {school.name}")
    page.goto(f"{CONTEST}/panels/")
    page.get_by_label("Tên tổ chấm").fill("Tổ 1")
    page.get_by_role("button", name="Thêm").click()
    page.get_by_role("link", name="Giao bài cho giám khảo").first.click()
    page.get_by_label("Tổ chấm").select_option(label="Tổ 1")
    page.get_by_label("Trần Văn Hòa").check()
    page.get_by_role("button", name="Giao bài").click()
    expect(page.locator("#messages")).to_contain_text("Đã giao bài: 1 phiếu chấm mới")
    expect(page.locator("#messages")).to_contain_text("Trần Văn Hòa")
    assert Assignment.objects.get().entry.school.level == "tieu-hoc"


def open_it(page: Page) -> None:
    page.goto(f"{DESK}/")
    expect(page.locator(".checklist li:not(.done)")).to_have_count(1)
    page.locator(".checklist").get_by_role("link", name="Mở ngày hội").click()
    page.get_by_role("button", name="Mở ngày hội").click()
    expect(page.locator("#messages")).to_contain_text("Đã mở ngày hội")
    expect(page.locator(".checklist")).to_have_count(0)


def test_organiser_makes_a_festival_from_its_name_to_its_opening(organiser: Page) -> None:
    make_the_festival(organiser)
    import_the_schools(organiser)
    make_the_contest(organiser)
    type_the_rubric(organiser)
    choose_the_scoring(organiser)
    choose_the_prizes(organiser)
    invite_the_schools(organiser)
    name_a_judge(organiser)
    give_him_entries(organiser)
    open_it(organiser)
    assert Festival.objects.get(slug=SLUG).state == Festival.State.OPEN


def split_into_rounds(page: Page) -> None:
    page.goto(f"{DESK}/contests/ky-nang/rounds/")
    page.locator("#id_rounds-0-name").fill("Lý thuyết")
    page.locator("#id_rounds-0-weight").fill("30")
    page.locator("#id_rounds-0-marking").select_option("machine")
    page.locator("#id_rounds-1-name").fill("Thực hành")
    page.locator("#id_rounds-1-weight").fill("60")
    expect(page.locator("[data-percent-sum]")).to_have_text("90% (còn thiếu 10%)")
    page.locator("#id_rounds-1-weight").fill("70")
    expect(page.locator("[data-percent-sum]")).to_have_text("100%")
    page.get_by_role("button", name="Thêm vòng thi").click()
    assert_accessible(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu")
    expect(page.get_by_role("main")).to_contain_text("Lý thuyết 30% (máy chấm)")


def paste_machine_marks(page: Page) -> None:
    page.get_by_role("link", name="Nhập điểm máy chấm").click()
    page.locator("#id_pasted").fill("SBD\tĐiểm\n01\t87,5\n02\t9o\n1\t50")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("alert")).to_contain_text("2 dòng cần sửa")
    expect(page.locator("form tbody tr").nth(2)).to_contain_text("đã có ở dòng 2")
    assert_accessible(page)
    page.locator("#id_pasted").fill("SBD\tĐiểm\n01\t87,5\n02\t90")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Lưu 2 bài").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu điểm của 2 bài")
    expect(page.locator("section tbody tr").first).to_contain_text("87,5")


def test_contest_is_split_into_rounds_and_a_machines_marks_are_pasted(
    enter: Callable[[Any], Page], transactional_db: None
) -> None:
    contest = make_contest(make_festival(slug=SLUG), slug="ky-nang", name="Kỹ năng")
    make_criterion(contest, maximum=Decimal(100))
    for number in ("01", "02"):
        make_entry(contest, number=number)
    page = enter(make_organiser(contest.festival))
    split_into_rounds(page)
    paste_machine_marks(page)
    marks = Mark.objects.order_by("pk").values_list("sheet__assignment__entry__number", "hundredths")
    assert list(marks) == [("01", 8750), ("02", 9000)]


def test_waiting_registrations_are_approved_together_and_taken_back(
    enter: Callable[[Any], Page], transactional_db: None
) -> None:
    contest = make_contest(make_festival(slug=SLUG), name="Robot")
    for number in range(3):
        make_entry(contest, title=f"Robot {number}", state="submitted")
    page = enter(make_organiser(contest.festival))
    page.goto(f"{DESK}/registrations/?state=submitted")
    assert_accessible(page)
    page.get_by_role("button", name="Chọn tất cả").click()
    page.get_by_role("button", name="Duyệt mục đã chọn").click()
    expect(page.locator("#messages")).to_contain_text("Đã duyệt 3 đăng ký")
    expect(page.locator("tbody .chip-good")).to_have_count(3)
    page.get_by_role("button", name="Hủy duyệt vừa rồi").click()
    expect(page.locator("tbody .chip-good")).to_have_count(0)
    assert set(contest.entries.values_list("state", flat=True)) == {"submitted"}


def test_a_school_is_removed_only_after_asking_with_its_name(
    enter: Callable[[Any], Page], transactional_db: None
) -> None:
    school = make_school(make_festival(slug=SLUG), name="Trường THCS Sơn Đồng")
    page = enter(make_organiser(school.festival))
    page.goto(f"{DESK}/schools/")
    page.get_by_role("link", name="Trường THCS Sơn Đồng").click()
    page.get_by_role("link", name="Xóa").click()
    expect(page.get_by_role("main")).to_contain_text("Trường THCS Sơn Đồng")
    page.get_by_role("button", name="Xóa").click()
    expect(page.locator("#messages")).to_contain_text("Đã xóa: Trường THCS Sơn Đồng")

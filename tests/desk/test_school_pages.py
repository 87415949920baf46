"""A school's home page, its answer, its form on paper, its results."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from awards.actions.certificates import issue_certificates
from awards.models import Award, Prize, PrizeScheme
from booths.models import Booth
from contests.models import Contest, Entry
from desk.queries.school_form import form_of_school
from festival.models import AuditEvent, School
from judging.models import ResultRow, ResultRun
from tests.make import (
    NOW,
    make_booth,
    make_contest,
    make_entry,
    make_festival,
    make_member,
    make_organiser,
    make_product,
    make_school,
    make_school_user,
    make_user,
)
from tests.reading import texts, values

pytestmark = pytest.mark.django_db
PAGES = ["school-home", "school-participation", "school-form", "school-papers"]
ANSWER = {
    "participation": "confirmed",
    "delegation_head": "Nguyễn Thị Hòa",
    "delegation_phone": "0912 345 678",
    "delegation_size": "25",
}


@pytest.fixture
def school() -> School:
    return make_school(participation=School.Participation.INVITED)


@pytest.fixture
def client_of_school(school: School) -> Client:
    client = Client()
    client.force_login(make_school_user(school))
    return client


def address(school: School, name: str = "school-home") -> str:
    return reverse(f"desk:{name}", args=[school.festival.slug])


def confirm(school: School) -> None:
    School.objects.filter(pk=school.pk).update(participation=School.Participation.CONFIRMED)


def published(school: School, prize: str = "Giải Nhất") -> Entry:
    """A published contest in which the school and another have a frozen line."""
    festival = school.festival
    contest = make_contest(festival, state=Contest.State.PUBLISHED)
    scheme = PrizeScheme.objects.create(contest=contest)
    first = Prize.objects.create(scheme=scheme, code="nhat", name=prize, count=1)
    entry, other = make_entry(contest, school=school), make_entry(contest)
    for row in (entry, other):
        make_member(row, "Trần Thị Ánh" if row == entry else "Người Trường Khác")
    run = ResultRun.objects.create(
        contest=contest,
        frozen_by=make_organiser(festival),
        frozen_at=NOW,
        digest="0" * 64,
        rules={"decimals": 2},
        registered=2,
    )
    rows = [
        ResultRow.objects.create(
            run=run, entry=each, position=place, rank=place, points=Decimal("91.5"), school_code="x"
        )
        for place, each in enumerate([entry, other], start=1)
    ]
    Award.objects.create(run=run, row=rows[0], entry=entry, prize=first)
    return entry


def test_home_asks_first_whether_the_school_takes_part(client_of_school: Client, school: School) -> None:
    page = client_of_school.get(address(school)).content.decode()
    assert "Trường có tham gia không?" in page
    assert page.count("<h1") == 1


def test_home_counts_what_a_draft_lacks(client_of_school: Client, school: School) -> None:
    confirm(school)
    make_booth(school, state=Booth.State.DRAFT, title="Gian mới")
    page = client_of_school.get(address(school))
    assert texts(page, ".notice li") == [
        "Gian mới: còn thiếu 4 mục: Có gì ở gian hàng, Ít nhất một sản phẩm, Người phụ trách, "
        "Số điện thoại người phụ trách"
    ]


def test_home_after_the_deadline_names_the_organisers(client_of_school: Client, school: School) -> None:
    confirm(school)
    festival = school.festival
    festival.registration_closes_at = datetime(2020, 1, 1, tzinfo=UTC)
    festival.save()
    page = client_of_school.get(address(school))
    assert "Đã hết hạn đăng ký. Cần sửa, xin liên hệ Ban Tổ chức." in texts(page, "p.muted")


def test_answer_is_noted_with_the_delegation(client_of_school: Client, school: School) -> None:
    url = address(school, "school-participation")
    assert client_of_school.get(url).status_code == 200
    assert client_of_school.post(url, ANSWER).status_code == 302
    school.refresh_from_db()
    assert (school.participation, school.delegation_phone, school.delegation_size) == (
        "confirmed",
        "0912345678",
        25,
    )
    assert AuditEvent.objects.filter(action="participation-answered").count() == 1


def test_answer_with_a_wrong_phone_is_refused_at_the_field(client_of_school: Client, school: School) -> None:
    answer = client_of_school.post(
        address(school, "school-participation"), {**ANSWER, "delegation_phone": "abc"}
    )
    assert answer.status_code == 422
    assert "Nguyễn Thị Hòa" in answer.content.decode()


def test_answer_after_closing_is_refused(client_of_school: Client, school: School) -> None:
    school.festival.registration_closes_at = datetime(2020, 1, 1, tzinfo=UTC)
    school.festival.save()
    answer = client_of_school.post(address(school, "school-participation"), ANSWER)
    assert answer.status_code == 422
    assert "Đăng ký đã đóng lúc 07:00, 01/01/2020" in answer.content.decode()
    school.refresh_from_db()
    assert school.participation == "invited"


def test_school_with_registrations_does_not_decline(client_of_school: Client, school: School) -> None:
    make_booth(school)
    answer = client_of_school.post(
        address(school, "school-participation"), {**ANSWER, "participation": "declined"}
    )
    assert answer.status_code == 422
    assert "Trường còn 1 đăng ký" in answer.content.decode()


def test_home_shows_what_is_missing_and_what_was_sent_back(client_of_school: Client, school: School) -> None:
    confirm(school)
    booth = make_booth(school, state=Booth.State.DRAFT)
    page = client_of_school.get(address(school)).content.decode()
    assert "Ít nhất một sản phẩm" in page
    assert "0/1" in page
    Booth.objects.filter(pk=booth.pk).update(state=Booth.State.RETURNED, remark="Xin bổ sung ảnh")
    page = client_of_school.get(address(school)).content.decode()
    assert "Xin bổ sung ảnh" in page
    assert "1/1" in page


def test_home_shows_a_shared_booth_without_its_form(client_of_school: Client, school: School) -> None:
    confirm(school)
    booth = make_booth(make_school(school.festival))
    booth.partners.add(school)
    page = client_of_school.get(address(school)).content.decode()
    assert booth.title in page
    assert reverse("booths:school-booth", args=[school.festival.slug, booth.pk]) not in page


def test_person_with_two_schools_chooses(school: School) -> None:
    other = make_school(school.festival, name="Trường Mầm non Hoa Sen")
    person = make_school_user(school)
    other.memberships.create(user=person, festival=school.festival, role="school")
    client = Client()
    client.force_login(person)
    assert texts(client.get(address(school)), "h1") == [school.name]
    assert client.post(address(school, "school-choose"), {"school": other.code}).status_code == 302
    assert texts(client.get(address(school)), "h1") == [other.name]
    foreign = make_school(school.festival)
    assert client.post(address(school, "school-choose"), {"school": foreign.code}).status_code == 404


def test_form_on_paper_is_a_pdf(client_of_school: Client, school: School) -> None:
    confirm(school)
    make_product(make_booth(school), "Robot")
    make_member(make_entry(make_contest(school.festival), school=school))
    answer = client_of_school.get(address(school, "school-form"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_papers_show_own_lines_of_published_contests_alone(client_of_school: Client, school: School) -> None:
    entry = published(school)
    page = client_of_school.get(address(school, "school-papers")).content.decode()
    assert "Trần Thị Ánh" in page
    assert "91,50" in page
    assert "Giải Nhất" in page
    assert "Người Trường Khác" not in page
    Contest.objects.filter(pk=entry.contest_id).update(state=Contest.State.CERTIFIED)
    assert texts(client_of_school.get(address(school, "school-papers")), "tbody tr") == []


def test_certificates_are_the_schools_own_once_published(client_of_school: Client, school: School) -> None:
    entry = published(school)
    url = address(school, "school-certificates")
    assert client_of_school.get(url).status_code == 404
    organiser = make_organiser(school.festival)
    issue_certificates(contest=entry.contest, kind="prize", by=organiser)
    issue_certificates(contest=entry.contest, kind="participation", by=organiser)
    answer = client_of_school.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    page = client_of_school.get(address(school, "school-papers"))
    assert url in values(page, "main a", "href")
    Contest.objects.update(state=Contest.State.CERTIFIED)
    assert client_of_school.get(url).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "other festival", "organiser"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_school_are_not_found_by_others(who: str, name: str, school: School) -> None:
    people = {
        "stranger": make_user(),
        "other festival": make_school_user(make_school(make_festival())),
        "organiser": make_organiser(school.festival),
    }
    client = Client()
    client.force_login(people[who])
    assert client.get(address(school, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_visitor_is_asked_to_sign_in(client: Client, name: str, school: School) -> None:
    assert client.get(address(school, name)).status_code == 302


def test_printed_form_keeps_the_line_breaks_of_long_texts(school: School) -> None:
    booth = make_booth(
        school, summary="Kho học liệu", description="Trò chơi\nRô-bốt", note="Hai bàn\nMột ổ cắm"
    )
    make_product(booth, purpose="Tưới cây\nĐo độ ẩm")
    paper = form_of_school(school)
    html = render_to_string(paper.template, {"paper": paper, "data": paper.data})
    for text in ("Kho học liệu<br>Trò chơi<br>Rô-bốt", "Hai bàn<br>Một ổ", "Tưới cây<br>Đo độ ẩm"):
        assert text in html


def test_home_shows_what_drafts_lack_beside_what_was_sent_back(
    client_of_school: Client, school: School
) -> None:
    confirm(school)
    make_booth(
        school, state=Booth.State.RETURNED, remark="Thiếu ảnh", summary="", person="Hòa", phone="0912345678"
    )
    contest = make_contest(school.festival, kind=Contest.Kind.PRODUCT, categories=("A", "B"))
    make_entry(contest, school=school, state=Entry.State.DRAFT, title="Robot")
    page = client_of_school.get(address(school))
    assert texts(page, ".notice h2") == ["Ban Tổ chức trả lại để sửa", "Chưa nộp"]
    assert "còn thiếu 2 mục: Có gì ở gian hàng, Ít nhất một sản phẩm" in texts(page, ".notice li")[0]
    assert texts(page, ".notice li")[1] == "Robot: còn thiếu 1 mục: Bảng thi"
    contest.categories.all().delete()
    page = client_of_school.get(address(school))
    assert texts(page, ".notice li")[1] == (
        "Robot: đã đủ, hãy mở ra và bấm “Nộp đăng ký” (chưa điền: Tác giả, Tệp kèm theo)"
    )

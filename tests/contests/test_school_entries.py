"""A school registers people and products: quota, window, files, access."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contests.models import Attachment, Contest, Entry, Member
from festival.models import School
from tests.make import (
    make_contest,
    make_entry,
    make_festival,
    make_member,
    make_organiser,
    make_school,
    make_school_user,
    make_user,
)
from tests.reading import sent_by, texts

pytestmark = pytest.mark.django_db
PAST = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def contest(school: School) -> Contest:
    return make_contest(school.festival, quota_per_school=4)


@pytest.fixture
def product(school: School) -> Entry:
    contest = make_contest(school.festival, kind=Contest.Kind.PRODUCT, quota_per_school=1)
    return make_entry(contest, school=school, state=Entry.State.DRAFT, title="Thùng rác thông minh")


@pytest.fixture
def client_of_school(school: School) -> Client:
    client = Client()
    client.force_login(make_school_user(school))
    return client


def listing(contest: Contest) -> str:
    return reverse("contests:school-entries", args=[contest.festival.slug, contest.slug])


def address(entry: Entry, name: str = "school-entry") -> str:
    contest = entry.contest
    return reverse(f"contests:{name}", args=[contest.festival.slug, contest.slug, entry.pk])


def rows(*people: dict[str, Any], initial: int = 0, **more: Any) -> dict[str, Any]:
    """What a browser posts of the rows of people."""
    data = {
        f"people-{place}-{name}": value for place, row in enumerate(people) for name, value in row.items()
    }
    return {"people-TOTAL_FORMS": len(people), "people-INITIAL_FORMS": initial, **data, **more}


def submit(client: Client, url: str, data: dict[str, Any]) -> Any:
    """Save the page to be submitted, and confirm the summary that follows."""
    answer = client.post(url, {**data, "submit": "1"})
    assert answer["Location"] == f"{url}submit/"
    page = client.get(answer["Location"])
    return client.post(answer["Location"], sent_by(page))


def teacher(name: str, **more: Any) -> dict[str, Any]:
    return {"full_name": name, "salutation": "bà", "role": "teacher", "position": "Giáo viên", **more}


def product_form(entry: Entry, *people: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"title": entry.title, "version": entry.version, **rows(*people), **more}


def test_four_teachers_are_submitted_at_once(client_of_school: Client, contest: Contest) -> None:
    names = ["Nguyễn Thị Hòa", "Đỗ Thị Kim Oanh", "Trần Văn Đức", "Lê Thị Ngọc Ánh"]
    people = [teacher(name, born_on="05/09/1985", phone="0912 345 678") for name in names]
    assert client_of_school.get(listing(contest)).status_code == 200
    answer = submit(client_of_school, listing(contest), rows(*people, {}))
    assert answer.status_code == 302
    assert list(Entry.objects.values_list("state", flat=True)) == ["submitted"] * 4
    members = Member.objects.order_by("sort_key")
    assert [member.full_name for member in members] == [names[3], names[2], names[0], names[1]]
    assert (members[0].born_on, members[0].phone) == (date(1985, 9, 5), "0912345678")


def test_people_over_the_quota_are_all_refused_and_stay_drafts(
    client_of_school: Client, contest: Contest, school: School
) -> None:
    make_entry(contest, school=school, state=Entry.State.SUBMITTED)
    people = [teacher(f"Người Thứ {name}") for name in ("Nhất", "Hai", "Ba", "Tư")]
    answer = submit(client_of_school, listing(contest), rows(*people))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "mỗi trường được đăng ký 4; trường đã có 1, không thể nộp thêm 4" in page
    assert "Người Thứ Tư" in page
    assert sorted(Entry.objects.values_list("state", flat=True)) == [*["draft"] * 4, "submitted"]


def test_people_saved_are_drafts_with_the_guessed_category_offered(
    client_of_school: Client, school: School
) -> None:
    contest = make_contest(school.festival, categories=("Tiểu học", "THCS"))
    page = client_of_school.get(listing(contest))
    guess = int(sent_by(page, "#people-form")["people-0-category"])
    assert guess == contest.categories.get(name="Tiểu học").pk
    client_of_school.post(listing(contest), rows(teacher("Nguyễn Thị Hòa", category=guess)))
    entry = Entry.objects.get()
    assert (entry.state, entry.category_id, str(entry.members.get())) == ("draft", guess, "Nguyễn Thị Hòa")


def test_draft_is_changed_and_another_withdrawn(
    client_of_school: Client, contest: Contest, school: School
) -> None:
    first, second = (make_entry(contest, school=school, state=Entry.State.DRAFT) for _ in range(2))
    make_member(first, "Trần Thị A")
    make_member(second, "Trần Thị B")
    people = [
        teacher("Trần Thị Ánh", pk=first.pk, version=0),
        teacher("Trần Thị B", pk=second.pk, version=0, DELETE="on"),
    ]
    answer = client_of_school.post(listing(contest), rows(*people, initial=2))
    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, str(first.members.get()), second.state) == ("draft", "Trần Thị Ánh", "withdrawn")


def test_row_overtaken_is_answered_409(client_of_school: Client, contest: Contest, school: School) -> None:
    entry = make_entry(contest, school=school, state=Entry.State.DRAFT, version=3)
    people = rows(teacher("Trần Thị A", pk=entry.pk, version=2), initial=1)
    answer = client_of_school.post(listing(contest), people)
    assert answer.status_code == 409
    assert "Trần Thị A" in answer.content.decode()


def test_same_person_twice_is_refused(client_of_school: Client, contest: Contest) -> None:
    people = rows(teacher("Trần Thị A"), teacher("Trần  Thị A"))
    answer = client_of_school.post(listing(contest), people)
    assert answer.status_code == 422
    assert Entry.objects.count() == 0


def test_row_of_another_school_is_refused(client_of_school: Client, contest: Contest) -> None:
    foreign = make_entry(contest, state=Entry.State.DRAFT)
    people = rows(teacher("Kẻ Lạ", pk=foreign.pk, version=0), initial=1)
    answer = client_of_school.post(listing(contest), people)
    assert answer.status_code == 422
    assert foreign.members.count() == 0


def test_row_without_a_name_is_refused_at_the_field(client_of_school: Client, contest: Contest) -> None:
    answer = client_of_school.post(listing(contest), rows({"phone": "0912345678"}))
    assert answer.status_code == 422
    assert "Hãy ghi họ và tên" in answer.content.decode()


def test_closed_window_of_the_contest_is_named(client_of_school: Client, contest: Contest) -> None:
    Contest.objects.update(closes_at=PAST)
    answer = client_of_school.post(listing(contest), rows(teacher("Trần Thị A"), submit="1"))
    assert answer.status_code == 422
    assert "07:00, 01/01/2020" in answer.content.decode()
    assert Entry.objects.count() == 0


def test_frozen_contest_takes_nothing(client_of_school: Client, contest: Contest) -> None:
    Contest.objects.update(state=Contest.State.FROZEN)
    answer = client_of_school.post(listing(contest), rows(teacher("Trần Thị A")))
    assert answer.status_code == 422
    assert "đã khóa" in answer.content.decode()


def test_two_schools_of_one_person_do_not_mix(contest: Contest, school: School) -> None:
    other = make_school(school.festival)
    person = make_school_user(school)
    other.memberships.create(user=person, festival=school.festival, role="school")
    client = Client()
    client.force_login(person)
    data = rows(teacher("Trần Thị A"), for_school=other.code)
    client.post(listing(contest), data)
    assert Entry.objects.get().school == other


def test_product_is_named_filled_in_and_submitted(client_of_school: Client, school: School) -> None:
    contest = make_contest(school.festival, kind=Contest.Kind.PRODUCT, categories=("Tiểu học", "THCS"))
    url = reverse("contests:school-new", args=[contest.festival.slug, contest.slug])
    assert client_of_school.get(url).status_code == 200
    client_of_school.post(url, {"title": "Thùng rác thông minh"})
    entry = Entry.objects.get()
    assert (entry.state, str(entry.category)) == ("draft", "Tiểu học")
    assert client_of_school.get(address(entry)).status_code == 200
    pupils = [{"full_name": name, "role": "pupil", "class_name": "5A2"} for name in ("Lê Minh", "Hà My")]
    file = SimpleUploadedFile("thuyết minh.pdf", b"%PDF-1.7 x", "application/pdf")
    data = product_form(
        entry,
        *pupils,
        mentor="Nguyễn Thị Hòa",
        category=entry.category_id,
        uploads=[file],
    )
    assert submit(client_of_school, address(entry), data)["Location"] == address(entry)
    entry.refresh_from_db()
    assert entry.state == "submitted"
    assert list(entry.members.values_list("full_name", "mentor")) == [
        ("Lê Minh", "Nguyễn Thị Hòa"),
        ("Hà My", "Nguyễn Thị Hòa"),
    ]
    assert [str(row) for row in entry.attachments.all()] == ["thuyết minh.pdf"]


def test_wrong_file_is_refused_at_the_field_and_the_good_one_kept(
    client_of_school: Client, product: Entry
) -> None:
    bad = SimpleUploadedFile("bài.pdf", b"MZ\x90", "application/pdf")
    good = SimpleUploadedFile("ảnh.png", b"\x89PNG\r\n\x1a\n", "image/png")
    data = product_form(product, {"full_name": "Hà My"}, summary="Tự mở nắp", uploads=[bad, good])
    answer = client_of_school.post(address(product), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“bài.pdf” không phải tệp" in page
    assert "Tự mở nắp" in page
    assert [str(row) for row in product.attachments.all()] == ["ảnh.png"]


def test_product_page_keeps_itself(client_of_school: Client, product: Entry) -> None:
    data = product_form(product, {"full_name": "Hà My"}, autosave="1", summary="Đang viết")
    answer = client_of_school.post(address(product), data)
    assert (answer.status_code, answer.json()) == (200, {"version": 1, "complete": True})
    assert client_of_school.post(address(product), data).status_code == 409
    product.refresh_from_db()
    assert product.summary == "Đang viết"


def test_author_who_was_saved_while_typing_is_kept_by_the_next_save(
    client_of_school: Client, product: Entry
) -> None:
    data = product_form(product, {"full_name": "Hà My"})
    client_of_school.post(address(product), {**data, "autosave": "1"})
    assert client_of_school.post(address(product), {**data, "version": "1"}).status_code == 302
    assert [member.full_name for member in product.members.all()] == ["Hà My"]


def test_product_overtaken_is_answered_409_with_what_was_typed(
    client_of_school: Client, product: Entry
) -> None:
    data = product_form(product, summary="Bản của tôi")
    Entry.objects.update(version=5)
    answer = client_of_school.post(address(product), data)
    assert answer.status_code == 409
    assert "Bản của tôi" in answer.content.decode()


def test_entry_is_recalled_withdrawn_and_restored(client_of_school: Client, product: Entry) -> None:
    Entry.objects.update(state=Entry.State.SUBMITTED)
    client_of_school.post(address(product, "school-recall"))
    assert Entry.objects.get().state == "draft"
    asked = client_of_school.post(address(product, "school-withdraw"))
    assert (asked.status_code, Entry.objects.get().state) == (200, "draft")
    client_of_school.post(address(product, "school-withdraw"), {"confirmed": "1"})
    assert Entry.objects.get().state == "withdrawn"
    asked = client_of_school.post(address(product, "school-restore"))
    assert texts(asked, "h1") == ["Khôi phục đăng ký này?"]
    client_of_school.post(address(product, "school-restore"), {"confirmed": "1"})
    assert Entry.objects.get().state == "draft"
    refused = client_of_school.post(address(product, "school-restore"))
    assert refused.status_code == 422


def attach(entry: Entry) -> Attachment:
    from django.core.files.base import ContentFile

    row = Attachment(entry=entry, name="bài thi.pdf", sha256="0", content_type="application/pdf", size=8)
    row.file.save("abc.pdf", ContentFile(b"%PDF-1.7"), save=False)
    row.save()
    return row


@pytest.mark.parametrize(
    ("who", "status"), [("own", 200), ("organiser", 200), ("other school", 404), ("stranger", 404)]
)
def test_file_goes_to_its_school_and_the_office(who: str, status: int, product: Entry) -> None:
    festival = product.contest.festival
    people = {
        "own": make_school_user(product.school),
        "organiser": make_organiser(festival),
        "other school": make_school_user(make_school(festival)),
        "stranger": make_user(),
    }
    client = Client()
    client.force_login(people[who])
    answer = client.get(reverse("contests:file", args=[festival.slug, attach(product).pk]))
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]


def test_file_is_removed_from_a_draft_by_its_school_alone(client_of_school: Client, product: Entry) -> None:
    festival = product.contest.festival
    url = reverse("contests:file-remove", args=[festival.slug, attach(product).pk])
    office = Client()
    office.force_login(make_organiser(festival))
    assert office.post(url).status_code == 404
    Entry.objects.update(state=Entry.State.SUBMITTED)
    assert client_of_school.post(url).status_code == 422
    Entry.objects.update(state=Entry.State.DRAFT)
    assert client_of_school.post(url).status_code == 302
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize("who", ["stranger", "other school", "other festival", "organiser"])
def test_entry_of_another_school_is_not_found(who: str, product: Entry) -> None:
    festival = product.contest.festival
    people = {
        "stranger": make_user(),
        "other school": make_school_user(make_school(festival)),
        "other festival": make_school_user(make_school(make_festival())),
        "organiser": make_organiser(festival),
    }
    client = Client()
    client.force_login(people[who])
    assert client.get(address(product)).status_code == 404
    for name in ("school-entry", "school-recall", "school-restore", "school-withdraw"):
        assert client.post(address(product, name), {"confirmed": "1"}).status_code == 404
    seen = client.get(listing(product.contest))
    assert seen.status_code == (200 if who == "other school" else 404)


def test_contest_of_booths_is_not_entered_here(client_of_school: Client, school: School) -> None:
    contest = make_contest(school.festival, kind=Contest.Kind.BOOTH)
    assert client_of_school.get(listing(contest)).status_code == 404


def test_namesakes_of_a_product_stay_two_people(client_of_school: Client, product: Entry) -> None:
    def post(*people: dict[str, str], initial: int) -> int:
        product.refresh_from_db()
        data = product_form(product, *people) | {"people-INITIAL_FORMS": initial}
        return client_of_school.post(address(product), data).status_code

    older, younger = ({"full_name": "Lê An", "born_on": day} for day in ("2013-01-05", "2013-06-01"))
    assert post(older, younger, initial=0) == 302
    kept = dict(product.members.values_list("born_on", "pk"))
    assert set(kept) == {date(2013, 1, 5), date(2013, 6, 1)}
    assert post(younger, older, initial=2) == 302
    assert dict(product.members.values_list("born_on", "pk")) == kept
    assert (post(older, older, initial=2), product.members.count()) == (422, 2)


def test_summary_of_people_names_who_is_left_out_and_submits_the_others(
    client_of_school: Client, school: School
) -> None:
    contest = make_contest(school.festival, categories=("Bảng A", "Bảng B"))
    ready = teacher("Trần Thị A", category=contest.categories.first().pk, phone="0912345678")  # type: ignore[union-attr]
    data = rows(ready, teacher("Lê Văn B"), submit="1")
    page = client_of_school.post(listing(contest), data, follow=True)
    assert texts(page, "[aria-labelledby=not-yet] li") == ["Lê Văn B: bảng thi"]
    assert texts(page, "[aria-labelledby=left-out] li") == ["Trần Thị A: Ngày sinh"]
    assert texts(page, "main form button") == ["Nộp 1 người"]
    client_of_school.post(f"{listing(contest)}submit/", sent_by(page))
    states = dict(Member.objects.values_list("full_name", "entry__state"))
    assert states == {"Trần Thị A": "submitted", "Lê Văn B": "draft"}


def test_people_changed_after_their_summary_are_not_submitted(
    client_of_school: Client, contest: Contest
) -> None:
    page = client_of_school.post(listing(contest), rows(teacher("Trần Thị A"), submit="1"), follow=True)
    Entry.objects.update(version=7)
    answer = client_of_school.post(f"{listing(contest)}submit/", sent_by(page))
    assert (answer.status_code, Entry.objects.get().state) == (409, "draft")


def test_row_with_a_salutation_alone_is_refused(client_of_school: Client, contest: Contest) -> None:
    answer = client_of_school.post(listing(contest), rows({"salutation": "bà"}))
    assert (answer.status_code, texts(answer, ".error-summary a")) == (422, ["1. Họ và tên"])


@pytest.mark.parametrize("born", ["0085-09-05", "1899-12-31", "2199-01-01"])
def test_impossible_date_of_birth_is_refused_at_the_field(
    client_of_school: Client, contest: Contest, born: str
) -> None:
    answer = client_of_school.post(listing(contest), rows(teacher("Trần Thị A", born_on=born)))
    assert texts(answer, ".error-summary li") == ["1. Ngày sinh: Ngày sinh phải từ năm 1900 đến hôm nay."]

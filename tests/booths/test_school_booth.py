"""A school edits, submits and recalls its booth; users without access get 404."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from booths.models import Booth, Photo
from contests.models import Contest, Entry
from festival.models import AuditEvent, School
from tests.make import (
    make_booth,
    make_contest,
    make_entry,
    make_festival,
    make_organiser,
    make_school,
    make_school_user,
    make_stand,
    make_user,
)
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db
PAST = datetime(2020, 1, 1, tzinfo=UTC)
FULL = {
    "title": "Gian hàng học liệu số Trường Trung học cơ sở Nguyễn Văn Huyên",
    "field": "hoc-lieu",
    "summary": "Kho học liệu của trường",
    "person": "Nguyễn Thị Hòa",
    "phone": "+84 912.345.678",
    "tables": "2",
    "power": "on",
}


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def booth(school: School) -> Booth:
    return make_booth(school, state=Booth.State.DRAFT, field="")


@pytest.fixture
def client_of_school(school: School) -> Client:
    client = Client()
    client.force_login(make_school_user(school))
    return client


def address(booth: Booth, name: str = "school-booth") -> str:
    return reverse(f"booths:{name}", args=[booth.festival.slug, booth.pk])


def typed(booth: Booth, *products: str, **more: Any) -> dict[str, Any]:
    """What a browser posts."""
    rows = {f"products-{place}-name": name for place, name in enumerate(products)}
    counts = {"products-TOTAL_FORMS": len(products), "products-INITIAL_FORMS": 0}
    photos = {"photos-TOTAL_FORMS": 0, "photos-INITIAL_FORMS": 0}
    return {**FULL, "version": booth.version, **rows, **counts, **photos, **more}


def submit(client: Client, booth: Booth, data: dict[str, Any]) -> Any:
    """Save the page to be submitted, and confirm the summary that follows."""
    answer = client.post(address(booth), {**data, "submit": "1"})
    assert answer["Location"] == address(booth, "school-submit")
    page = client.get(answer["Location"])
    return client.post(answer["Location"], sent_by(page))


def picture(kind: str = "PNG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (80, 60), "teal").save(out, kind)
    return SimpleUploadedFile("gian hàng.png", out.getvalue(), "image/png")


def test_new_booth_is_a_draft_that_is_filled_in_next(client_of_school: Client, school: School) -> None:
    url = reverse("booths:school-new", args=[school.festival.slug])
    assert client_of_school.get(url).status_code == 200
    answer = client_of_school.post(url, {"title": "Vườn  rau thông minh", "field": "stem"})
    booth = Booth.objects.get()
    assert answer["Location"] == address(booth)
    assert (booth.title, booth.state, booth.school, len(booth.code)) == (
        "Vườn rau thông minh",
        "draft",
        school,
        8,
    )
    again = client_of_school.post(url, {"title": "Vườn rau thông minh"})
    assert again.status_code == 422
    assert Booth.objects.count() == 1


def test_booth_saved_incomplete_stays_a_draft(client_of_school: Client, booth: Booth) -> None:
    answer = client_of_school.post(address(booth), {**typed(booth), "person": "", "phone": ""})
    assert answer.status_code == 302
    booth.refresh_from_db()
    assert (booth.state, booth.title, booth.phone, booth.version) == ("draft", FULL["title"], "", 1)
    assert "gian hang hoc lieu so" in booth.search_key
    assert AuditEvent.objects.filter(action="booth-saved").count() == 1


def test_booth_complete_is_submitted_with_products_pictures_partner_and_entry(
    client_of_school: Client, booth: Booth
) -> None:
    partner = make_school(booth.festival)
    contest = make_contest(booth.festival, kind=Contest.Kind.BOOTH, categories=("Tiểu học", "THCS"))
    category = contest.categories.get(name="THCS")
    more = {
        "partners": [partner.pk],
        "competes": f"{contest.pk}:{category.pk}",
        "pictures": [picture(), picture("WEBP")],
    }
    answer = submit(client_of_school, booth, typed(booth, "Robot", "Vườn rau", **more))
    assert answer["Location"] == address(booth)
    booth.refresh_from_db()
    assert (booth.state, booth.phone, booth.tables, booth.power) == ("submitted", "0912345678", 2, True)
    assert [product.name for product in booth.products.all()] == ["Robot", "Vườn rau"]
    assert list(booth.partners.all()) == [partner]
    assert [photo.name for photo in booth.photos.all()] == ["gian hàng.png", "gian hàng (2).png"]
    entry = booth.entry
    assert entry is not None
    assert (entry.state, entry.title, entry.category, list(entry.partners.all())) == (
        "submitted",
        booth.title,
        category,
        [partner],
    )


def test_booth_incomplete_is_not_submitted_and_nothing_typed_is_lost(
    client_of_school: Client, booth: Booth
) -> None:
    answer = client_of_school.post(address(booth), {**typed(booth, submit="1"), "person": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ít nhất một sản phẩm, người phụ trách" in page
    assert FULL["title"] in page
    booth.refresh_from_db()
    assert (booth.state, booth.version, booth.field) == ("draft", 1, "hoc-lieu")
    again = client_of_school.post(address(booth), {**sent_by(answer, "#booth-form"), "person": "Hòa"})
    assert again.status_code == 302


def test_booth_with_a_wrong_phone_is_refused_at_the_field(client_of_school: Client, booth: Booth) -> None:
    answer = client_of_school.post(address(booth), typed(booth, "Robot", phone="12 34"))
    assert answer.status_code == 422
    assert values(answer, ".error-summary a", "href") == ["#id_phone"]
    assert "Robot" in answer.content.decode()


def test_hostile_picture_is_refused_and_the_good_one_beside_it_is_kept(
    client_of_school: Client, booth: Booth
) -> None:
    svg = SimpleUploadedFile("xấu.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/jpeg")
    answer = client_of_school.post(address(booth), typed(booth, "Robot", pictures=[svg, picture()]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "xấu.jpg" in page
    assert "Robot" in page
    assert [photo.name for photo in booth.photos.all()] == ["gian hàng.png"]
    booth.refresh_from_db()
    assert booth.version == 0


def test_form_overtaken_is_answered_409_with_what_was_typed(client_of_school: Client, booth: Booth) -> None:
    old = typed(booth, "Robot")
    client_of_school.post(address(booth), typed(booth, title="Bản của người khác"))
    answer = client_of_school.post(address(booth), old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert FULL["title"] in page
    assert 'name="version" value="1"' in page
    booth.refresh_from_db()
    assert booth.title == "Bản của người khác"


def test_page_keeps_itself_while_somebody_types(client_of_school: Client, booth: Booth) -> None:
    data = typed(booth, "Robot", "", autosave="1", phone="12")
    answer = client_of_school.post(address(booth), data)
    assert (answer.status_code, answer.json()) == (200, {"version": 1, "complete": False})
    booth.refresh_from_db()
    assert (booth.title, booth.phone) == (FULL["title"], "")  # invalid values are not saved
    assert [product.name for product in booth.products.all()] == ["Robot"]
    assert AuditEvent.objects.filter(action="booth-saved").count() == 0
    assert client_of_school.post(address(booth), data).status_code == 409


def test_new_product_that_was_saved_while_typing_is_kept_by_the_next_save(
    client_of_school: Client, booth: Booth
) -> None:
    data = typed(booth, "Robot", "")
    client_of_school.post(address(booth), {**data, "autosave": "1"})
    assert client_of_school.post(address(booth), {**data, "version": "1"}).status_code == 302
    assert [product.name for product in booth.products.all()] == ["Robot"]


def test_two_products_of_one_name_are_refused(client_of_school: Client, booth: Booth) -> None:
    answer = client_of_school.post(address(booth), typed(booth, "Robot", "Robot"))
    assert answer.status_code == 422
    assert "Có hai sản phẩm cùng tên" in answer.content.decode()


def test_submitting_over_the_quota_is_refused_with_the_numbers(
    client_of_school: Client, booth: Booth, school: School
) -> None:
    make_booth(school)
    answer = submit(client_of_school, booth, typed(booth, "Robot"))
    assert answer.status_code == 422
    assert "mỗi trường được đăng ký 1; trường đã có 1" in answer.content.decode()
    booth.refresh_from_db()
    assert booth.state == "draft"


def test_submitting_over_the_quota_of_its_contest_is_refused(
    client_of_school: Client, booth: Booth, school: School
) -> None:
    contest = make_contest(school.festival, kind=Contest.Kind.BOOTH, quota_per_school=1)
    make_entry(contest, school=school)
    answer = submit(client_of_school, booth, typed(booth, "Robot", competes=str(contest.pk)))
    assert answer.status_code == 422
    assert contest.name in answer.content.decode()
    assert sorted(Entry.objects.values_list("state", flat=True)) == ["approved", "draft"]


def test_closed_window_is_named_and_nothing_changes(client_of_school: Client, booth: Booth) -> None:
    booth.festival.registration_closes_at = PAST
    booth.festival.save()
    answer = client_of_school.post(address(booth), typed(booth, "Robot", submit="1"))
    assert answer.status_code == 422
    assert "Đăng ký đã đóng lúc 07:00, 01/01/2020" in answer.content.decode()
    page = client_of_school.get(address(booth))
    assert values(page, "main [name=title]", "value") == []
    new = client_of_school.post(
        reverse("booths:school-new", args=[booth.festival.slug]), {"title": "Gian mới"}
    )
    assert new.status_code == 422


def test_booth_sent_back_is_mended_after_the_window(client_of_school: Client, booth: Booth) -> None:
    Booth.objects.update(state=Booth.State.RETURNED, remark="Thiếu sản phẩm")
    booth.festival.registration_closes_at = PAST
    booth.festival.save()
    assert "Thiếu sản phẩm" in client_of_school.get(address(booth)).content.decode()
    answer = submit(client_of_school, booth, typed(booth, "Robot"))
    assert answer.status_code == 302
    booth.refresh_from_db()
    assert (booth.state, booth.remark) == ("submitted", "")


def test_school_that_has_not_confirmed_does_not_submit(client_of_school: Client, booth: Booth) -> None:
    School.objects.filter(pk=booth.school_id).update(participation=School.Participation.INVITED)
    answer = submit(client_of_school, booth, typed(booth, "Robot"))
    assert answer.status_code == 422
    assert "chưa xác nhận tham gia" in answer.content.decode()


def test_submitted_booth_is_read_only_until_taken_back(client_of_school: Client, booth: Booth) -> None:
    Booth.objects.update(state=Booth.State.SUBMITTED)
    booth.refresh_from_db()
    assert client_of_school.post(address(booth), typed(booth, "Robot")).status_code == 422
    assert client_of_school.post(address(booth, "school-recall")).status_code == 302
    booth.refresh_from_db()
    assert (booth.state, booth.version) == ("draft", 1)


def test_withdrawing_asks_first_frees_the_stand_and_can_be_undone(
    client_of_school: Client, booth: Booth
) -> None:
    stand = make_stand(booth.festival)
    Booth.objects.update(state=Booth.State.APPROVED, stand=stand)
    asked = client_of_school.post(address(booth, "school-withdraw"))
    assert (asked.status_code, Booth.objects.get().state) == (200, "approved")
    client_of_school.post(address(booth, "school-withdraw"), {"confirmed": "1"})
    booth.refresh_from_db()
    assert (booth.state, booth.stand) == ("withdrawn", None)
    asked = client_of_school.post(address(booth, "school-restore"))
    assert "trở lại là bản nháp: phải nộp và được duyệt lại" in " ".join(texts(asked, "main form p"))
    client_of_school.post(address(booth, "school-restore"), {"confirmed": "1"})
    booth.refresh_from_db()
    assert booth.state == "draft"


def test_messages_name_what_was_done_and_the_booth(client_of_school: Client, booth: Booth) -> None:
    saved = client_of_school.post(address(booth), {**typed(booth), "person": ""}, follow=True)
    withdrawn = client_of_school.post(address(booth, "school-withdraw"), {"confirmed": "1"}, follow=True)
    restored = client_of_school.post(address(booth, "school-restore"), {"confirmed": "1"}, follow=True)
    assert [texts(page, "#messages .notice") for page in (saved, withdrawn, restored)] == [
        [f"Đã lưu bản nháp “{FULL['title']}”."],
        [f"Đã hủy đăng ký “{FULL['title']}”."],
        [f"Đã chuyển “{FULL['title']}” về bản nháp."],
    ]


def test_declined_booth_stays_declined(client_of_school: Client, booth: Booth) -> None:
    Booth.objects.update(state=Booth.State.DECLINED)
    for name in ("school-recall", "school-restore"):
        assert client_of_school.post(address(booth, name)).status_code == 422
    answer = client_of_school.post(address(booth, "school-withdraw"), {"confirmed": "1"})
    assert answer.status_code == 422
    assert Booth.objects.get().state == "declined"


def test_pictures_are_described_and_removed(client_of_school: Client, booth: Booth) -> None:
    client_of_school.post(address(booth), typed(booth, pictures=[picture(), picture("WEBP")]))
    booth.refresh_from_db()
    first, second = booth.photos.all()
    rows = {
        "photos-TOTAL_FORMS": 2,
        "photos-INITIAL_FORMS": 2,
        "photos-0-pk": first.pk,
        "photos-0-caption": "Robot  nhảy",
        "photos-0-shows_pupils": "on",
        "photos-1-pk": second.pk,
        "photos-1-DELETE": "on",
    }
    answer = client_of_school.post(address(booth), typed(booth, **rows))
    assert answer.status_code == 302
    assert list(Photo.objects.values_list("pk", "caption", "shows_pupils")) == [
        (first.pk, "Robot nhảy", True)
    ]


def test_booth_that_stops_competing_loses_its_entry(client_of_school: Client, booth: Booth) -> None:
    contest = make_contest(booth.festival, kind=Contest.Kind.BOOTH)
    client_of_school.post(address(booth), typed(booth, competes=str(contest.pk)))
    booth.refresh_from_db()
    assert Entry.objects.get().state == "draft"
    client_of_school.post(address(booth), typed(booth, competes=""))
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("who", ["stranger", "other school", "other festival", "organiser", "partner"])
def test_booth_of_another_school_is_not_found(who: str, booth: Booth) -> None:
    festival = booth.festival
    partner = make_school(festival)
    booth.partners.add(partner)
    people = {
        "stranger": make_user(),
        "other school": make_school_user(make_school(festival)),
        "other festival": make_school_user(make_school(make_festival())),
        "organiser": make_organiser(festival),
        "partner": make_school_user(partner),
    }
    client = Client()
    client.force_login(people[who])
    assert client.get(address(booth)).status_code == 404
    for name in ("school-booth", "school-recall", "school-restore", "school-withdraw"):
        assert client.post(address(booth, name), {"confirmed": "1"}).status_code == 404
    assert Booth.objects.get().state == "draft"


def test_booth_under_another_festivals_address_is_not_found(client_of_school: Client, booth: Booth) -> None:
    other = make_festival()
    url = reverse("booths:school-booth", args=[other.slug, booth.pk])
    assert client_of_school.get(url).status_code == 404


def test_visitor_is_asked_to_sign_in(client: Client, booth: Booth) -> None:
    for name in ("school-booth", "school-recall"):
        assert client.post(address(booth, name)).status_code == 302

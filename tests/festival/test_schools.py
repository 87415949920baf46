"""The office's list of schools, adding, changing, removing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from festival.models import School
from tests import make
from tests.reading import texts, values

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=an+khanh", ["Trường THCS An Khánh"]),
        ("q=ĐÔNG", ["Trường Tiểu học Đông La"]),
        ("level=thcs", ["Trường THCS An Khánh"]),
        ("participation=declined", ["Trường Tiểu học Đông La"]),
        ("commune=Hoài+Đức", ["Trường Tiểu học Đông La"]),
        ("level=nonsense", ["Trường THCS An Khánh", "Trường Tiểu học Đông La"]),
        ("q=zzz", []),
    ],
)
def test_school_list_is_narrowed(client: Client, query: str, names: list[str]) -> None:
    festival = make.make_festival()
    make.make_school(festival, name="Trường THCS An Khánh", level="thcs")
    make.make_school(festival, name="Trường Tiểu học Đông La", commune="Hoài Đức", participation="declined")
    client.force_login(make.make_organiser(festival))
    response = client.get(f"{reverse('festival:schools', args=[festival.slug])}?{query}")
    assert texts(response, "#list th a") == names


def form_of(**changes: str) -> dict[str, str]:
    return {
        "code": "an-khanh",
        "name": "Trường THCS An Khánh",
        "level": "thcs",
        "participation": "invited",
        "phone": "0912 345 678",
        **changes,
    }


def test_added_school_can_be_found_without_marks(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    response = client.post(reverse("festival:school-new", args=[festival.slug]), form_of())
    assert response.status_code == 302
    school = festival.schools.get()
    assert (school.phone, "an khanh" in school.search_key) == ("0912345678", True)


def test_taken_code_is_refused(client: Client) -> None:
    festival = make.make_festival()
    make.make_school(festival, code="an-khanh")
    client.force_login(make.make_organiser(festival))
    response = client.post(reverse("festival:school-new", args=[festival.slug]), form_of())
    assert (response.status_code, festival.schools.count()) == (422, 1)


def test_wrong_phone_number_is_refused_at_its_field(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    response = client.post(reverse("festival:school-new", args=[festival.slug]), form_of(phone="12"))
    assert (response.status_code, values(response, ".error-summary a", "href")) == (422, ["#id_phone"])


def test_changed_participation_has_its_time(client: Client) -> None:
    school = make.make_school(participation=School.Participation.INVITED)
    client.force_login(make.make_organiser(school.festival))
    url = reverse("festival:school", args=[school.festival.slug, school.pk])
    client.post(url, form_of(participation="confirmed"))
    school.refresh_from_db()
    assert (school.participation, school.participation_at is not None) == ("confirmed", True)


def test_unused_school_is_removed_after_asking(client: Client) -> None:
    school = make.make_school()
    client.force_login(make.make_organiser(school.festival))
    url = reverse("festival:school-delete", args=[school.festival.slug, school.pk])
    assert client.post(url).status_code == 200
    assert client.post(url, {"confirmed": "1"}).status_code == 302
    assert not School.objects.filter(pk=school.pk).exists()


def test_school_with_a_registration_stays(client: Client) -> None:
    school = make.make_booth().school
    client.force_login(make.make_organiser(school.festival))
    url = reverse("festival:school-delete", args=[school.festival.slug, school.pk])
    response = client.post(url, {"confirmed": "1"})
    assert (response.status_code, School.objects.filter(pk=school.pk).exists()) == (422, True)

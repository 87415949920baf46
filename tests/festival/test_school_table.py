"""A table of schools, pasted or uploaded in the browser."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from festival.models import AuditEvent, School
from tests import make
from tests.reading import texts

pytestmark = pytest.mark.django_db

TABLE = (
    "Tên trường\tCấp học\tXã\tSố điện thoại\n"
    "Trường THCS An Khánh\tTHCS\tAn Khánh\t0912345678\n"
    "Trường Tiểu học Đông La\tTiểu học\tHoài Đức\t\n"
)


def test_pasted_table_without_codes_adds_schools_with_codes_from_their_names(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    response = client.post(reverse("festival:schools-import", args=[festival.slug]), {"pasted": TABLE})
    assert response.status_code == 302
    assert list(festival.schools.values_list("code", "name", "level", "commune", "phone")) == [
        ("thcs-an-khanh", "Trường THCS An Khánh", "thcs", "An Khánh", "0912345678"),
        ("tieu-hoc-dong-la", "Trường Tiểu học Đông La", "tieu-hoc", "Hoài Đức", ""),
    ]
    assert AuditEvent.objects.filter(festival=festival, action="schools-imported").count() == 1


def test_table_with_a_fault_saves_nothing_and_names_the_row(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    bad = TABLE + "Trường THCS La Phù\tĐại học\tLa Phù\t12\n"
    response = client.post(reverse("festival:schools-import", args=[festival.slug]), {"pasted": bad})
    assert response.status_code == 422
    level = "Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp"
    assert texts(response, ".notice-bad li") == [f"Dòng 4: {level}"]
    assert festival.schools.count() == 0


def test_table_again_changes_only_its_own_columns(client: Client) -> None:
    festival = make.make_festival()
    school = make.make_school(festival, name="Trường THCS An Khánh", code="an-khanh", head="Nguyễn Văn A")
    client.force_login(make.make_organiser(festival))
    file = SimpleUploadedFile("truong.csv", b"code;name;level;phone\nan-khanh;X;THCS;0987654321\n")
    response = client.post(reverse("festival:schools-import", args=[festival.slug]), {"file": file})
    assert response.status_code == 302
    school.refresh_from_db()
    assert (school.name, school.phone, school.head, school.participation) == (
        "X",
        "0987654321",
        "Nguyễn Văn A",
        School.Participation.CONFIRMED,
    )


def test_row_twice_is_a_fault(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    twice = TABLE + "Trường THCS An Khánh\tTHCS\t\t\n"
    response = client.post(reverse("festival:schools-import", args=[festival.slug]), {"pasted": twice})
    assert (response.status_code, len(texts(response, ".notice-bad li")), festival.schools.count()) == (
        422,
        1,
        0,
    )


def test_nothing_given_is_refused(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    response = client.post(reverse("festival:schools-import", args=[festival.slug]), {"pasted": " "})
    assert response.status_code == 422


def test_school_under_a_shorter_spelling_of_its_name_is_the_same_with_a_warning(client: Client) -> None:
    festival = make.make_festival()
    make.make_school(festival, name="Trường Tiểu học Kim Chung", code="kim-chung")
    client.force_login(make.make_organiser(festival))
    pasted = "Tên đơn vị\tBậc học\tXã\nTrường TH Kim Chung\tTH\tKim Chung\n"
    response = client.post(
        reverse("festival:schools-import", args=[festival.slug]), {"pasted": pasted}, follow=True
    )
    assert list(festival.schools.values_list("code", "name", "commune")) == [
        ("kim-chung", "Trường TH Kim Chung", "Kim Chung")
    ]
    reason = "hiểu là &quot;Trường Tiểu học Kim Chung&quot;, đã có trong danh sách"
    assert f"Dòng 2, cột &quot;Tên đơn vị&quot;: {reason}" in response.content.decode()

"""A table of schools, pasted or uploaded in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from festival.models import AuditEvent, Festival, Job, School
from judging.models import Judge
from tests import make
from tests.festival.sheets import book
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db

TABLE = (
    "Tên trường\tCấp học\tXã\tSố điện thoại\n"
    "Trường THCS An Khánh\tTHCS\tAn Khánh\t0912345678\n"
    "Trường Tiểu học Đông La\tTiểu học\tHoài Đức\t\n"
)


def look(client: Client, festival: Festival, **sent: Any) -> Any:
    """The answer to a table that the organiser sends."""
    client.force_login(make.make_organiser(festival))
    return client.post(reverse("desk:schools-import", args=[festival.slug]), sent)


def confirm(client: Client, festival: Festival, page: Any) -> Any:
    """The answer to the button of a preview."""
    url = reverse("desk:schools-import-confirm", args=[festival.slug])
    assert url in values(page, "form", "action")
    return client.post(url, {"token": sent_by(page)["token"]})


def test_pasted_table_is_previewed_then_adds_schools_with_codes_from_their_names(client: Client) -> None:
    festival = make.make_festival()
    page = look(client, festival, pasted=TABLE)
    assert texts(page, "tbody th, tbody td")[:4] == ["Danh sách trường", "2", "0", "0"]
    assert (page.status_code, festival.schools.count()) == (200, 0)
    assert not AuditEvent.objects.filter(festival=festival, action="schools-imported").exists()
    answer = confirm(client, festival, page)
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("festival:schools", args=[festival.slug]),
    )
    assert list(festival.schools.values_list("code", "name", "level", "commune", "phone")) == [
        ("thcs-an-khanh", "Trường THCS An Khánh", "thcs", "An Khánh", "0912345678"),
        ("tieu-hoc-dong-la", "Trường Tiểu học Đông La", "tieu-hoc", "Hoài Đức", ""),
    ]
    assert AuditEvent.objects.filter(festival=festival, action="schools-imported").count() == 1


def test_table_with_a_fault_saves_nothing_and_lists_faults_and_warnings_by_row(client: Client) -> None:
    festival = make.make_festival()
    bad = TABLE.replace("0912345678", "912345678") + "Trường THCS La Phù\tĐại học\tLa Phù\t\n"
    page = look(client, festival, pasted=bad)
    level = "Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp"
    assert texts(page, ".notice-bad li") == [f"Dòng 4: {level}"]
    assert texts(page, ".notice-warn li") == [
        'Dòng 2, cột "Số điện thoại": "912345678" thiếu số 0 đầu; hiểu là "0912345678"'
    ]
    assert (page.status_code, festival.schools.count(), texts(page, "textarea")) == (
        422,
        0,
        [" ".join(bad.split())],
    )


def test_table_again_changes_only_its_own_columns(client: Client) -> None:
    festival = make.make_festival()
    school = make.make_school(festival, name="Trường THCS An Khánh", code="an-khanh", head="Nguyễn Văn A")
    file = SimpleUploadedFile("truong.csv", b"code;name;level;phone\nan-khanh;X;THCS;0987654321\n")
    page = look(client, festival, file=file)
    assert texts(page, ".notice-warn li") == []
    assert confirm(client, festival, page).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.phone, school.head, school.participation) == (
        "X",
        "0987654321",
        "Nguyễn Văn A",
        School.Participation.CONFIRMED,
    )


def test_warning_of_several_rows_is_one_line_on_the_page(client: Client) -> None:
    rows = "".join(f"Trường THCS Số {n}\tTHCS\t{'x' if n != 2 else ''}\n" for n in (1, 2, 3, 4))
    page = look(client, make.make_festival(), pasted="Tên trường\tCấp học\tTham gia\n" + rows)
    assert texts(page, ".notice-warn li") == ['Dòng 2, 4–5, cột "Tham gia": "x" được hiểu là Có']


def test_row_twice_is_a_fault(client: Client) -> None:
    festival = make.make_festival()
    page = look(client, festival, pasted=TABLE + "Trường THCS An Khánh\tTHCS\t\t\n")
    faults = texts(page, ".notice-bad li")
    assert (page.status_code, len(faults), festival.schools.count()) == (422, 1, 0)


def test_column_that_a_list_lacks_is_named_with_its_row(client: Client) -> None:
    page = look(client, make.make_festival(), pasted="Tên trường\tXã\nTrường THCS An Khánh\tAn Khánh\n")
    assert texts(page, ".notice-bad li") == ['Dòng 1, cột "Cấp học": thiếu cột này']


def test_list_without_a_heading_says_what_was_looked_for(client: Client) -> None:
    page = look(client, make.make_festival(), pasted="Trường THCS An Khánh\tTHCS\n")
    looked = "không tìm thấy dòng tiêu đề; đã tìm các cột: Tên trường, Cấp học"
    assert texts(page, ".notice-bad li") == [looked]


def test_list_never_brings_settings_or_other_tables(client: Client) -> None:
    festival = make.make_festival(name="Ngày hội")
    settings = f'[festival]\nslug = "{festival.slug}"\nname = "Khác"\n'
    sheets = {"festival": [[line] for line in settings.splitlines()], "judges": [["email"], ["a@b.vn"]]}
    data = book([line.split("\t") for line in TABLE.splitlines()], more=sheets)
    page = look(client, festival, file=SimpleUploadedFile("truong.xlsx", data))
    confirm(client, festival, page)
    festival.refresh_from_db()
    assert (festival.name, festival.schools.count(), Judge.objects.count()) == ("Ngày hội", 2, 0)


def test_preview_of_a_list_is_no_token_for_a_bundle(client: Client) -> None:
    festival = make.make_festival()
    token = sent_by(look(client, festival, pasted=TABLE))["token"]
    client.post(reverse("desk:files-import", args=[festival.slug]), {"token": token})
    assert (Job.objects.count(), festival.schools.count()) == (0, 0)


def test_nothing_given_is_refused(client: Client) -> None:
    assert look(client, make.make_festival(), pasted=" ").status_code == 422


def test_school_under_a_shorter_spelling_of_its_name_is_the_same_with_a_warning(client: Client) -> None:
    festival = make.make_festival()
    make.make_school(festival, name="Trường Tiểu học Kim Chung", code="kim-chung")
    pasted = "Tên đơn vị\tBậc học\tXã\nTrường TH Kim Chung\tTH\tKim Chung\n"
    page = look(client, festival, pasted=pasted)
    reason = 'hiểu là "Trường Tiểu học Kim Chung", đã có trong danh sách'
    assert texts(page, ".notice-warn li") == [f'Dòng 2, cột "Tên đơn vị": {reason}']
    confirm(client, festival, page)
    assert list(festival.schools.values_list("code", "name", "commune")) == [
        ("kim-chung", "Trường TH Kim Chung", "Kim Chung")
    ]

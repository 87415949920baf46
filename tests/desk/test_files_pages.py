"""Import and export in the browser: preview, then import; faults are listed and nothing is written."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from festival.models import AuditEvent, Festival, Job, Membership, School
from tests import make
from tests.desk.conftest import Office
from tests.desk.sample import GOOD, with_cell
from tests.reading import sent_by, texts

pytestmark = pytest.mark.django_db


def packed(files: dict[str, str], folder: str = "") -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{folder}{name}", text)
    return SimpleUploadedFile("ngay-hoi.zip", out.getvalue())


def table(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


SCHOOLS = "Mã trường;Tên trường;Cấp học\nA1;Trường Tiểu học Kim Chung;Tiểu học\n"


def test_only_organisers_and_staff_reach_the_pages(client: Client, office: Office) -> None:
    page = reverse("desk:files", args=[office.festival.slug])
    for user in (
        office.secretary,
        office.school_user,
        office.judge.user,
        office.stranger,
        office.other_organiser,
    ):
        client.force_login(user)
        assert client.get(page).status_code == 404
        assert client.post(reverse("desk:files-import", args=[office.festival.slug])).status_code == 404
        assert (
            client.post(reverse("desk:files-export", args=[office.festival.slug, "zip"])).status_code == 404
        )
        assert client.get(reverse("desk:new-import")).status_code == 404
        assert client.post(reverse("desk:new-make")).status_code == 404
    client.force_login(office.organiser)
    assert client.get(page).status_code == 200
    assert client.get(reverse("desk:new-import")).status_code == 404


def test_one_table_is_previewed_then_imported(
    client: Client, office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(office.organiser)
    page = reverse("desk:files", args=[office.festival.slug])
    response = client.post(page, {"file": table("truong.csv", SCHOOLS)})
    assert response.status_code == 200
    assert texts(response, "tbody th, tbody td")[:2] == ["Danh sách trường", "1"]
    assert not School.objects.filter(code="A1").exists()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("desk:files-import", args=[office.festival.slug]), {"token": sent_by(response)["token"]}
        )
    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("festival:job", args=[office.festival.slug, job.pk]),
    )
    assert (job.state, job.message) == ("done", "Đã nhập: thêm 1, sửa 0, giữ nguyên 0.")
    assert School.objects.get(code="A1").level == "tieu-hoc"
    assert AuditEvent.objects.filter(action="festival-imported", actor=office.organiser).count() == 1


def test_columns_that_a_file_lacks_are_reported_before_they_empty_cells(
    client: Client, office: Office
) -> None:
    client.force_login(office.organiser)
    text = f"code,name,level,participates\nan-khanh,{office.school.name},thcs,1\n"
    page = reverse("desk:files", args=[office.festival.slug])
    response = client.post(page, {"file": table("schools.csv", text)})
    assert texts(response, ".notice-warn li") == ["Danh sách trường: Số điện thoại: 1"]


def test_faults_are_listed_and_nothing_is_written(client: Client, office: Office) -> None:
    client.force_login(office.organiser)
    page = reverse("desk:files", args=[office.festival.slug])
    response = client.post(
        page, {"file": table("schools.csv", "code,name,level\nA1,Kim Chung,x\nA2,,thcs\n")}
    )
    assert response.status_code == 422
    text = response.content.decode()
    level = "Cấp học phải là Mầm non, Tiểu học, THCS, THPT hoặc Liên cấp"
    assert f"<li>Dòng 2: {level}</li>" in text
    assert "<li>Dòng 3, cột &quot;Tên trường&quot;: chưa có nội dung</li>" in text
    assert not School.objects.filter(code__in=["A1", "A2"]).exists()


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("a.zip", b"no zip"), "đây không phải tệp ZIP"),
        (SimpleUploadedFile("a.xlsx", b"no book"), "đây không phải tệp XLSX"),
        (SimpleUploadedFile("a.exe", b"MZ"), "Hãy chọn tệp ZIP, XLSX hoặc CSV."),
        (SimpleUploadedFile("a.csv", b"x,y\n1,2\n"), "không nhận ra bảng nào; đã tìm các cột: "),
        (SimpleUploadedFile("schools.csv", b"\xff\xfe\x00\xd8\x00"), "không phải UTF-8"),
    ],
)
def test_files_of_another_kind_are_refused(
    client: Client, office: Office, upload: SimpleUploadedFile, message: str
) -> None:
    client.force_login(office.organiser)
    upload.seek(0)
    response = client.post(reverse("desk:files", args=[office.festival.slug]), {"file": upload})
    assert response.status_code == 422
    assert message in response.content.decode()


def test_bundle_of_another_festival_is_refused(client: Client, office: Office) -> None:
    client.force_login(office.organiser)
    response = client.post(reverse("desk:files", args=[office.festival.slug]), {"file": packed(GOOD)})
    assert response.status_code == 422
    assert "festival.toml: festival: slug: bộ tệp này là của" in response.content.decode()


def test_token_of_another_person_or_festival_imports_nothing(client: Client, office: Office) -> None:
    client.force_login(office.organiser)
    page = reverse("desk:files", args=[office.festival.slug])
    token = sent_by(client.post(page, {"file": table("schools.csv", SCHOOLS)}))["token"]
    other = Membership.objects.get(user=office.other_organiser).festival
    client.force_login(office.other_organiser)
    for words in ({"token": token}, {"token": "x"}, {}):
        response = client.post(reverse("desk:files-import", args=[other.slug]), words)
        assert response["Location"] == reverse("desk:files", args=[other.slug])
    assert not Job.objects.exists()


def test_staff_make_a_festival_from_a_zipped_folder(client: Client) -> None:
    staff = make.make_user(is_staff=True)
    client.force_login(staff)
    response = client.post(reverse("desk:new-import"), {"file": packed(GOOD, "ngay-hoi/")})
    assert response.status_code == 200, response.content.decode()
    assert not Festival.objects.exists()
    response = client.post(reverse("desk:new-make"), {"token": sent_by(response)["token"]})
    assert response["Location"] == reverse("desk:home", args=["ngay-hoi"])
    assert Membership.objects.filter(user=staff, role="organiser", festival__slug="ngay-hoi").exists()
    response = client.post(reverse("desk:new-import"), {"file": packed(GOOD)})
    assert response.status_code == 422
    assert "đã có ngày hội" in response.content.decode()


def test_faulty_festival_is_not_made(client: Client) -> None:
    client.force_login(make.make_user(is_staff=True))
    files = with_cell("scores.csv", 4, "points", "21")
    response = client.post(reverse("desk:new-import"), {"file": packed(files)})
    assert response.status_code == 422
    reason = "21 lớn hơn điểm tối đa 20 của &quot;sang-tao&quot;"
    assert f"<li>scores.csv: Dòng 4, cột &quot;Điểm&quot;: {reason}</li>" in response.content.decode()
    assert not Festival.objects.exists()


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_export_waits_for_download(
    client: Client, office: Office, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(office.organiser)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("desk:files-export", args=[office.festival.slug, kind]))
    job = Job.objects.get()
    assert (job.state, job.file_name) == ("done", f"{office.festival.slug}.{kind}")
    answer = client.get(reverse("festival:job-file", args=[office.festival.slug, job.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]

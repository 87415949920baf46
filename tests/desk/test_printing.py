"""Papers: every kind prints, says what it should, exactly as typed; from the shell and as a job."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from contests.models import Contest, Entry
from desk.actions.paper_kinds import PARTS
from desk.actions.printing import print_order_of, print_papers, start_printing
from desk.documents import KINDS
from festival.actions.jobs import do_job
from festival.models import Job, Signer, User
from festival.printing import OurFilesOnly
from festival.refusals import RuleBroken
from tests import make

pytestmark = pytest.mark.django_db
LONG_NAME = "Nguyễn Hoàng Thị Khánh Ngọc Phương Quỳnh"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.fixture
def contest() -> Contest:
    festival = make.make_festival(
        issuing_body="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", parent_body="UBND HUYỆN HOÀI ĐỨC", place="Hoài Đức"
    )
    Signer.objects.create(festival=festival, title="TRƯỞNG PHÒNG", name="Tạ Thị Hiền")
    contest = make.make_judged_contest(18, 15, 9, festival=festival)
    make.make_scheme(contest, 1, 1)
    for entry in contest.entries.order_by("number"):
        make.make_member(entry, f"{LONG_NAME} {entry.number}", salutation="bà", position="Giáo viên")
    make.make_booth(make.make_school(festival), title="Gian hàng Ước mơ xanh")
    return contest


def go_to(contest: Contest, *steps: str) -> User:
    """Take the steps; the freezer is returned."""
    first, second = make.make_organiser(contest.festival), make.make_organiser(contest.festival)
    client = Client()
    for step in steps:
        client.force_login(second if step == "certify" else first)
        address = reverse("desk:results-step", args=[contest.festival.slug, contest.slug, step])
        assert client.post(address).status_code == 302
    contest.refresh_from_db()
    return first


def printed(code: str, contest: Contest, by: User) -> bytes:
    return print_papers(code, print_order_of(contest.festival, contest=contest, by=by))[0]


def made_anonymous(contest: Contest) -> None:
    """Let the contest be anonymous, with codes made of the numbers."""
    Contest.objects.filter(pk=contest.pk).update(anonymous=True)
    Entry.objects.filter(contest=contest).update(code=Concat(Value("K"), F("number")))
    contest.refresh_from_db()


def test_every_kind_of_paper_is_made() -> None:
    assert list(PARTS) == list(KINDS)


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_prints_after_certifying(contest: Contest, code: str) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    if KINDS[code].is_anonymous:
        made_anonymous(contest)

    pdf = printed(code, contest, by)

    assert pdf.startswith(b"%PDF-")
    assert len(text_of(pdf)) > 60


@pytest.mark.parametrize("code", sorted(code for code, kind in KINDS.items() if kind.wants_freeze))
def test_results_papers_before_the_freeze_are_refused(contest: Contest, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        printed(code, contest, make.make_organiser(contest.festival))

    assert refusal.value.code == "paper-needs-freeze"


def test_certificates_are_drafts_without_number_until_certified(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award")
    assert "DỰ THẢO" in text_of(printed("certificates", contest, by))

    go_to(contest, "certify")
    final = text_of(printed("certificates", contest, by))
    assert "DỰ THẢO" not in final
    assert "Số vào sổ: 001" in final and "Số vào sổ: 002" in final


def test_certificates_copy_exactly_and_call_the_first_prize_last(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    pages = [page.extract_text() for page in PdfReader(BytesIO(printed("certificates", contest, by))).pages]

    assert [("Đạt giải Nhì" in page, "Đạt giải Nhất" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]
    assert f"Bà {LONG_NAME} 01" in " ".join(pages[1].split())
    assert "GIẤY CHỨNG NHẬN Phòng Giáo dục và Đào tạo chứng nhận" in " ".join(pages[0].split())


def test_papers_with_codes_are_marked_as_a_trial_until_a_public_address_is_set(
    contest: Contest, settings: object
) -> None:
    by = make.make_organiser(contest.festival)
    assert "BẢN THỬ" in text_of(printed("booth-qr", contest, by))

    settings.PUBLIC_URL = "https://ngayhoi.example.vn"  # type: ignore[attr-defined]
    final = text_of(printed("booth-qr", contest, by))
    assert "BẢN THỬ" not in final and "https://ngayhoi.example.vn/b/" in final.replace(" /", "/")


def test_prize_table_has_the_head_the_rows_and_the_signer(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    text = text_of(printed("prize-table", contest, by))

    for words in (
        "UBND HUYỆN HOÀI ĐỨC",
        "Độc lập - Tự do - Hạnh phúc",
        "DANH SÁCH ĐẠT GIẢI",
        "23,00",
        "Tạ Thị Hiền",
    ):
        assert words in text


def test_complete_score_sheet_has_its_total_in_words(contest: Contest) -> None:
    text = text_of(printed("score-sheets", contest, make.make_organiser(contest.festival)))

    assert "Tổng điểm bằng chữ: hai mươi ba" in text


def test_participation_is_for_those_without_a_prize(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    text = text_of(printed("participation", contest, by))

    assert f"{LONG_NAME} 03" in text and f"{LONG_NAME} 01" not in text


def test_job_prints_counts_and_hands_out_its_file_to_its_owner_alone(
    client: Client, contest: Contest, django_capture_on_commit_callbacks: object
) -> None:
    by = make.make_organiser(contest.festival)
    job = start_printing(code="blank-score-sheets", festival=contest.festival, contest=contest, by=by)
    do_job(job.pk)
    job.refresh_from_db()
    address = reverse("festival:job-file", args=[contest.festival.slug, job.pk])

    assert (job.state, job.done, job.total) == (Job.State.DONE, 1, 1)
    client.force_login(by)
    answer = client.get(address)
    assert answer.getvalue().startswith(b"%PDF-")
    for person in (make.make_organiser(contest.festival), make.make_user()):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_job_that_is_refused_says_why(contest: Contest) -> None:
    by = make.make_organiser(contest.festival)
    job = start_printing(code="prize-table", festival=contest.festival, contest=contest, by=by)
    do_job(job.pk)
    job.refresh_from_db()

    assert (job.state, "khóa điểm" in job.message) == (Job.State.FAILED, True)


def test_print_documents_writes_the_file(contest: Contest, tmp_path: Path) -> None:
    make.make_organiser(contest.festival)
    out = tmp_path / "qr.pdf"
    call_command("print_documents", contest.festival.slug, "booth-qr", "--out", str(out), verbosity=0)

    assert "Ước mơ xanh" in text_of(out.read_bytes())


def test_print_documents_with_a_wrong_kind_lists_the_known_ones(contest: Contest, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("print_documents", contest.festival.slug, "bang-khen", "--out", str(tmp_path / "a.pdf"))

    assert all(code in str(refusal.value) for code in KINDS)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/", "ftp://127.0.0.1/a"])
def test_papers_open_files_of_ours_alone(address: str) -> None:
    with pytest.raises((FatalURLFetchingError, ValueError)):
        OurFilesOnly().fetch(address)


def test_papers_open_our_style_sheets() -> None:
    sheet = settings.BASE_DIR / "static" / "print" / "base.css"
    assert b"Tinos" in OurFilesOnly().fetch(sheet.as_uri()).read()


def test_school_downloads_its_own_certificates_once_published(client: Client, contest: Contest) -> None:
    winner = contest.entries.get(number="01").school
    neighbour = contest.entries.get(number="03").school
    address = reverse("desk:school-certificates", args=[contest.festival.slug])
    by = go_to(contest, "freeze", "award", "certify")
    printed("certificates", contest, by)
    client.force_login(make.make_school_user(winner))
    assert client.get(address).status_code == 404

    go_to(contest, "publish")
    assert f"{LONG_NAME} 01" in text_of(client.get(address).content)
    for person in (make.make_school_user(neighbour), by, make.make_user()):
        client.force_login(person)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["desk:print-all", "desk:print"])
def test_unknown_kind_of_paper_is_not_found(client: Client, contest: Contest, name: str) -> None:
    client.force_login(make.make_organiser(contest.festival))
    words = [contest.festival.slug, "bang-khen", *([contest.slug] if name == "desk:print" else [])]
    assert client.post(reverse(name, args=words)).status_code == 404

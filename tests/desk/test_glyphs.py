"""Letters that no font of the papers has: found in every kind of paper, refused in the register."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe
from fontTools.ttLib import TTFont

from awards.models import Certificate
from contests.models import Contest
from desk.actions.paper_kinds import PARTS
from desk.actions.printing import print_order_of, start_printing
from desk.pages.printing import unprintable_texts
from festival import glyphs
from festival.actions.jobs import do_job
from festival.documents import Signature
from festival.glyphs import MissingLetters, missing_in, missing_letters, missing_message
from festival.models import Job
from festival.refusals import RuleBroken
from tests import make
from tests.desk.test_printing import go_to

CHINESE = "王小明 (Vương Tiểu Minh)"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", ""),
        ("Nguyễn Thị Hòa – “Bài 1” … №5", ""),
        ("ẮẰẲẴẶỘỚỠỰỲỴỶỸĐ", ""),
        ("ấ" + "a\u0302\u0301", ""),
        (CHINESE, "王小明"),
        ("Vườn rau 🌱🌱", "🌱"),
        ("xuống\u200b dòng\n\u00a0", ""),
    ],
)
def test_missing_letters_names_each_letter_once(text: str, letters: str) -> None:
    assert missing_letters(text) == letters


def test_all_weights_of_a_family_have_the_same_letters() -> None:
    """`glyphs` reads one weight of each family."""
    for family in ("Tinos", "BeVietnamPro"):
        maps = [set(TTFont(path).getBestCmap()) for path in glyphs.FONTS.glob(f"{family}_*.ttf")]
        assert len(maps) >= 4
        assert all(points == maps[0] for points in maps)


def test_every_style_sheet_of_papers_falls_back_to_the_other_family() -> None:
    sheets = (settings.BASE_DIR / "static" / "print").glob("*.css")
    rules = [line for path in sheets for line in path.read_text().splitlines() if line.startswith("html {")]
    assert len(rules) >= 3
    assert all("Tinos" in rule for rule in rules)


def test_missing_in_reads_nested_texts_and_names_the_person() -> None:
    signature = Signature(title="TRƯỞNG PHÒNG", name="李")
    assert missing_in([signature, {"a": 1}], mark_safe("<svg>王</svg>")) == [MissingLetters("李", "李", "李")]
    assert missing_in(Signature(title="王", name="Lê An")) == [MissingLetters("Lê An", "王", "王")]


def test_missing_message_lists_ten_and_counts_the_rest() -> None:
    found = [MissingLetters(f"A{number}", f"A{number}", "王") for number in range(12)]

    assert missing_message([]) == ""
    assert "A9: 王" in missing_message(found) and "A10" not in missing_message(found)
    assert "2" in missing_message(found).rpartition("A9: 王")[2]


@pytest.fixture
def contest(db: None) -> Contest:
    contest = make.make_judged_contest(18, 15, 9, kind=Contest.Kind.INDIVIDUAL, name="Hội thi")
    make.make_scheme(contest, 1)
    for entry in contest.entries.order_by("number"):
        make.make_member(entry, CHINESE if entry.number == "01" else f"Lê Thị {entry.number}")
    make.make_booth(make.make_school(contest.festival), title="Gian hàng 書")
    return contest


def test_certificates_with_letters_that_no_font_has_are_refused_before_the_register(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    job = start_printing(code="certificates", festival=contest.festival, contest=contest, by=by)
    do_job(job.pk)
    job.refresh_from_db()

    assert (job.state, Certificate.objects.count()) == (Job.State.FAILED, 0)
    assert CHINESE in job.message and "王, 小, 明" in job.message


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "Ngày hội 書"), ("issuer", "Ban Tổ chức 書"), ("place", "書"), ("decision_number", "1/書")],
)
def test_letters_of_the_office_that_no_font_has_are_refused_before_the_register(
    contest: Contest, field: str, text: str
) -> None:
    contest.entries.get(number="01").members.update(full_name="Vương Tiểu Minh")
    by = go_to(contest, "freeze", "award", "certify")
    type(contest.festival).objects.filter(pk=contest.festival_id).update(**{field: text})
    contest.refresh_from_db()
    contest.festival.refresh_from_db()

    with pytest.raises(RuleBroken, match="missing-letters") as refusal:
        list(PARTS["certificates"](print_order_of(contest.festival, contest=contest, by=by)))

    assert "書" in refusal.value.message
    assert Certificate.objects.count() == 0


def test_name_that_no_font_has_keeps_all_contests_of_an_order_out_of_the_register(contest: Contest) -> None:
    first = make.make_judged_contest(18, 15, festival=contest.festival, name="Hội thi trước")
    Contest.objects.filter(pk=contest.pk).update(position=1)
    make.make_scheme(first, 1)
    go_to(first, "freeze", "award", "certify")
    by = go_to(contest, "freeze", "award", "certify")

    with pytest.raises(RuleBroken, match="missing-letters"):
        list(PARTS["certificates"](print_order_of(contest.festival, contest=None, by=by)))

    assert Certificate.objects.count() == 0


def test_certificates_are_issued_once_the_name_is_typed_in_other_letters(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    contest.entries.get(number="01").members.update(full_name="Vương Tiểu Minh")
    list(PARTS["certificates"](print_order_of(contest.festival, contest=contest, by=by)))

    assert [paper.recipient for paper in Certificate.objects.all()] == ["Vương Tiểu Minh"]


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        ("prize-table", CHINESE),
        ("score-summary", CHINESE),
        ("score-sheets", CHINESE),
        ("blank-score-sheets", CHINESE),
        ("booth-qr", "Gian hàng 書"),
    ],
)
def test_other_papers_print_and_say_which_letters_are_missing(
    contest: Contest, code: str, owner: str
) -> None:
    by = go_to(contest, "freeze", "award")
    job = start_printing(code=code, festival=contest.festival, contest=contest, by=by)
    do_job(job.pk)
    job.refresh_from_db()

    assert job.state == Job.State.DONE
    assert owner in job.message and missing_letters(owner)[0] in job.message


def test_draft_certificates_say_which_letters_are_missing(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award")
    job = start_printing(code="certificates", festival=contest.festival, contest=contest, by=by)
    do_job(job.pk)
    job.refresh_from_db()

    assert (job.state, CHINESE in job.message) == (Job.State.DONE, True)


def test_print_documents_says_on_the_error_output_which_letters_are_missing(
    contest: Contest, tmp_path: Path
) -> None:
    make.make_organiser(contest.festival)
    errors = StringIO()
    out = tmp_path / "qr.pdf"
    call_command("print_documents", contest.festival.slug, "booth-qr", "--out", str(out), stderr=errors)

    assert "Gian hàng 書" in errors.getvalue()
    assert out.read_bytes().startswith(b"%PDF-")


def test_page_of_papers_shows_them_before_anything_is_printed(client: Client, contest: Contest) -> None:
    client.force_login(make.make_organiser(contest.festival))
    page = client.get(reverse("desk:printing", args=[contest.festival.slug])).content.decode()

    assert f"{CHINESE}: 王, 小, 明" in page
    assert "Gian hàng 書: 書" in page


def test_page_of_papers_without_such_letters_says_nothing(client: Client, contest: Contest) -> None:
    contest.entries.get(number="01").members.update(full_name="Vương Tiểu Minh")
    contest.festival.booths.update(title="Gian hàng Sách")

    assert unprintable_texts(contest.festival) == []


def test_school_sees_them_beside_its_papers(client: Client, contest: Contest) -> None:
    school = contest.entries.get(number="01").school
    client.force_login(make.make_school_user(school))
    page = client.get(reverse("desk:school-papers", args=[contest.festival.slug])).content.decode()

    assert "王, 小, 明" in page


def test_refusal_names_the_person_and_the_letters() -> None:
    with pytest.raises(RuleBroken) as refusal:
        glyphs.refuse_missing_letters(Signature(name=CHINESE))
    assert refusal.value.code == "missing-letters"
    assert f"{CHINESE}: 王, 小, 明" in refusal.value.message

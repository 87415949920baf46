"""Papers use our fonts alone: also for letters that they lack, whatever fonts the machine has."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from weasyprint.text.fonts import FontConfiguration

from contests.models import Contest
from desk.actions.printing import print_order_of, print_papers
from desk.documents import KINDS
from desk.queries.school_form import form_of_school
from festival import printing
from festival.actions.invitations import prepare_invitations
from festival.letters import letters_of
from festival.models import School
from festival.pages.invitations import invitations_of
from festival.printing import pdf_of
from tests import make
from tests.desk.test_printing import go_to

pytestmark = pytest.mark.django_db
FOREIGN = "Sách 書 🌱 ☎ ✓"
OURS = re.compile(
    r"(?:[A-Z]{6}\+)?(?:Tinos|Be-?Vietnam-?Pro)(?:[ -]?(?:Regular|Bold|SemiBold|Semi-Bold|Italic))*"
)


def fonts_of(pdf: bytes) -> set[str]:
    """The names of all fonts of the PDF, of which each must be embedded."""
    found: set[str] = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        fonts: dict[str, Any] = resources.get("/Font", {})
        for reference in fonts.values():
            font = reference.get_object()
            (inner,) = [each.get_object() for each in font["/DescendantFonts"]]
            assert "/FontFile2" in inner["/FontDescriptor"]
            found.add(str(font["/BaseFont"]).lstrip("/"))
    return found


def foreign(pdf: bytes) -> set[str]:
    """The fonts that are not ours."""
    return {name for name in fonts_of(pdf) if not OURS.fullmatch(name)}


@pytest.fixture
def contest() -> Contest:
    """Texts with letters that our fonts lack; certificates, which refuse them in names, have others."""
    festival = make.make_festival(
        name=f"Ngày hội {FOREIGN}", issuing_body=f"TRƯỜNG {FOREIGN}", place="Hoài Đức"
    )
    contest = make.make_judged_contest(18, 15, festival=festival, name=f"Hội thi {FOREIGN}", anonymous=True)
    make.make_scheme(contest, 1)
    for entry in contest.entries.all():
        make.make_member(entry, "Nguyễn Thị Hồng Ngọc", position="Giáo viên")
    booth = make.make_booth(contest.entries.get(number="01").school, title=FOREIGN, summary=FOREIGN)
    make.make_product(booth, FOREIGN, materials=FOREIGN)
    School.objects.update(phone="0912345678")
    return contest


@pytest.mark.parametrize("code", sorted(set(KINDS) - {"certificates", "participation"}))
def test_every_kind_of_paper_has_our_fonts_alone(contest: Contest, code: str) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    contest.anonymous = code == "anonymous-key"
    contest.save()

    pdf = print_papers(code, print_order_of(contest.festival, contest=contest, by=by))[0]

    assert fonts_of(pdf) and foreign(pdf) == set()


@pytest.mark.parametrize("code", ["certificates", "participation"])
def test_certificates_have_our_fonts_alone(contest: Contest, code: str) -> None:
    by = go_to(contest, "freeze", "award")

    pdf = print_papers(code, print_order_of(contest.festival, contest=contest, by=by))[0]

    assert fonts_of(pdf) and foreign(pdf) == set()


def test_form_and_letters_of_a_school_have_our_fonts_alone(contest: Contest) -> None:
    school = contest.entries.get(number="01").school
    by = make.make_organiser(contest.festival)
    prepare_invitations(festival=contest.festival, by=by)
    found = invitations_of(contest.festival, schools=[school])

    for paper in (form_of_school(school), letters_of(contest.festival, found, root="http://a.vn")):
        pdf = pdf_of(paper)
        assert fonts_of(pdf) and foreign(pdf) == set()


def test_font_of_the_machine_is_found(contest: Contest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: with the configuration of the machine, the foreign letters come from its fonts."""
    monkeypatch.setattr(printing, "OurFontsOnly", FontConfiguration)

    assert foreign(pdf_of(form_of_school(contest.entries.get(number="01").school))) != set()

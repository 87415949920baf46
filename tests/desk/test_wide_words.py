"""A word wider than its column breaks: every column of every table stays on the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from awards.documents import PrizeGroup, PrizeRow, prize_table
from contests.models import Contest
from desk.actions.paper_kinds import PARTS
from desk.actions.printing import print_order_of
from desk.documents import KINDS
from desk.queries.school_form import form_of_school
from festival import printing
from festival.models import Festival, School
from festival.printing import Paper, layout
from judging.documents import SummaryGroup, SummaryRow, score_summary
from judging.models import Criterion
from tests import make
from tests.desk.test_printing import go_to, made_anonymous

pytestmark = pytest.mark.django_db
FILE_NAME = "THCS_AnKhanh_NhomSangTaoXanh_2025_BanCuoi_" * 4
MILLIMETRE = 96 / 25.4
TOLERANCE = 0.5


def off_the_paper(paper: Paper) -> list[tuple[int, str]]:
    """(page, text) of every text that leaves the page's area inside its margins."""
    found = []
    for number, page in enumerate(layout(paper).pages, start=1):
        sheet = page._page_box
        left = sheet.content_box_x() - TOLERANCE
        right = sheet.content_box_x() + sheet.width + TOLERANCE
        for box in sheet.children[0].descendants(placeholders=True):
            text = getattr(box, "text", "").strip()
            if text and not (left <= box.position_x and box.position_x + box.width <= right):
                found.append((number, text))
    return found


def table_texts(paper: Paper) -> str:
    """The whole text of the laid out paper, breaks inside words taken out."""
    return "".join(
        getattr(box, "text", "")
        for page in layout(paper).pages
        for box in page._page_box.children[0].descendants(placeholders=True)
    ).replace(" ", "")


@pytest.fixture
def contest() -> Contest:
    """Every text that a school or the office types is one long word."""
    festival = make.make_festival(issuing_body="PHÒNG GIÁO DỤC", place="Hoài Đức")
    contest = make.make_judged_contest(18, 15, 9, festival=festival, kind=Contest.Kind.PRODUCT)
    make.make_scheme(contest, 1, 1)
    for entry in contest.entries.all():
        make.make_member(entry, FILE_NAME[:120], position=FILE_NAME[:80], class_name="")
    contest.entries.update(title=FILE_NAME[:160])
    Criterion.objects.update(name=FILE_NAME[:160])
    School.objects.update(name=FILE_NAME[:120])
    booth = make.make_booth(contest.entries.get(number="01").school, title=FILE_NAME[:100], summary=FILE_NAME)
    make.make_product(booth, FILE_NAME[:100], topic=FILE_NAME[:100], materials=FILE_NAME, purpose=FILE_NAME)
    return contest


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_of_paper_keeps_long_words_on_the_paper(contest: Contest, code: str) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    if KINDS[code].is_anonymous:
        made_anonymous(contest)
    papers = list(PARTS[code](print_order_of(contest.festival, contest=contest, by=by)))

    assert papers
    assert [fault for paper in papers for fault in off_the_paper(paper)] == []


def test_certificate_with_a_long_name_and_title_ends_above_the_signature(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    (paper,) = PARTS["certificates"](print_order_of(contest.festival, contest=contest, by=by))

    for page in layout(paper).pages:
        boxes = [box for box in page._page_box.descendants(placeholders=True) if getattr(box, "text", "")]
        text = [box for box in boxes if box.text.replace("\u00a0", " ").startswith(contest.festival.name)]
        foot = [box for box in boxes if box.text.startswith(("Hoài Đức, ngày", "Số vào sổ"))]
        assert (len(text), len(foot)) == (1, 2)
        assert text[0].position_y + text[0].height <= min(box.position_y for box in foot)


def test_school_form_keeps_long_words_on_the_paper(contest: Contest) -> None:
    paper = form_of_school(contest.entries.get(number="01").school)

    assert FILE_NAME[:160] in table_texts(paper)
    assert off_the_paper(paper) == []


@pytest.mark.parametrize("judges", [1, 3, 8, 9, 14])
def test_summary_of_many_judges_keeps_every_column_on_the_paper(judges: int) -> None:
    row = SummaryRow(
        1, "TH-0001", "", FILE_NAME, FILE_NAME, ["100,00"] * judges, [], "100,00", "1", "Giải Nhất"
    )
    paper = score_summary(
        make.make_contest(Festival.objects.first() or make.make_festival()),
        [SummaryGroup("Bảng tiểu học", [row])],
        judge_columns=[f"GK{number}" for number in range(1, judges + 1)],
        round_columns=[],
        notes=[],
        digest="",
        is_draft=False,
    )

    assert off_the_paper(paper) == []
    assert table_texts(paper).count("100,00") == judges + 1


def test_prize_table_prints_all_six_columns_beside_a_long_title() -> None:
    row = PrizeRow(1, FILE_NAME, FILE_NAME, FILE_NAME, "98,50", "Giải Nhất")
    paper = prize_table(make.make_festival(), [PrizeGroup("Nhóm", [row])], is_draft=False, contest=None)

    assert off_the_paper(paper) == []
    assert table_texts(paper).count(FILE_NAME) == 3
    assert "98,50" in table_texts(paper) and "GiảiNhất" in table_texts(paper)


def test_text_off_the_paper_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The check itself: where words do not break, a long one leaves the paper."""
    row = PrizeRow(1, "W" * 150, "", "", "", "Giải Nhất")
    paper = prize_table(make.make_festival(), [PrizeGroup("Nhóm", [row])], is_draft=False, contest=None)
    for sheet in printing.STYLES.glob("*.css"):
        text = sheet.read_text().replace("overflow-wrap: anywhere", "overflow-wrap: normal")
        (tmp_path / sheet.name).write_text(
            text.replace("../vendor", f"{printing.STYLES.parent.as_uri()}/vendor")
        )
    monkeypatch.setattr(printing, "STYLES", tmp_path)

    assert (1, "W" * 150) in off_the_paper(paper)

"""Papers of any length: signatures below text, names on one line, nothing overprinted or off the paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from awards.documents import PrizeGroup, PrizeRow, prize_table
from booths.documents import QrSheet, QrSheets
from desk.documents import BoothSection, ContestSection, EntrantRow, Fact, ProductRow, SchoolForm, school_form
from festival.actions.invitations import prepare_invitations
from festival.documents import Letterhead, Signature
from festival.letters import letters_of
from festival.models import Festival, School, Signer
from festival.pages.invitations import invitations_of
from festival.printing import Paper, qr_svg
from judging.documents import (
    Badge,
    Badges,
    KeyRow,
    SheetRow,
    SheetText,
    SummaryGroup,
    SummaryRow,
    anonymous_key,
    score_sheets,
    score_summary,
)
from tests import make
from tests.boxes import boxes_of, outside, overprinted, pages_of, texts_on

pytestmark = pytest.mark.django_db
TEMPLATES = settings.BASE_DIR / "templates"
NAME = "Nguyễn Thị Hồng Ngọc"
SCHOOL = "Trường Tiểu học Kim Chung"


@pytest.fixture
def festival() -> Festival:
    festival = make.make_festival(issuing_body="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", place="Hoài Đức")
    Signer.objects.create(festival=festival, title="TRƯỞNG PHÒNG", name="Tạ Thị Kim Hiền")
    return festival


def prizes(festival: Festival, rows: int) -> Paper:
    """The prize table with this many rows in two groups."""
    made = [
        PrizeRow(n, NAME, "Giáo viên", SCHOOL, "98,50", "Giải Khuyến khích", n == 1)
        for n in range(1, rows + 1)
    ]
    groups = [PrizeGroup("Bảng Tiểu học", made[: rows // 2]), PrizeGroup("Bảng THCS", made[rows // 2 :])]
    return prize_table(festival, [group for group in groups if group.rows], is_draft=False, contest=None)


def summary(festival: Festival, rows: int, *, judges: int = 3, anonymous: bool = False) -> Paper:
    """The summary of scores with this many rows."""
    made = [
        SummaryRow(n, "001", "A7", NAME, SCHOOL, ["100,00"] * judges, [], "100,00", "1", "Giải Nhất")
        for n in range(1, rows + 1)
    ]
    return score_summary(
        make.make_contest(festival, anonymous=anonymous),
        [SummaryGroup("", made)],
        judge_columns=[f"GK{n}" for n in range(1, judges + 1)],
        round_columns=[],
        notes=["* Điểm do Trưởng ban giám khảo quyết định."],
        digest="0" * 64,
        is_draft=False,
    )


def form(festival: Festival, rows: int) -> Paper:
    """A school's form with this many contestants, and products in a third of them."""
    people = [
        EntrantRow(n, "001", NAME, "05/01/1985", "Giáo viên", "Tiểu học", "") for n in range(1, rows + 1)
    ]
    works = [
        EntrantRow(n, "001", "Vườn thông minh", NAME, NAME, "Tiểu học", "") for n in range(1, rows // 3 + 1)
    ]
    contests = [ContestSection("Kỹ năng CNTT", is_product=False, rows=people)]
    if works:
        contests.append(ContestSection("Sản phẩm", is_product=True, rows=works))
    products = [ProductRow(1, "Robot", "Tái chế", f"{NAME} (4A1)", "Bìa", "Nhặt rác")]
    booth = BoothSection("Gian hàng", "", [Fact("Giới thiệu", "Kho học liệu mở")], products)
    text = SchoolForm(
        Letterhead("", SCHOOL),
        "Ngày hội",
        "Ban Tổ chức",
        [],
        [booth],
        contests,
        Signature(title="Hiệu trưởng"),
    )
    return school_form(text, is_draft=False)


def sheet(festival: Festival, rows: int) -> Paper:
    """A score sheet with this many criteria."""
    lines = [
        SheetRow(n, "Tính sáng tạo, khả năng ứng dụng vào dạy học", "20", "18,5") for n in range(1, rows + 1)
    ]
    text = SheetText(
        "", "SBD", "001", "Vườn thông minh", SCHOOL, NAME, lines, "100", total="90", in_words="chín mươi"
    )
    return score_sheets(make.make_contest(festival), [text], title="Phiếu", is_draft=False)


def key(festival: Festival, rows: int) -> Paper:
    """The key of an anonymous contest with this many rows."""
    made = [KeyRow(f"A{n:03d}", "001", NAME, SCHOOL, "Tiểu học") for n in range(1, rows + 1)]
    return anonymous_key(make.make_contest(festival, anonymous=True), made)


PAPERS: dict[str, Callable[[Festival, int], Paper]] = {
    "anonymous key": key,
    "prize table": prizes,
    "summary": summary,
    "school form": form,
    "score sheet": sheet,
}


def text_rows(page: Any) -> list[Any]:
    """The rows of tables on the page that are not headings."""
    return [
        box
        for child in page.children
        for box in child.descendants(placeholders=True)
        if type(box).__name__ == "TableRowBox"
        and not box.element_tag.startswith("thead")
        and getattr(box.element, "tag", "") == "tr"
        and box.element.find("td") is not None
    ]


def test_every_paper_with_a_signature_is_laid_out_here() -> None:
    """Letters of invitation, which are one page each, have a test of their own."""
    templates = {
        path.stem for path in (TEMPLATES / "print").glob("*.html") if 'class="closing"' in path.read_text()
    }

    assert templates == {
        "anonymous_key",
        "prize_table",
        "score_summary",
        "school_form",
        "score_sheets",
        "invitations",
    }
    assert len(templates) == len(PAPERS) + 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_signature_never_stands_alone_on_a_page(festival: Festival, kind: str) -> None:
    broken = 0
    for rows in range(1, 46):
        pages = pages_of(PAPERS[kind](festival, rows))
        broken += len(pages) > 1
        (last,) = [page for page in pages if boxes_of(page, "closing")]
        assert text_rows(last), f"{rows} rows"

    assert broken >= 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_no_text_is_over_another_or_off_the_paper(festival: Festival, kind: str) -> None:
    for rows in (1, 12, 30):
        for page in pages_of(PAPERS[kind](festival, rows)):
            assert overprinted(page) == [] and outside(page) == []


@pytest.mark.parametrize("kind", ["anonymous key", "prize table", "summary", "school form"])
def test_name_of_twenty_letters_takes_one_line(festival: Festival, kind: str) -> None:
    texts = [box.text for page in pages_of(PAPERS[kind](festival, 6)) for box in texts_on(page)]

    assert [text for text in texts if text.startswith(NAME)] != []
    assert [text for text in texts if text.strip() in {"Nguyễn", "Nguyễn Thị", "Nguyễn Thị Hồng"}] == []


@pytest.mark.parametrize("anonymous", [False, True])
@pytest.mark.parametrize("judges", [1, 3, 6, 7, 10, 11, 14])
def test_summary_of_many_judges_keeps_names_and_points_on_one_line(
    festival: Festival, judges: int, anonymous: bool
) -> None:
    (page,) = pages_of(summary(festival, 3, judges=judges, anonymous=anonymous))
    texts = [box.text.strip() for box in texts_on(page)]

    assert (texts.count(NAME), texts.count("100,00")) == (3, 3 * (judges + 1))


@pytest.mark.parametrize("filled", [True, False])
def test_dotted_lines_of_a_score_sheet_stay_on_the_paper(festival: Festival, filled: bool) -> None:
    text = SheetText(
        "", "", "", "", "", "", [SheetRow(1, "Tính sáng tạo", "20")], "20", in_words="hai mươi" * filled
    )
    (page,) = pages_of(score_sheets(make.make_contest(festival), [text], title="Phiếu", is_draft=False))
    right = boxes_of(page, "score-sheet")[0].right

    assert outside(page) == [] and overprinted(page) == []
    assert max(box.right for box in texts_on(page)) <= right + 0.1


@pytest.mark.parametrize("length", [20, 160])
def test_letter_of_invitation_is_one_page(festival: Festival, length: int) -> None:
    School.objects.all().delete()
    make.make_school(festival, name=(f"{SCHOOL} " * 9)[:length].strip(), phone="0912345678")
    Festival.objects.filter(pk=festival.pk).update(
        name=("Ngày hội STEM " * 20)[:200].strip(), venue=(SCHOOL * 9)[:200]
    )
    festival.refresh_from_db()
    prepare_invitations(festival=festival, by=make.make_organiser(festival))
    found = invitations_of(festival, schools=festival.schools.all())

    (page,) = pages_of(letters_of(festival, found, root="https://ngayhoi.example.vn"))

    assert overprinted(page) == [] and outside(page) == []
    assert "Tạ Thị Kim Hiền" in [box.text for box in texts_on(page)]


LONG = "Trường Tiểu học và Trung học cơ sở Nguyễn Văn Cừ "


@pytest.mark.parametrize(("letters", "schools"), [(30, 1), (120, 2), (200, 5)])
def test_poster_of_a_booth_is_one_page_that_holds_everything(letters: int, schools: int) -> None:
    name = (LONG * 9)[:letters].strip()
    booth = QrSheet(
        name, ", ".join([name[:160]] * schools), "STEM", "A12", name[:300], qr_svg("x", side=100), "x/b/y"
    )
    data = QrSheets((LONG * 9)[:120], "", [booth])

    (page,) = pages_of(Paper("print/booth_qr.html", data, ["booth_qr.css"]))

    assert overprinted(page) == [] and outside(page) == []
    assert max(box.bottom for box in texts_on(page)) <= boxes_of(page, "poster")[0].bottom


@pytest.mark.parametrize(("letters", "panels"), [(20, 1), (60, 2), (120, 5)])
def test_badge_holds_its_name_panels_and_address(letters: int, panels: int) -> None:
    words = ("Nguyễn Hoàng Thị Khánh Ngọc Phương Quỳnh " * 9)[:letters].strip()
    badge = Badge(
        words,
        words,
        "; ".join(["Tổ 1 – Cuộc thi Kỹ năng công nghệ thông tin"] * panels),
        qr_svg("x", side=42),
        "x/go/y" * 9,
    )
    data = Badges(
        (LONG * 9)[:90], "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "từ ngày 10/01/2025 đến ngày 11/01/2025", [badge]
    )

    (page,) = pages_of(Paper("print/judge_badges.html", data, ["cards.css"]))

    assert overprinted(page) == [] and outside(page) == []
    assert max(box.bottom for box in texts_on(page)) <= boxes_of(page, "card")[0].bottom

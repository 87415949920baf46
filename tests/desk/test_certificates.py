"""Certificates: the order and the words of their lines, and sizes in which nothing is overprinted."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from awards.documents import Certificates, CertificateText
from awards.models import Prize
from awards.queries.recipients import prize_in_sentence
from contests.models import Contest
from festival.documents import Signature
from festival.models import Signer
from festival.printing import Paper, qr_svg
from festival.typesetting import whole_end
from tests import make
from tests.boxes import boxes_of, outside, overprinted, pages_of, texts_on
from tests.desk.test_printing import go_to, printed

SCHOOL = "Trường Tiểu học và Trung học cơ sở Nguyễn Văn Cừ "
CONTEST = "Cuộc thi Sản phẩm ứng dụng công nghệ thông tin và trí tuệ nhân tạo "
SHORT = CertificateText(
    issuer="Phòng Giáo dục và Đào tạo huyện Hoài Đức",
    name="Bà Nguyễn Thị Hồng Ngọc",
    unit="Giáo viên, Trường Tiểu học Kim Chung",
    achievement="Đạt giải Nhất Cuộc thi Kỹ năng công nghệ thông tin giáo viên, nhân viên",
    festival="Ngày hội Công nghệ thông tin và STEM-STEAM cấp huyện, năm học 2024 - 2025",
    decision="Quyết định số 27/QĐ-PGDĐT, ngày 15 tháng 01 năm 2025",
    place_day="Hoài Đức, ngày 15 tháng 01 năm 2025",
    signature=Signature(title="TRƯỞNG PHÒNG", name="Tạ Thị Kim Hiền"),
    register="012",
    qr=qr_svg("https://ngayhoi.example.vn/c/abcdefghjkmnpqrs", side=24),
    link="https://ngayhoi.example.vn/c/abcd-efgh-jkmn-pqrs",
)
LONG_SIGNATURE = Signature(
    "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH KIÊM TRƯỞNG BAN TỔ CHỨC NGÀY HỘI CẤP XÃ", "Lê Thị Ánh"
)
NAMES = [SHORT.name, (SCHOOL * 2)[:70].strip(), (SCHOOL * 3)[:121], (SCHOOL * 5)[:200], "W" * 121]


def paper_of(*texts: CertificateText) -> Paper:
    return Paper("print/certificates.html", Certificates(texts), ["certificate.css"])


@pytest.mark.parametrize("name", NAMES, ids=lambda name: f"{len(name)} letters")
@pytest.mark.parametrize("unit", [SHORT.unit, f"Phó Hiệu trưởng, {SCHOOL * 6}"], ids=["unit", "long unit"])
@pytest.mark.parametrize(
    "achievement", [SHORT.achievement, f"Đạt giải Khuyến khích {CONTEST * 6}"], ids=["won", "long"]
)
def test_certificate_of_any_length_is_one_page_on_which_nothing_is_overprinted(
    name: str, unit: str, achievement: str
) -> None:
    short = replace(SHORT, name=name, unit=unit, achievement=achievement)
    pages = pages_of(
        paper_of(short, replace(short, signature=LONG_SIGNATURE), replace(short, qr="", link=""))
    )

    assert len(pages) == 3
    for page in pages:
        assert overprinted(page) == [] and outside(page) == []
        (text,) = boxes_of(page, "inner")
        feet = boxes_of(page, "left-foot") + boxes_of(page, "right-foot")
        assert text.bottom + 2 <= min(foot.top for foot in feet)


@pytest.mark.parametrize(("letters", "lines"), [(23, 1), (70, 1), (121, 2), (200, 2)])
def test_long_name_shrinks_to_its_line(letters: int, lines: int) -> None:
    name = (SCHOOL * 5)[:letters].strip()
    (page,) = pages_of(paper_of(replace(SHORT, name=name)))
    written = [box for box in texts_on(page) if box.text.strip() in name]

    assert len(written) == lines


def test_last_word_is_never_alone_on_a_line() -> None:
    for letters in range(30):
        unit = f"{'an ' * 66}{'i' * letters} Kim Chung B"
        (page,) = pages_of(paper_of(replace(SHORT, unit=unit)))
        assert [box.text for box in texts_on(page) if box.text.strip() == "B"] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Trường Tiểu học Kim Chung", "Trường Tiểu học Kim\u00a0Chung"),
        ("An Khánh", "An\u00a0Khánh"),
        ("năm học 2026 - 2027", "năm học\u00a02026\u00a0-\u00a02027"),
        ("Ngày hội - Hội thi", "Ngày hội - Hội\u00a0thi"),
        ("Robot", "Robot"),
        ("Bài THCS_AnKhanh_NhomSangTaoXanh_2025", "Bài THCS_AnKhanh_NhomSangTaoXanh_2025"),
        ("", ""),
    ],
)
def test_whole_end_binds_the_last_two_short_words(text: str, kept: str) -> None:
    assert whole_end(text) == kept


def test_overprinted_text_is_found() -> None:
    """The check itself: text that is not set smaller runs into the signature."""
    text = replace(SHORT, achievement=CONTEST * 40)
    (page,) = pages_of(paper_of(text))

    assert overprinted(page) != []


def test_order_is_title_issuer_verb_name_achievement() -> None:
    (page,) = pages_of(paper_of(SHORT))
    marks = [
        "GIẤY CHỨNG NHẬN",
        "Phòng Giáo dục và Đào tạo huyện Hoài Đức",
        "Bà Nguyễn Thị Hồng Ngọc",
        "Đạt giải Nhất",
    ]
    places = [next(box.top for box in texts_on(page) if mark in box.text) for mark in marks]

    assert all(above < below for above, below in pairwise(places))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("issuer", "body_name", "line"),
    [
        (
            "Ủy ban nhân dân xã Sơn Đồng",
            "Phòng Văn hóa - Xã hội xã Sơn Đồng",
            "Ủy ban nhân dân xã Sơn Đồng chứng nhận",
        ),
        ("", "Phòng Văn hóa - Xã hội xã Sơn Đồng", "Phòng Văn hóa - Xã hội xã Sơn Đồng chứng nhận"),
        ("", "", "Phòng Văn hóa - Xã hội chứng nhận"),
    ],
)
def test_issuer_is_the_typed_line_and_never_composed_of_title_and_body(
    issuer: str, body_name: str, line: str
) -> None:
    festival = make.make_festival(
        issuing_body="PHÒNG VĂN HÓA - XÃ HỘI", body_name=body_name, issuer=issuer, place="Sơn Đồng"
    )
    Signer.objects.create(festival=festival, title="CHỦ TỊCH", name="Nguyễn Văn Hòa")
    contest = make.make_judged_contest(18, 15, festival=festival, name="Hội thi")
    make.make_scheme(contest, 1)
    by = go_to(contest, "freeze", "award", "certify")

    (page,) = PdfReader(BytesIO(printed("certificates", contest, by))).pages
    text = " ".join(page.extract_text().split())

    assert f"GIẤY CHỨNG NHẬN {line}" in text
    assert "CHỦ TỊCH PHÒNG" not in text


@pytest.mark.parametrize(
    ("prize", "sentence"),
    [
        ("Giải Nhất", "giải Nhất"),
        ("Giải Khuyến khích", "giải Khuyến khích"),
        ("GIẢI KHUYẾN KHÍCH", "giải Khuyến khích"),
        ("giải Ba", "giải Ba"),
        ("Nhất", "giải Nhất"),
        ("Khuyến khích", "giải Khuyến khích"),
        ("KHUYẾN KHÍCH", "giải Khuyến khích"),
        ("Giải", "giải"),
        ("Huy chương Vàng", "huy chương Vàng"),
        ("Cúp Sáng tạo", "cúp Sáng tạo"),
    ],
)
def test_prize_is_small_inside_a_sentence(prize: str, sentence: str) -> None:
    assert prize_in_sentence(prize) == sentence


@pytest.mark.django_db
@pytest.mark.database
def test_certificate_with_the_longest_names_enters_the_register(contest: Contest) -> None:
    by = go_to(contest, "freeze", "award", "certify")

    printed("certificates", contest, by)

    (paper,) = contest.certificates.filter(award__isnull=False)
    assert len(paper.unit) > 300 and len(paper.achievement) > 300


@pytest.fixture
def contest() -> Contest:
    """Every text as long as its column takes it."""
    festival = make.make_festival()
    contest = make.make_judged_contest(
        18, 15, festival=festival, kind=Contest.Kind.PRODUCT, name=(CONTEST * 4)[:200]
    )
    make.make_scheme(contest, 1)
    Prize.objects.update(name="Giải Nhất")
    for entry in contest.entries.all():
        make.make_member(entry, (SCHOOL * 3)[:120], position=("Phó Hiệu trưởng " * 9)[:120])
        entry.school.name = (SCHOOL * 4)[:160]
        entry.school.save()
        entry.partners.add(make.make_school(festival, name=(SCHOOL * 4)[:150]))
    contest.entries.update(title=("Hệ thống tưới cây tự động " * 9)[:200])
    return contest

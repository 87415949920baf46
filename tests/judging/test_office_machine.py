"""The page of a round marked by machine: numbers and points are pasted, previewed and saved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry, Round
from festival.models import AuditEvent, Festival
from judging.models import Assignment, Mark, Panel, ScoreOp, ScoreSheet
from judging.queries.results import live_lines
from tests import make
from tests.reading import elements, sent_by, texts

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def part() -> Round:
    """A machine round up to 100 in steps of 2,5, with the entries 001 Hà, 002 Bình, 010 Chi, and a draft."""
    contest = make.make_contest(make.make_festival(), kind=Contest.Kind.INDIVIDUAL)
    contest.rounds.update(marking=Round.Marking.MACHINE)
    make.make_criterion(contest, code="de", name="Đề máy", maximum=Decimal(100), step=Decimal("2.5"))
    for number, title in [("001", "Hà"), ("002", "Bình"), ("010", "Chi")]:
        make.make_entry(contest, number=number, title=title)
    make.make_entry(contest, number="011", title="Dung", state=Entry.State.DRAFT)
    return contest.rounds.get()


def page_of(part: Round) -> str:
    return reverse("judging:machine", args=[part.contest.festival.slug, part.contest.slug, part.pk])


@pytest.fixture
def office(client: Client, part: Round) -> Client:
    client.force_login(make.make_organiser(part.contest.festival))
    return client


def preview(client: Client, part: Round, text: str) -> Any:
    url = page_of(part)
    return client.post(url, {**sent_by(client.get(url)), "pasted": text})


def confirm(client: Client, part: Round, shown: Any) -> Any:
    return client.post(page_of(part), {**sent_by(shown), "save": "1"})


def enter(client: Client, part: Round, text: str) -> Any:
    return confirm(client, part, preview(client, part, text))


def marks(part: Round) -> dict[str, int | None]:
    rows = Mark.objects.filter(sheet__assignment__round=part, sheet__assignment__judge=None)
    return dict(rows.order_by("pk").values_list("sheet__assignment__entry__number", "hundredths"))


def outcomes(answer: Any) -> list[str]:
    return texts(answer, "form tbody td:last-child")


PASTED = "Số báo danh\tĐiểm\r\n001\t 87,5 \r\n\r\n2\t90\r\n  010\t\r\n"


def test_pasted_columns_are_previewed_and_then_saved(office: Client, part: Round) -> None:
    shown = preview(office, part, PASTED)
    assert shown.status_code == 200
    assert texts(shown, "form tbody th") == ["001", "002", "010"]
    assert outcomes(shown) == ["Thêm mới", "Thêm mới", "Chưa có điểm"]
    assert texts(shown, "button[name=save]") == ["Lưu 2 bài"]
    assert marks(part) == {}

    saved = confirm(office, part, shown)

    assert saved.status_code == 302
    assert marks(part) == {"001": 8750, "002": 9000}
    assert set(ScoreSheet.objects.values_list("state", "version")) == {("submitted", 1)}
    assert [(line.number, line.points) for line in live_lines(part.contest) if line.points is not None] == [
        ("002", Decimal(90)),
        ("001", Decimal("87.5")),
    ]
    assert "2/3 bài dự thi" in texts(office.get(page_of(part)), "section p")


def test_saved_marks_are_ops_of_the_office_under_one_event(office: Client, part: Round) -> None:
    enter(office, part, PASTED)
    event = AuditEvent.objects.get(action="machine-marks-saved")
    ops = list(ScoreOp.objects.values_list("source", "outcome", "receipt"))
    assert ops == [("office", "applied", event.hash)] * 2
    assert event.body.body == {"contest": part.contest.slug, "round": "", "sheets": 2}


FAULTS = [
    ("001\t87,5\n001\t87,5", ["Thêm mới", "Cần sửa Số báo danh này đã có ở dòng 1."]),
    ("9\t50", ["Cần sửa Không có bài dự thi đã duyệt nào mang số báo danh “9”."]),
    ("011\t50", ["Cần sửa Không có bài dự thi đã duyệt nào mang số báo danh “011”."]),
    ("\t50", ["Cần sửa Thiếu số báo danh."]),
    ("001\tvắng", ["Cần sửa “vắng” không phải là số."]),
    ("001\t100,5", ["Cần sửa 100,5: Nhiều nhất 100 điểm."]),
    ("001\t-2,5", ["Cần sửa -2,5: Điểm thấp nhất là 0."]),
    ("001\t50,1", ["Cần sửa 50,1: Điểm chấm theo bước 2,5."]),
    (
        "001\tHà\t50",
        ["Cần sửa Có 3 cột: hãy sao chép riêng cột số báo danh và cột điểm, hoặc sao chép cả dòng tiêu đề."],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), FAULTS, ids=[text for text, _ in FAULTS])
def test_faulty_line_is_named_and_nothing_is_saved(
    office: Client, part: Round, text: str, wanted: list[str]
) -> None:
    shown = preview(office, part, text + "\n002\t50")
    assert shown.status_code == 422
    assert outcomes(shown) == [*wanted, "Thêm mới"]
    assert texts(shown, "textarea") == [" ".join((text + " 002 50").split())]
    assert texts(shown, "button[name=save]") == []
    assert confirm(office, part, shown).status_code == 422
    assert marks(part) == {}


@pytest.mark.parametrize(
    "text",
    [
        "001 87,5\n002   90",
        "001;87.5\n002;90",
        "SBD Điểm\n001\t87.5\n002\t90,0",
        "STT\tHọ tên\tSBD\tĐề máy\n1\tHà\t001\t87,5\n2\tBình\t2\t90",
        "1\t87,5\n\u00a0002\u00a0\t\u00a090",
    ],
)
def test_columns_are_read_as_offices_type_them(office: Client, part: Round, text: str) -> None:
    assert enter(office, part, text).status_code == 302
    assert marks(part) == {"001": 8750, "002": 9000}


def test_other_mark_is_shown_from_old_to_new_and_the_same_writes_nothing(office: Client, part: Round) -> None:
    enter(office, part, PASTED)
    shown = preview(office, part, "001\t85\n002\t90")
    assert outcomes(shown) == ["Sửa 87,5 → 85", "Như cũ"]
    confirm(office, part, shown)
    assert marks(part) == {"001": 8500, "002": 9000}
    assert sorted(ScoreSheet.objects.values_list("version", flat=True)) == [1, 2]

    again = preview(office, part, "001\t85\n002\t90")
    assert texts(again, "button[name=save]") == []
    count = AuditEvent.objects.count()
    assert confirm(office, part, again).status_code == 422
    assert AuditEvent.objects.count() == count


def test_line_without_points_keeps_the_stored_mark(office: Client, part: Round) -> None:
    enter(office, part, PASTED)
    assert enter(office, part, "001\t\n010\t40").status_code == 302
    assert marks(part) == {"001": 8750, "002": 9000, "010": 4000}


def test_text_changed_after_the_preview_is_previewed_again(office: Client, part: Round) -> None:
    shown = preview(office, part, PASTED)
    again = office.post(page_of(part), {**sent_by(shown), "pasted": "010\t50", "save": "1"})
    assert again.status_code == 200
    assert texts(again, "form tbody th") == ["010"]
    assert marks(part) == {}


def test_marks_saved_by_another_after_the_preview_are_shown_first(office: Client, part: Round) -> None:
    shown = preview(office, part, "001\t50")
    enter(office, part, "001\t60")
    stale = confirm(office, part, shown)
    assert stale.status_code == 409
    assert outcomes(stale) == ["Sửa 60 → 50"]
    assert marks(part) == {"001": 6000}
    assert confirm(office, part, stale).status_code == 302
    assert marks(part) == {"001": 5000}


def test_several_criteria_are_columns_in_their_order_or_by_heading(office: Client, part: Round) -> None:
    make.make_criterion(part.contest, code="word", name="Soạn thảo", maximum=Decimal(10), step=Decimal("0.5"))
    enter(office, part, "001\t50\t9,5\n002\t60")
    rows = Mark.objects.order_by("sheet__assignment__entry__number", "criterion__position")
    assert list(rows.values_list("hundredths", flat=True)) == [5000, 950, 6000, None]
    assert list(ScoreSheet.objects.order_by("pk").values_list("state", flat=True)) == ["submitted", "draft"]
    enter(office, part, "SBD\tSoạn thảo\tĐề máy\n002\t7\t62,5")
    assert list(rows.values_list("hundredths", flat=True)) == [5000, 950, 6250, 700]


MISSING = "Cần sửa Dòng tiêu đề không nêu cột của: {}."
BLANKS = "Cần sửa Không đọc được dòng tiêu đề: hãy sao chép các cột từ bảng tính, hoặc bỏ dòng tiêu đề."


@pytest.mark.parametrize(
    "text",
    [
        "STT\tSBD\tLớp\tĐiểm vòng 1\n1\t001\t5\t50",
        "SBD\tLớp\tĐiểm vòng 1\n001\t5\t50",
        "STT\tSBD\n1\t001",
        "STT\tSBD\tĐiểm vòng 1\n1\t999\t50",
    ],
)
def test_heading_without_the_criterion_is_refused(office: Client, part: Round, text: str) -> None:
    shown = preview(office, part, text)
    assert (shown.status_code, outcomes(shown)) == (422, [MISSING.format("Đề máy")])
    assert confirm(office, part, shown).status_code == 422
    assert marks(part) == {}


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("SBD\tThực hành\tSoạn thảo", "Đề máy"),
        ("SBD\tSoạn thảo\tThực hành", "Đề máy"),
        ("SBD\tĐề máy", "Soạn thảo"),
        ("STT\tSBD\tLớp\tĐiểm vòng 1", "Đề máy; Soạn thảo"),
        ("SBD Soạn thảo Thực hành", "Đề máy"),
    ],
)
def test_heading_that_names_only_some_criteria_is_refused_with_the_others(
    office: Client, part: Round, heading: str, missing: str
) -> None:
    make.make_criterion(part.contest, code="word", name="Soạn thảo", maximum=Decimal(10), step=Decimal("0.5"))
    shown = preview(office, part, f"{heading}\n001\t5\t7,5\n002\t5\t5")
    assert (shown.status_code, outcomes(shown)) == (422, [MISSING.format(missing)] * 2)


@pytest.mark.parametrize("heading", ["SBD\tĐiểm vòng 1", "Thí sinh\tVòng một", "Thí sinh Vòng một"])
def test_heading_of_as_many_other_columns_is_read_in_order(office: Client, part: Round, heading: str) -> None:
    assert enter(office, part, f"{heading}\n001\t50").status_code == 302
    assert marks(part) == {"001": 5000}
    wide = preview(office, part, f"{heading}\n001\t50\t60")
    assert outcomes(wide)[0].startswith("Cần sửa Có 3 cột")


@pytest.mark.parametrize("heading", ["SBD\tĐề máy\tGhi chú", "SBD\tĐiểm\tGhi chú\tLớp", "sbd;De may;Ghi chú"])
def test_columns_after_the_named_ones_are_ignored(office: Client, part: Round, heading: str) -> None:
    sep = "\t" if "\t" in heading else ";"
    assert enter(office, part, f"{heading}\n001{sep}50{sep}đến muộn").status_code == 302
    assert marks(part) == {"001": 5000}


@pytest.mark.parametrize(
    "text",
    [
        "SBD Soạn thảo Đề máy\n001 7 50",
        "Soạn thảo Đề máy SBD\n7 50 001",
        "Số báo danh Soạn thảo Đề máy\n001\t7\t50",
        "Thí sinh Soạn thảo Đề máy\n001 7 50",
    ],
)
def test_heading_parted_by_blanks_names_the_columns(office: Client, part: Round, text: str) -> None:
    make.make_criterion(part.contest, code="word", name="Soạn thảo", maximum=Decimal(10), step=Decimal("0.5"))
    assert enter(office, part, text).status_code == 302
    assert dict(Mark.objects.values_list("criterion__name", "hundredths")) == {
        "Đề máy": 5000,
        "Soạn thảo": 700,
    }


def test_heading_parted_by_blanks_with_digits_in_names_is_read(office: Client, part: Round) -> None:
    part.contest.criteria.update(name="Bài 1")
    make.make_criterion(part.contest, code="two", name="Bài 2", maximum=Decimal(10))
    enter(office, part, "SBD Bài 2 Bài 1\n001 7 50")
    assert dict(Mark.objects.values_list("criterion__name", "hundredths")) == {"Bài 1": 5000, "Bài 2": 700}


@pytest.mark.parametrize("heading", ["SBD Họ tên Đề máy", "SBD Đề máy Ghi chú"])
def test_heading_parted_by_blanks_with_other_columns_is_refused(
    office: Client, part: Round, heading: str
) -> None:
    shown = preview(office, part, f"{heading}\n001 Hà 50")
    assert (shown.status_code, outcomes(shown)) == (422, [BLANKS])


def test_numbers_without_points_are_filled_in(office: Client, part: Round) -> None:
    enter(office, part, "001\t50")
    [field] = elements(office.get(page_of(part) + "?fill=1"), "textarea")
    assert field.etree_element.text.lstrip("\n") == "002\t\n010\t\n"


@pytest.mark.parametrize("state", [Contest.State.CLOSING, Contest.State.FROZEN, Contest.State.PUBLISHED])
def test_closed_contest_takes_no_marks(office: Client, part: Round, state: str) -> None:
    shown = preview(office, part, PASTED)
    Contest.objects.filter(pk=part.contest_id).update(state=state)
    answer = confirm(office, part, shown)
    assert answer.status_code == 409
    assert texts(answer, ".error-summary li")[0] == "Cuộc thi này không còn nhận điểm."
    assert texts(answer, "textarea") == [" ".join(PASTED.split())]
    assert texts(office.get(page_of(part)), "textarea") == []
    assert (marks(part), Assignment.objects.count()) == ({}, 0)


def test_closed_festival_takes_no_marks(office: Client, part: Round) -> None:
    shown = preview(office, part, PASTED)
    Festival.objects.update(state=Festival.State.CLOSED)
    assert confirm(office, part, shown).status_code == 422
    assert marks(part) == {}


@pytest.mark.parametrize(
    ("role", "status"), [("organiser", 200), ("secretary", 200), ("school", 404), ("judge", 404), ("", 404)]
)
def test_machine_page_is_for_the_office_alone(client: Client, part: Round, role: str, status: int) -> None:
    festival = part.contest.festival
    school = make.make_school(festival) if role == "school" else None
    person = (
        make.make_part(festival, role, school=school) if role else make.make_organiser(make.make_festival())
    )
    client.force_login(person)
    assert client.get(page_of(part)).status_code == status
    data = {"pasted": "001\t50", "previewed": "x", "save": "1"}
    assert client.post(page_of(part), data).status_code == status
    assert marks(part) == {}


def test_machine_page_of_judged_round_other_contest_or_festival_is_not_found(
    office: Client, part: Round
) -> None:
    judged = make.make_contest(part.contest.festival).rounds.get()
    other = make.make_contest().rounds.get()
    Round.objects.filter(pk=other.pk).update(marking=Round.Marking.MACHINE)
    slugs = [part.contest.festival.slug, part.contest.slug]
    found = [
        office.get(reverse("judging:machine", args=[*slugs, row.pk])).status_code for row in (judged, other)
    ]
    assert found == [404, 404]
    assert office.get(page_of(judged)).status_code == 404
    assert office.get(page_of(other)).status_code == 404


def test_contest_page_and_panels_lead_to_the_machine_page(office: Client, part: Round) -> None:
    args = [part.contest.festival.slug, part.contest.slug]
    for name in ("contests:office-detail", "judging:panels"):
        answer = office.get(reverse(name, args=args))
        assert [
            link.etree_element.get("href") for link in elements(answer, f'a[href="{page_of(part)}"]')
        ] == [page_of(part)]
    assert not Panel.objects.exists()


def test_round_without_criteria_or_entries_says_what_to_do(client: Client) -> None:
    contest = make.make_contest()
    contest.rounds.update(marking=Round.Marking.MACHINE)
    client.force_login(make.make_organiser(contest.festival))
    assert texts(client.get(page_of(contest.rounds.get())), ".empty a") == ["Tiêu chí"]
    make.make_criterion(contest)
    assert texts(client.get(page_of(contest.rounds.get())), ".empty a") == ["Đăng ký"]

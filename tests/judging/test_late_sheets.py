"""Sheets that arrived after judging was closed: a list for the office, with their marks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry
from judging.models import Panel, ScoreOp, ScoreSheet
from judging.queries.late_sheets import late_sheets
from tests import make
from tests.judging.test_score_api import judge_of, op_of, post
from tests.reading import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> ScoreSheet:
    """A sheet of an entry with the number 07, in a contest whose judging is closed."""
    sheet = make.make_sheet(entry=make.make_entry(make.make_contest(), number="07", title="Robot"))
    Contest.objects.update(state="closing")
    return sheet


def send(sheet: ScoreSheet, first: int, *, submitted: bool = True) -> None:
    """Send marks of the sheet from a tablet: `first` hundredths, and nothing on the second criterion."""
    marks = {"noi-dung": first, "trinh-bay": None if not submitted else 500}
    post(judge_of(sheet), op_of(sheet, payload={"marks": marks, "submitted": submitted}))


def page_of(client: Client, contest: Contest, role: str = "organiser") -> Any:
    client.force_login(make.make_part(contest.festival, role))
    contest.refresh_from_db()
    return client.get(reverse("judging:progress", args=[contest.festival.slug, contest.slug]))


def test_late_sheet_is_listed_with_its_marks(client: Client, sheet: ScoreSheet) -> None:
    send(sheet, 1250)
    page = page_of(client, sheet.assignment.entry.contest)
    row = texts(page, "#late tbody tr > *")
    assert (row[0], row[1], row[4]) == ("07 Robot", str(judge_of(sheet)), "17,5")
    assert row[3].startswith("Nội dung: 12,5; Trình bày: 5")
    assert ScoreOp.objects.get().outcome == "late"


def test_page_of_results_says_how_many_sheets_came_late(client: Client, sheet: ScoreSheet) -> None:
    contest = sheet.assignment.entry.contest
    address = reverse("desk:results", args=[contest.festival.slug, contest.slug])
    client.force_login(make.make_organiser(contest.festival))
    assert "đến muộn, không" not in client.get(address).content.decode()
    send(sheet, 1250)
    assert "1 phiếu đến muộn, không được tính" in texts(client.get(address), "main p a")


def test_late_draft_shows_what_is_not_marked(client: Client, sheet: ScoreSheet) -> None:
    send(sheet, 1250, submitted=False)
    row = texts(page_of(client, sheet.assignment.entry.contest), "#late tbody tr > *")
    assert "chưa nộp" in row[2] and "Trình bày: –" in row[3]


@pytest.mark.parametrize(
    ("contest_state", "festival_state", "way"),
    [
        ("closing", "open", "hãy bấm “Cho chấm tiếp” ở cuối trang"),
        ("frozen", "open", "một thành viên Ban Tổ chức khác"),
        ("open", "closed", "hãy mở lại ngày hội"),
        ("open", "open", "nếu tổ chấm đã đóng thì mở lại tổ trước"),
    ],
)
def test_list_says_what_can_be_done_now(
    client: Client, sheet: ScoreSheet, contest_state: str, festival_state: str, way: str
) -> None:
    send(sheet, 1250)
    contest = sheet.assignment.entry.contest
    Contest.objects.update(state=contest_state)
    type(contest.festival).objects.update(state=festival_state)
    assert way in " ".join(texts(page_of(client, contest), "#late p"))


def test_only_the_last_late_version_of_a_sheet_is_listed(sheet: ScoreSheet) -> None:
    send(sheet, 1250)
    send(sheet, 1300)
    assert [late.total for late in late_sheets(sheet.assignment.entry.contest)] == ["18"]


def test_late_sheet_leaves_the_list_once_the_judge_has_sent_it_again(sheet: ScoreSheet) -> None:
    send(sheet, 1250)
    Contest.objects.update(state="open")
    send(sheet, 1250)
    assert late_sheets(sheet.assignment.entry.contest) == []


def test_sheet_of_a_closed_panel_and_of_an_entry_that_left_are_listed_too(sheet: ScoreSheet) -> None:
    panel = Panel.objects.create(contest=sheet.assignment.entry.contest, name="Tổ 1", state="closed")
    sheet.assignment.panel = panel
    sheet.assignment.save()
    Contest.objects.update(state="open")
    send(sheet, 1250)
    Entry.objects.update(state="declined")
    assert [late.entry.number for late in late_sheets(sheet.assignment.entry.contest)] == ["07"]


def test_contest_without_late_sheets_has_no_list(client: Client, sheet: ScoreSheet) -> None:
    assert texts(page_of(client, sheet.assignment.entry.contest, "secretary"), "#late") == []

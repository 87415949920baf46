"""The office decides about registrations, one by one and many at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from contests.models import Entry
from tests import make
from tests.reading import texts, values

pytestmark = pytest.mark.django_db

WAITING = Entry.State.SUBMITTED


def address(festival: Any, name: str = "desk:registrations", *args: object) -> str:
    return reverse(name, args=[festival.slug, *args])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Gian chờ", "Robot chờ", "Robot duyệt"]),
        ("?state=submitted", ["Gian chờ", "Robot chờ"]),
        ("?contest=robot", ["Robot chờ", "Robot duyệt"]),
        ("?contest=booths", ["Gian chờ"]),
        ("?q=DUYET", ["Robot duyệt"]),
        ("?school=b", ["Robot duyệt"]),
        ("?state=nonsense", ["Gian chờ", "Robot chờ", "Robot duyệt"]),
        ("?q=zzz", []),
    ],
)
def test_registrations_are_narrowed(client: Client, query: str, titles: list[str]) -> None:
    contest = make.make_contest(slug="robot")
    first = make.make_school(contest.festival, code="a")
    second = make.make_school(contest.festival, code="b")
    make.make_entry(contest, school=first, title="Robot chờ", state=WAITING)
    make.make_entry(contest, school=second, title="Robot duyệt")
    make.make_booth(first, title="Gian chờ", state=Booth.State.SUBMITTED)
    client.force_login(make.make_organiser(contest.festival))
    make.make_booth(title="Gian của ngày hội khác")
    assert sorted(texts(client.get(address(contest.festival) + query), "#list th a")) == titles


def test_competing_booth_stands_once_in_the_list(client: Client) -> None:
    contest = make.make_contest(kind="booth")
    entry = make.make_entry(contest)
    make.make_booth(entry.school, entry=entry, title="Gian thi")
    client.force_login(make.make_organiser(contest.festival))
    page = client.get(address(contest.festival))
    booth = address(contest.festival, "desk:registration", "booth", entry.booth.pk)
    assert values(page, "#list th a", "href") == [booth]
    assert texts(page, "#list th, #list td:nth-child(5)")[-2:] == ["Gian thi", contest.name]
    by_entry = client.get(address(contest.festival, "desk:registration", "entry", entry.pk))
    assert (by_entry.status_code, texts(by_entry, "h1")) == (200, ["Gian thi"])


def test_ticked_are_approved_and_taken_back(client: Client) -> None:
    contest = make.make_contest()
    entry = make.make_entry(contest, state=WAITING)
    booth = make.make_booth(make.make_school(contest.festival), state=Booth.State.SUBMITTED)
    client.force_login(make.make_organiser(contest.festival))
    keys = [f"entry-{entry.pk}", f"booth-{booth.pk}"]
    page = client.post(address(contest.festival, "desk:registrations-approve"), {"row": keys}, follow=True)
    assert sorted(values(page, "form.notice-good input[name=row]", "value")) == sorted(keys)
    entry.refresh_from_db()
    booth.refresh_from_db()
    assert (entry.state, booth.state, entry.number) == ("approved", "approved", "001")
    client.post(address(contest.festival, "desk:registrations-undo"), {"row": keys})
    entry.refresh_from_db()
    booth.refresh_from_db()
    assert (entry.state, booth.state) == ("submitted", "submitted")


def test_one_that_cannot_be_approved_holds_back_all(client: Client) -> None:
    contest = make.make_contest()
    entry = make.make_entry(contest, state=WAITING)
    draft = make.make_entry(contest, state=Entry.State.DRAFT)
    client.force_login(make.make_organiser(contest.festival))
    keys = [f"entry-{entry.pk}", f"entry-{draft.pk}"]
    client.post(address(contest.festival, "desk:registrations-approve"), {"row": keys})
    entry.refresh_from_db()
    assert entry.state == WAITING


def test_approval_of_what_a_judge_has_is_not_taken_back(client: Client) -> None:
    contest = make.make_judged_contest(12)
    entry = contest.entries.get()
    client.force_login(make.make_organiser(contest.festival))
    client.post(address(contest.festival, "desk:registrations-undo"), {"row": [f"entry-{entry.pk}"]})
    entry.refresh_from_db()
    assert entry.state == Entry.State.APPROVED


def test_rows_of_another_festival_are_not_touched(client: Client) -> None:
    contest, foreign = make.make_contest(), make.make_entry(state=WAITING)
    client.force_login(make.make_organiser(contest.festival))
    client.post(address(contest.festival, "desk:registrations-approve"), {"row": [f"entry-{foreign.pk}"]})
    foreign.refresh_from_db()
    assert foreign.state == WAITING
    page = client.get(address(contest.festival, "desk:registration", "entry", foreign.pk))
    assert page.status_code == 404


@pytest.mark.parametrize(
    ("decision", "remark", "status", "state"),
    [
        ("approve", "", 302, "approved"),
        ("send-back", "Thiếu ảnh", 302, "returned"),
        ("send-back", " ", 422, "submitted"),
        ("decline", "Trùng bài", 302, "declined"),
        ("decline", "", 422, "submitted"),
    ],
)
def test_decision_on_one_registration(
    client: Client, decision: str, remark: str, status: int, state: str
) -> None:
    entry = make.make_entry(state=WAITING)
    client.force_login(make.make_organiser(entry.contest.festival))
    url = address(entry.contest.festival, "desk:registration", "entry", entry.pk)
    assert client.post(url, {"decision": decision, "remark": remark}).status_code == status
    entry.refresh_from_db()
    assert entry.state == state


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ("approve", "Đã duyệt: Nguyễn Thị Hòa (SBD 001)."),
        ("send-back", "Đã trả lại: Nguyễn Thị Hòa."),
        ("decline", "Không duyệt: Nguyễn Thị Hòa."),
    ],
)
def test_message_of_a_decision_names_the_decision_and_the_person(
    client: Client, decision: str, message: str
) -> None:
    entry = make.make_entry(state=WAITING, title="")
    make.make_member(entry)
    client.force_login(make.make_organiser(entry.contest.festival))
    url = address(entry.contest.festival, "desk:registration", "entry", entry.pk)
    page = client.post(url, {"decision": decision, "remark": "Thiếu ảnh"}, follow=True)
    assert texts(page, "#messages .notice") == [message]


def test_nothing_ticked_says_so(client: Client) -> None:
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    page = client.post(address(contest.festival, "desk:registrations-approve"), follow=True)
    assert len(texts(page, "#messages .notice-bad")) == len(texts(page, "#messages .notice")) == 1


def test_registration_of_a_booth_shows_its_pictures_and_an_entry_its_files(client: Client) -> None:
    contest = make.make_contest()
    by = make.make_organiser(contest.festival)
    booth = make.make_booth(make.make_school(contest.festival))
    photo = booth.photos.create(name="anh.jpg", source_sha256="0" * 64, shows_pupils=True)
    entry = make.make_entry(contest)
    file = entry.attachments.create(name="bai.pdf", sha256="0" * 64)
    client.force_login(by)
    page = client.get(address(contest.festival, "desk:registration", "booth", booth.pk)).content.decode()
    assert address(contest.festival, "booths:photo-small", photo.pk) in page
    page = client.get(address(contest.festival, "desk:registration", "entry", entry.pk)).content.decode()
    assert address(contest.festival, "contests:file", file.pk) in page


def test_undo_of_nothing_is_refused_and_logs_nothing(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    page = client.post(
        reverse("desk:registrations-undo", args=[festival.slug]), {"row": "entry-1"}, follow=True
    )
    assert "Hãy chọn ít nhất một đăng ký." in page.content.decode()
    assert not festival.events.filter(action="approval-undone").exists()

"""The checklists that lead from an empty festival, and an empty contest, to the next step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from festival.actions.links import link_for
from festival.models import Festival, SignInLink
from tests import make
from tests.reading import elements, texts, values

pytestmark = pytest.mark.django_db


def steps(page: Any) -> list[tuple[str, str, str, str]]:
    """State, text, hint and URL of every line of the checklist."""
    found = []
    for number, _line in enumerate(elements(page, ".checklist li"), start=1):
        line = f".checklist li:nth-child({number})"
        [whole] = texts(page, f"{line} > span")
        state, _, rest = whole.partition(": ")
        hint = "".join(texts(page, f"{line} small"))
        links = values(page, f"{line} a", "href")
        found.append((state, rest.removesuffix(hint).strip(), hint, links[0] if links else ""))
    return found


def desk_of(client: Client, festival: Festival) -> Any:
    return client.get(reverse("desk:home", args=[festival.slug]))


def test_checklist_of_an_empty_festival_leads_to_every_step(client: Client) -> None:
    festival = make.make_festival(
        slug="stem", state=Festival.State.DRAFT, registration_closes_at=None, issuing_body="UBND"
    )
    client.force_login(make.make_organiser(festival))
    assert steps(desk_of(client, festival)) == [
        (
            "Còn thiếu",
            "Thông tin: cơ quan ban hành, ngày, đăng ký",
            "còn thiếu: ngày bắt đầu, hạn đăng ký",
            "/stem/desk/settings/",
        ),
        ("Còn thiếu", "Trường", "Dán bảng danh sách đang có.", "/stem/desk/schools/import/"),
        ("Còn thiếu", "Cuộc thi", "", "/stem/desk/contests/new/"),
        ("Còn thiếu", "Tiêu chí", "", "/stem/desk/contests/"),
        ("Còn thiếu", "Giải thưởng", "", "/stem/desk/contests/"),
        ("Còn thiếu", "Mời các trường", "0/0 trường đã có đường dẫn", "/stem/desk/invitations/"),
        ("Còn thiếu", "Giám khảo", "", "/stem/desk/judges/"),
        ("Còn thiếu", "Mở ngày hội", "Từ lúc đó các trường đăng ký được.", "/stem/desk/settings/state/open/"),
    ]


def prepared(state: str) -> Festival:
    """A festival in which only the prizes of its second contest are missing."""
    festival = make.make_festival(slug="stem", state=state, issuing_body="UBND", starts_on=date(2026, 3, 1))
    school = make.make_school(festival)
    person = make.make_school_user(school)
    link_for(festival=festival, user=person, purpose=SignInLink.Purpose.INVITATION, by=None)
    for name, slug in (("Robot", "robot"), ("Gian hàng", "gian-hang")):
        make.make_criterion(make.make_contest(festival, name=name, slug=slug, position=len(slug)))
    make.make_scheme(festival.contests.get(slug="robot"), 1)
    make.make_judge(festival)
    return festival


def test_checklist_stays_after_opening_until_its_last_step_is_done(client: Client) -> None:
    festival = prepared(Festival.State.OPEN)
    client.force_login(make.make_organiser(festival))
    shown = steps(desk_of(client, festival))
    assert [line for line in shown if line[0] == "Còn thiếu"] == [
        ("Còn thiếu", "Giải thưởng", "1/2 cuộc thi; Gian hàng", "/stem/desk/contests/gian-hang/prizes/")
    ]
    assert [line[1:] for line in shown if line[0] == "Đã xong"] == [
        ("Thông tin: cơ quan ban hành, ngày, đăng ký", "", "/stem/desk/settings/"),
        ("Trường", "1 trường", "/stem/desk/schools/"),
        ("Cuộc thi", "2 cuộc thi", "/stem/desk/contests/"),
        ("Tiêu chí", "2/2 cuộc thi", "/stem/desk/contests/"),
        ("Mời các trường", "1/1 trường đã có đường dẫn", "/stem/desk/invitations/"),
        ("Giám khảo", "1 giám khảo", "/stem/desk/judges/"),
        ("Mở ngày hội", "Từ lúc đó các trường đăng ký được.", ""),
    ]
    make.make_scheme(festival.contests.get(slug="gian-hang"), 1)
    assert steps(desk_of(client, festival)) == []


@pytest.mark.parametrize("case", ["closed", "certified", "secretary"])
def test_checklist_is_not_shown_where_it_no_longer_helps(client: Client, case: str) -> None:
    festival = prepared(Festival.State.CLOSED if case == "closed" else Festival.State.OPEN)
    if case == "certified":
        festival.contests.filter(slug="robot").update(state=Contest.State.CERTIFIED)
    client.force_login(make.make_part(festival, "secretary" if case == "secretary" else "organiser"))
    assert steps(desk_of(client, festival)) == []


def next_step(client: Client, contest: Contest) -> list[tuple[str, str]]:
    page = client.get(reverse("contests:office-detail", args=[contest.festival.slug, contest.slug]))
    return list(zip(texts(page, "a.btn-primary"), values(page, "a.btn-primary", "href"), strict=True))


def test_contest_leads_from_its_criteria_to_its_progress(client: Client) -> None:
    festival = make.make_festival(slug="stem")
    client.force_login(make.make_organiser(festival))
    answer = client.post(reverse("contests:office-new", args=["stem"]), {"name": "Robot", "kind": "product"})
    assert answer["Location"] == "/stem/desk/contests/robot/"
    contest = festival.contests.get()
    page = "/stem/desk/contests/robot"
    assert next_step(client, contest) == [("Tiếp theo: Tiêu chí", f"{page}/rubric/")]
    make.make_criterion(contest)
    assert next_step(client, contest) == [("Tiếp theo: Giải thưởng", f"{page}/prizes/")]
    make.make_scheme(contest, 1)
    registrations = "/stem/desk/registrations/?contest=robot"
    assert next_step(client, contest) == [("Tiếp theo: Duyệt đăng ký", registrations)]
    entry = make.make_entry(contest)
    assert next_step(client, contest) == [("Tiếp theo: Giao bài cho giám khảo", f"{page}/panels/")]
    make.make_sheet(entry=entry)
    assert next_step(client, contest) == [("Tiến độ chấm điểm", f"{page}/progress/")]


def test_steps_of_a_contest_tell_their_state_and_are_the_organisers(client: Client) -> None:
    contest = make.make_judged_contest(12, festival=make.make_festival(slug="stem"), slug="robot")
    make.make_entry(contest)
    url = reverse("contests:office-detail", args=["stem", "robot"])
    client.force_login(make.make_organiser(contest.festival))
    assert [line[:3] for line in steps(client.get(url))] == [
        ("Đã xong", "Tiêu chí", "2 tiêu chí"),
        ("Còn thiếu", "Giải thưởng", "0 mức giải"),
        ("Đã xong", "Duyệt đăng ký", "2 bài đã duyệt"),
        ("Còn thiếu", "Giao bài cho giám khảo", "1/2 bài dự thi"),
    ]
    client.force_login(make.make_part(contest.festival, "secretary"))
    page = client.get(url)
    assert (steps(page), texts(page, "a.btn-primary")) == ([], ["Tiến độ chấm điểm"])


@pytest.mark.parametrize(
    ("name", "link"),
    [("judging:panels", "/stem/desk/registrations/"), ("festival:invitations", "/stem/desk/schools/import/")],
)
def test_empty_page_leads_to_the_next_step(client: Client, name: str, link: str) -> None:
    contest = make.make_contest(make.make_festival(slug="stem"), slug="robot")
    make.make_judge(contest.festival)
    client.force_login(make.make_organiser(contest.festival))
    args = ["stem", "robot"] if name.startswith("judging") else ["stem"]
    assert values(client.get(reverse(name, args=args)), ".empty a", "href") == [link]

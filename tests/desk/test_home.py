"""The first page and the desk."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from festival.actions.links import link_for
from festival.models import Festival, Membership, SignInLink
from judging.models import Judge, ScoreOp, ScoreSheet, Settlement
from tests import make
from tests.desk.conftest import Office
from tests.reading import texts, values

pytestmark = pytest.mark.django_db
TASKS = ".with-side > section .todo"


def test_person_with_one_place_goes_straight_there(client: Client, office: Office) -> None:
    slug = office.festival.slug
    places = {
        office.organiser: f"/{slug}/desk/",
        office.secretary: f"/{slug}/desk/",
        office.judge.user: f"/{slug}/judge/",
        office.school_user: f"/{slug}/school/",
    }
    seen = {}
    for person in places:
        client.force_login(person)
        seen[person] = client.get("/")["Location"]
    assert seen == places


def test_person_with_two_places_chooses(client: Client, office: Office) -> None:
    other = make.make_festival()
    make.make_part(other, Membership.Role.SECRETARY, user=office.organiser)
    client.force_login(office.organiser)
    assert sorted(values(client.get("/"), ".figure-card[href*=desk]", "href")) == sorted(
        [f"/{office.festival.slug}/desk/", f"/{other.slug}/desk/"]
    )


def test_visitor_sees_public_festivals_only(client: Client) -> None:
    shown = make.make_festival()
    make.make_festival(state=Festival.State.DRAFT)
    assert values(client.get("/"), ".figure-card", "href") == [f"/{shown.slug}/"]


def test_numbers_and_tasks_say_what_is_missing(client: Client) -> None:
    festival = make.make_festival()
    make.make_school(festival, participation="invited")
    contest = make.make_judged_contest(15, 12, festival=festival, name="Kỹ năng")
    make.make_entry(contest, state="submitted")
    unjudged = make.make_contest(festival, name="Robot")
    make.make_entry(unjudged)
    make.make_booth(make.make_school(festival))
    make.make_booth()
    client.force_login(make.make_organiser(festival))
    page = client.get(reverse("desk:home", args=[festival.slug]))
    assert texts(page, ".figure-value, .figure-note") == [
        "5/6 trường",
        "1 trường chưa trả lời",
        "4/5",
        "1 chờ duyệt",
        "2/2",
        "0",
        "Đã phê duyệt 0/2 cuộc thi",
    ]
    slug = festival.slug
    assert values(page, TASKS + " a", "href") == [
        f"/{slug}/desk/registrations/?state=submitted",
        f"/{slug}/desk/schools/missing/",
        f"/{slug}/desk/registrations/stands/",
        f"/{slug}/desk/contests/{unjudged.slug}/rubric/",
        f"/{slug}/desk/contests/{unjudged.slug}/panels/",
    ]


def test_new_festival_shows_the_way_and_each_step_leads_on(client: Client) -> None:
    festival = make.make_festival(state=Festival.State.DRAFT)
    client.force_login(make.make_organiser(festival))
    page = client.get(reverse("desk:home", args=[festival.slug]))
    steps = values(page, ".checklist a", "href")
    assert values(page, ".checklist li", "class") == [""] * 8
    assert [client.get(step).status_code for step in steps] == [200] * 8


def test_ready_festival_has_every_step_done_but_the_opening(client: Client) -> None:
    festival = make.make_festival(state=Festival.State.DRAFT, issuing_body="X", starts_on="2026-03-10")
    contest = make.make_judged_contest(10, festival=festival)
    make.make_scheme(contest, 1)
    by = make.make_organiser(festival)
    guest = make.make_school_user(make.make_school(festival))
    link_for(festival=festival, user=guest, purpose=SignInLink.Purpose.INVITATION, by=by)
    client.force_login(by)
    page = client.get(reverse("desk:home", args=[festival.slug]))
    assert values(page, ".checklist li", "class") == [*["done"] * 7, ""]
    assert Judge.objects.filter(festival=festival).count() == 1


def test_sheet_to_be_looked_at_is_an_urgent_task_until_it_is_settled(client: Client) -> None:
    contest = make.make_judged_contest(12, name="Kỹ năng")
    sheet = ScoreSheet.objects.get(assignment__entry__contest=contest)
    op = ScoreOp.objects.create(
        op_id=uuid4(),
        festival=contest.festival,
        sheet=sheet,
        base_version=0,
        schema="x",
        payload={},
        payload_hash="x",
        outcome=ScoreOp.Outcome.QUARANTINED,
    )
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("desk:home", args=[contest.festival.slug])
    page = client.get(url)
    progress = reverse("judging:progress", args=[contest.festival.slug, contest.slug])
    assert values(page, TASKS + " .bi-exclamation-circle-fill + span a", "href")[0] == progress
    assert texts(page, ".figure-note")[0] == "1 phiếu cần xem xét"
    Settlement.objects.create(
        contest=contest, op=op, blocker="quarantine", kind="waived", reason="x", by=make.make_user()
    )
    assert values(client.get(url), TASKS + " .bi-exclamation-circle-fill + span a", "href") == []

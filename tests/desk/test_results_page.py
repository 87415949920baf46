"""The organiser's way from the last sheet to the published table, and who may walk it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Award, TieDecision
from contests.models import Contest
from judging.models import Judge, ResultRun, Settlement
from tests import make
from tests.reading import texts, values

pytestmark = pytest.mark.django_db


def url(name: str, contest: Contest, *more: object) -> str:
    return reverse(name, args=[contest.festival.slug, contest.slug, *more])


@pytest.fixture
def contest() -> Contest:
    contest = make.make_judged_contest(15, 18, 9)
    make.make_scheme(contest, 1, 1)
    return contest


def test_steps_lead_from_the_sheets_to_the_published_table(client: Client, contest: Contest) -> None:
    first, second = make.make_organiser(contest.festival), make.make_organiser(contest.festival)
    for person, step in [(first, "freeze"), (first, "award"), (second, "certify"), (second, "publish")]:
        client.force_login(person)
        page = client.get(url("desk:results", contest))
        assert values(page, "form[data-confirm]", "action") == [url("desk:results-step", contest, step)]
        assert client.post(url("desk:results-step", contest, step)).status_code == 302

    contest.refresh_from_db()
    client.logout()
    public = client.get(url("desk:public-result", contest))
    assert contest.state == "published"
    assert texts(public, "tbody th") == ["Bài 02", "Bài 01"]


def test_certifying_what_one_froze_oneself_is_refused_with_a_message(
    client: Client, contest: Contest
) -> None:
    person = make.make_organiser(contest.festival)
    client.force_login(person)
    client.post(url("desk:results-step", contest, "freeze"))
    client.post(url("desk:results-step", contest, "award"))

    response = client.post(url("desk:results-step", contest, "certify"))

    contest.refresh_from_db()
    assert (response.status_code, contest.state) == (422, "frozen")
    assert "khác với người khóa điểm" in response.content.decode()


@pytest.mark.parametrize(
    ("done", "step", "message"),
    [
        ([], "certify", "Chưa phê duyệt được: điểm chưa khóa."),
        (["freeze"], "publish", "Chưa công bố được: kết quả chưa được phê duyệt."),
        (["freeze"], "freeze", "Điểm đã khóa rồi."),
        (["freeze", "award", "certify"], "certify", "Kết quả đã được phê duyệt rồi."),
        (["freeze", "award", "certify", "publish"], "publish", "Kết quả đã được công bố rồi."),
    ],
)
def test_step_too_early_or_taken_twice_is_refused_with_the_reason(
    client: Client, contest: Contest, done: list[str], step: str, message: str
) -> None:
    people = [make.make_organiser(contest.festival) for _ in range(2)]
    client.force_login(people[0])
    for one in done:
        client.force_login(people[one == "certify"])
        client.post(url("desk:results-step", contest, one))

    response = client.post(url("desk:results-step", contest, step))

    assert (response.status_code, texts(response, "#messages .notice-bad")) == (422, [message])


def test_freezing_while_blocked_changes_nothing_and_lists_what_blocks(
    client: Client, contest: Contest
) -> None:
    make.make_sheet(make.make_judge(contest.festival), entry=contest.entries.first())
    client.force_login(make.make_organiser(contest.festival))

    response = client.post(url("desk:results-step", contest, "freeze"))

    assert (response.status_code, ResultRun.objects.count()) == (422, 0)
    judge = Judge.objects.get(assignments__sheet__version=0)
    (blocker,) = texts(response, "#blockers .todo li")
    assert blocker.startswith(f"01: {judge.user.full_name}: chưa chấm")


def test_waiver_names_one_blocker_and_lets_it_pass(client: Client, contest: Contest) -> None:
    make.make_sheet(make.make_judge(contest.festival), entry=contest.entries.first())
    client.force_login(make.make_organiser(contest.festival))
    (address,) = values(client.get(url("judging:progress", contest)), "a[href*='/waive/']", "href")

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Giám khảo vắng"}).status_code == 302
    assert client.get(address).status_code == 404
    assert Settlement.objects.get().reason == "Giám khảo vắng"


@pytest.mark.parametrize("role", ["secretary", "school", "stranger", "elsewhere"])
def test_waiving_is_for_the_contests_organisers_alone(client: Client, contest: Contest, role: str) -> None:
    make.make_sheet(make.make_judge(contest.festival), entry=contest.entries.first())
    organiser = make.make_organiser(contest.festival)
    client.force_login(organiser)
    (address,) = values(client.get(url("judging:progress", contest)), "a[href*='/waive/']", "href")
    people = {
        "secretary": make.make_part(contest.festival, "secretary"),
        "school": make.make_school_user(make.make_school(contest.festival)),
        "stranger": make.make_user(),
        "elsewhere": make.make_organiser(make.make_festival()),
    }
    client.force_login(people[role])

    response = client.post(address, {"reason": "x"})

    assert (response.status_code, Settlement.objects.count()) == (404, 0)


def tied_contest() -> tuple[Contest, list[int]]:
    contest = make.make_judged_contest(15, 15, 9)
    make.make_scheme(contest, 1, 1, boundary_tie="chair")
    return contest, list(contest.entries.order_by("number").values_list("pk", flat=True)[:2])


def test_tie_is_asked_of_the_chair_and_decided_on_the_page(client: Client) -> None:
    contest, tied = tied_contest()
    client.force_login(make.make_organiser(contest.festival))
    client.post(url("desk:results-step", contest, "freeze"))
    page = client.get(url("desk:results", contest))
    address = url("desk:tie-decide", contest, "-", "giai-1")

    assert values(page, "#blockers form", "action") == [address]
    assert client.post(address, {"-giai-1-given": tied[0]}).status_code == 422
    words = {"-giai-1-given": tied[0], "-giai-1-reason": "Trình bày tốt hơn"}
    assert client.post(address, words).status_code == 302
    assert client.post(url("desk:results-step", contest, "award")).status_code == 302
    assert set(Award.objects.values_list("entry_id", "prize__code")) == {
        (tied[0], "giai-1"),
        (tied[1], "giai-2"),
    }


def test_tie_is_not_decided_by_a_secretary(client: Client) -> None:
    contest, tied = tied_contest()
    client.force_login(make.make_organiser(contest.festival))
    client.post(url("desk:results-step", contest, "freeze"))
    client.force_login(make.make_part(contest.festival, "secretary"))

    words = {"-giai-1-given": tied[0], "-giai-1-reason": "x"}
    response = client.post(url("desk:tie-decide", contest, "-", "giai-1"), words)

    assert (response.status_code, TieDecision.objects.count()) == (404, 0)

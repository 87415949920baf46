"""A page after a refusal says what the database holds, whatever was loaded before and whatever was tried."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.actions.awarding import award_prizes
from awards.models import Award
from booths.actions.decisions import approve
from booths.actions.kind import BOOTHS
from booths.models import Booth
from contests.actions.registrations import withdraw
from contests.models import Contest, Entry
from festival.models import User
from judging.actions.results import certify_results, close_judging, freeze_results, reopen_results
from judging.models import ScoreSheet, Settlement
from tests import make
from tests.judging.test_judge_pages import typed, url_of
from tests.meanwhile import meanwhile
from tests.reading import elements, texts, values

pytestmark = pytest.mark.django_db


def url(name: str, contest: Contest, *more: object) -> str:
    return reverse(name, args=[contest.festival.slug, contest.slug, *more])


def shown(response: Any) -> tuple[str, str]:
    """What the results page says in its HTML: the state on its chip and the next step."""
    html = response.content.decode()
    state = re.search(r'<p class="lead">.*?</i> (.*?)</span>', html, re.DOTALL)
    step = re.search(r'<li aria-current="step">(.*?)</li>', html)
    return state[1] if state else "", step[1] if step else ""


def blockers_in(html: str) -> list[str]:
    """The lines of what blocks the freeze."""
    found = re.search(r'<ul class="todo sheet">(.*?)</ul>', html, re.DOTALL)
    return re.findall(r"<li.*?</li>", found[1], re.DOTALL) if found else []


def fresh(contest: Contest) -> Contest:
    return Contest.objects.get(pk=contest.pk)


def test_freezing_while_blocked_shows_an_open_contest_with_its_blockers(client: Client) -> None:
    contest = make.make_judged_contest(15, 18)
    make.make_scheme(contest, 1)
    make.make_sheet(make.make_judge(contest.festival), entry=contest.entries.first())
    client.force_login(make.make_organiser(contest.festival))
    before = client.get(url("desk:results", contest)).content.decode()

    response = client.post(url("desk:results-step", contest, "freeze"))

    after = response.content.decode()
    assert response.status_code == 422
    assert shown(response) == ("Đang mở", "Khóa điểm")
    assert blockers_in(after) == blockers_in(before) != []


def reopened(contest: Contest, by: User) -> None:
    reopen_results(contest=fresh(contest), by=by, reason="Sai điểm", now=make.NOW)


@pytest.mark.parametrize("step", ["award", "certify"])
def test_step_on_a_contest_that_was_reopened_meanwhile_shows_it_open(client: Client, step: str) -> None:
    contest = make.make_judged_contest(15, 18)
    make.make_scheme(contest, 1)
    freezer, other, third = (make.make_organiser(contest.festival) for _ in range(3))
    freeze_results(contest=contest, by=freezer, now=make.NOW)
    client.force_login(other)

    with meanwhile(partial(reopened, contest, third)):
        response = client.post(url("desk:results-step", contest, step))

    assert response.status_code in {409, 422}
    assert fresh(contest).state == "open"
    assert shown(response) == shown(client.get(url("desk:results", contest)))
    assert 'id="blockers"' in response.content.decode()


@pytest.mark.parametrize("step", ["award", "certify"])
def test_step_on_another_run_than_the_page_showed_is_refused(client: Client, step: str) -> None:
    contest = make.make_judged_contest(15, 18)
    make.make_scheme(contest, 1)
    freezer, other, third = (make.make_organiser(contest.festival) for _ in range(3))
    freeze_results(contest=contest, by=freezer, now=make.NOW)
    award_prizes(contest=contest, by=freezer, now=make.NOW)
    client.force_login(other)
    html = client.get(url("desk:results", contest)).content.decode()
    seen = re.findall(r'name="run" value="(\d+)"', html)
    reopened(contest, third)
    freeze_results(contest=fresh(contest), by=freezer, now=make.NOW)
    award_prizes(contest=fresh(contest), by=freezer, now=make.NOW)
    before = list(Award.objects.values_list("pk", flat=True))

    response = client.post(url("desk:results-step", contest, step), {"run": seen})

    assert (response.status_code, fresh(contest).state) == (409, "frozen")
    assert list(Award.objects.values_list("pk", flat=True)) == before
    now = re.findall(r'name="run" value="(\d+)"', response.content.decode())
    assert len(seen) == 1 and now != seen
    assert client.post(url("desk:results-step", contest, step), {"run": now}).status_code == 302


def test_certifying_what_was_frozen_again_by_oneself_meanwhile_is_refused(client: Client) -> None:
    contest = make.make_judged_contest(15, 18)
    first, second = (make.make_organiser(contest.festival) for _ in range(2))
    freeze_results(contest=contest, by=first, now=make.NOW)
    client.force_login(second)

    def second_freezes() -> None:
        Contest.objects.filter(pk=contest.pk).update(frozen_by=second)

    with meanwhile(second_freezes):
        response = client.post(url("desk:results-step", contest, "certify"))

    assert (response.status_code, fresh(contest).state) == (422, "frozen")
    assert "khác với người khóa điểm" in response.content.decode()


def test_reopening_refused_shows_who_certified_meanwhile(client: Client) -> None:
    contest = make.make_judged_contest(15, 18)
    first, second = (make.make_organiser(contest.festival) for _ in range(2))
    freeze_results(contest=contest, by=first, now=make.NOW)
    client.force_login(second)

    with meanwhile(lambda: certify_results(contest=fresh(contest), by=second, now=make.NOW)):
        response = client.post(url("desk:results-reopen", contest), {"reason": "Sai"})

    assert (response.status_code, fresh(contest).state) == (422, "certified")


def test_reopening_by_the_organiser_who_froze_names_the_others_without_a_form(client: Client) -> None:
    contest = make.make_judged_contest(15, 18)
    first = make.make_organiser(contest.festival)
    freeze_results(contest=contest, by=first, now=make.NOW)
    client.force_login(first)
    page = url("desk:results-reopen", contest)

    alone = client.get(page)
    assert texts(alone, "main .notice") == ["Chưa có thành viên Ban Tổ chức nào khác. Xin thêm người trước."]
    second = make.make_organiser(contest.festival)
    asked = client.get(page)
    assert texts(asked, "main p")[-2:] == [
        "Kết quả này do thầy/cô khóa điểm hoặc phê duyệt, "
        "nên cần một thành viên khác của Ban Tổ chức mở lại.",
        f"Người mở lại được: {second.full_name}",
    ]
    assert elements(asked, "main form") == []

    refused = client.post(page, {"reason": "Sai"})
    assert (refused.status_code, fresh(contest).state) == (422, "frozen")
    assert elements(refused, "main form") == []
    client.force_login(second)
    assert len(elements(client.get(page), "main form")) == 1


def test_settling_after_a_freeze_changes_neither_state_nor_settlements(client: Client) -> None:
    contest = make.make_judged_contest(15)
    make.make_sheet(make.make_judge(contest.festival), entry=contest.entries.get())
    organiser = make.make_organiser(contest.festival)
    client.force_login(organiser)
    (address,) = values(client.get(url("judging:progress", contest)), "a[href*='/waive/']", "href")

    def frozen() -> None:
        ScoreSheet.objects.filter(version=0).update(state="submitted")
        Contest.objects.filter(pk=contest.pk).update(state="frozen", frozen_by=organiser)

    with meanwhile(frozen):
        response = client.post(address, {"reason": "Vắng"})

    assert (response.status_code, fresh(contest).state, Settlement.objects.count()) == (409, "frozen", 0)


def test_settling_after_judging_was_closed_leaves_it_closed(client: Client) -> None:
    contest = make.make_judged_contest(15)
    make.make_sheet(make.make_judge(contest.festival), entry=contest.entries.get())
    organiser = make.make_organiser(contest.festival)
    client.force_login(organiser)
    (address,) = values(client.get(url("judging:progress", contest)), "a[href*='/waive/']", "href")

    with meanwhile(lambda: close_judging(contest=fresh(contest), by=organiser)):
        response = client.post(address, {"reason": "Vắng"})

    assert (response.status_code, fresh(contest).state, Settlement.objects.count()) == (302, "closing", 1)


@pytest.mark.parametrize("act", ["recall", "withdraw"])
def test_schools_move_overtaken_by_a_decision_shows_the_decision(client: Client, act: str) -> None:
    booth = make.make_booth(state=Booth.State.SUBMITTED)
    office = make.make_organiser(booth.festival)
    client.force_login(make.make_school_user(booth.school))

    with meanwhile(lambda: approve(registration=Booth.objects.get(pk=booth.pk), by=office, now=make.NOW)):
        address = reverse(f"booths:school-{act}", args=[booth.festival.slug, booth.pk])
        response = client.post(address, {"confirmed": "1"})

    booth.refresh_from_db()
    lead = re.search(r'<p class="lead">(.*?)</p>', response.content.decode(), re.DOTALL)
    assert (response.status_code, booth.state) == (409, "approved")
    assert lead is not None and "Đã duyệt" in lead[1]


def test_schools_entry_move_overtaken_by_a_decision_is_not_done(client: Client) -> None:
    entry = make.make_entry(make.make_contest(kind="product"), state=Entry.State.SUBMITTED)
    festival, office = entry.contest.festival, make.make_organiser(entry.contest.festival)
    client.force_login(make.make_school_user(entry.school))

    with meanwhile(lambda: approve(registration=Entry.objects.get(pk=entry.pk), by=office, now=make.NOW)):
        address = reverse("contests:school-recall", args=[festival.slug, entry.contest.slug, entry.pk])
        response = client.post(address)

    entry.refresh_from_db()
    assert (response.status_code, entry.state) == (409, "approved")


def test_decision_on_a_booth_that_was_withdrawn_meanwhile_shows_it_withdrawn(client: Client) -> None:
    booth = make.make_booth(state=Booth.State.SUBMITTED)
    school = make.make_school_user(booth.school)
    client.force_login(make.make_organiser(booth.festival))

    with meanwhile(
        lambda: withdraw(kind=BOOTHS, row=Booth.objects.get(pk=booth.pk), by=school, now=make.NOW)
    ):
        address = reverse("desk:registration", args=[booth.festival.slug, "booth", booth.pk])
        response = client.post(address, {"decision": "approve", "remark": ""})

    booth.refresh_from_db()
    assert (response.status_code, booth.state) == (409, "withdrawn")
    assert "Đã hủy đăng ký" in response.content.decode()


def test_sheet_sent_after_judging_was_closed_shows_it_closed_and_says_so(client: Client) -> None:
    sheet = make.make_sheet()
    contest = sheet.assignment.entry.contest
    organiser = make.make_organiser(contest.festival)
    assert sheet.assignment.judge is not None
    client.force_login(sheet.assignment.judge.user)
    data = typed(client, sheet, "15", "5", submit="1")

    with meanwhile(lambda: close_judging(contest=fresh(contest), by=organiser)):
        response = client.post(url_of(sheet), data)

    html = response.content.decode()
    assert response.status_code == 409
    assert "data-score-sheet" not in html and "sheet-read" in html
    assert "notice-bad" in html and "CHƯA tính" in html


def test_approving_twice_at_once_counts_once_and_is_reported(client: Client) -> None:
    entry = make.make_entry(state=Entry.State.SUBMITTED)
    office = make.make_organiser(entry.contest.festival)
    client.force_login(office)

    with meanwhile(lambda: approve(registration=Entry.objects.get(pk=entry.pk), by=office, now=make.NOW)):
        address = reverse("desk:registration", args=[entry.contest.festival.slug, "entry", entry.pk])
        response = client.post(address, {"decision": "approve", "remark": ""})

    assert response.status_code == 409
    assert 'value="approve"' not in response.content.decode()

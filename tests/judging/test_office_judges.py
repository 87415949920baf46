"""Judges, panels and assignments."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contests.models import Entry, Round
from festival.models import Membership
from festival.refusals import RuleBroken
from judging.actions.judges import (
    Unassigned,
    add_judge,
    change_judge,
    distribute_entries,
    remove_judge,
    unassign_entries,
)
from judging.models import Assignment, Judge, Panel, ScoreSheet
from tests import make
from tests.reading import texts, values

pytestmark = pytest.mark.django_db


def test_added_judge_has_a_part_and_a_login_of_one_spelling(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    form = {"full_name": "Trần  Văn Hòa", "login": "+84 912 345 678", "position": "Giáo viên"}
    assert client.post(reverse("judging:judges", args=[festival.slug]), form).status_code == 302
    judge = Judge.objects.get(festival=festival)
    assert (judge.user.full_name, judge.user.login) == ("Trần Văn Hòa", "0912345678")
    assert judge.user.memberships.get().role == Membership.Role.JUDGE


def test_login_that_is_neither_address_nor_number_is_refused(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    form = {"full_name": "Trần Văn Hòa", "login": "hoa"}
    response = client.post(reverse("judging:judges", args=[festival.slug]), form)
    assert (response.status_code, values(response, ".error-summary a", "href")) == (422, ["#id_login"])


def test_school_of_another_festival_is_no_choice(client: Client) -> None:
    festival, other = make.make_festival(), make.make_school()
    client.force_login(make.make_organiser(festival))
    form = {"full_name": "Trần Văn Hòa", "login": "hoa@x.vn", "school": str(other.pk)}
    assert client.post(reverse("judging:judges", args=[festival.slug]), form).status_code == 422


def test_judge_with_entries_stays_and_one_without_loses_his_part() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    contest = make.make_judged_contest(10, festival=festival)
    busy = Judge.objects.get(assignments__entry__contest=contest)
    with pytest.raises(RuleBroken, match="judge-in-use"):
        remove_judge(judge=busy, by=by)
    idle = add_judge(festival=festival, login="a@x.vn", full_name="Lê An", school=None, position="", by=by)
    remove_judge(judge=idle, by=by)
    assert not Membership.objects.filter(user=idle.user).exists()


def test_school_of_conflict_is_refused_while_its_entry_is_marked() -> None:
    contest = make.make_judged_contest(10)
    judge = Judge.objects.get(assignments__entry__contest=contest)
    school = contest.entries.get().school
    by = make.make_organiser(contest.festival)
    with pytest.raises(RuleBroken, match="own-school-marked"):
        change_judge(judge=judge, full_name=judge.user.full_name, school=school, position="", by=by)


def test_judge_given_a_school_query_count_does_not_grow_with_his_entries() -> None:
    counts = []
    for entries in (1, 3):
        judge = make.make_judge()
        school, by = make.make_school(judge.festival), make.make_organiser(judge.festival)
        for _ in range(entries):
            make.make_sheet(judge)
        with CaptureQueriesContext(connection) as seen:
            change_judge(judge=judge, full_name=judge.user.full_name, school=school, position="", by=by)
        counts.append(len(seen))
    assert counts[0] == counts[1] > 3


def jury(entries: int, *, judges: int) -> tuple[Round, list[Judge], list[Entry]]:
    contest = make.make_contest()
    people = [make.make_judge(contest.festival) for _ in range(judges)]
    rows = [make.make_entry(contest, number=f"{n:02d}") for n in range(entries)]
    return contest.rounds.get(), people, rows


def test_every_judge_marks_every_entry_but_his_own_schools() -> None:
    round, judges, entries = jury(3, judges=2)
    Judge.objects.filter(pk=judges[0].pk).update(school=entries[1].school)
    judges[0].refresh_from_db()
    by = make.make_organiser(round.contest.festival)
    result = distribute_entries(round=round, judges=judges, entries=entries, panel=None, by=by)
    assert (result.sheets, result.own_school) == (5, ((judges[0], entries[1]),))
    assert ScoreSheet.objects.count() == 5


def test_partner_school_is_a_conflict_too() -> None:
    round, judges, entries = jury(1, judges=1)
    partner = make.make_school(round.contest.festival)
    entries[0].partners.add(partner)
    judges[0].school = partner
    judges[0].save()
    result = distribute_entries(
        round=round, judges=judges, entries=entries, panel=None, by=make.make_organiser(partner.festival)
    )
    assert (result.sheets, len(result.own_school)) == (0, 1)


def test_entries_are_split_evenly_past_conflicts() -> None:
    round, judges, entries = jury(7, judges=3)
    judges[0].school = entries[0].school
    judges[0].save()
    by = make.make_organiser(round.contest.festival)
    distribute_entries(round=round, judges=judges, entries=entries, panel=None, by=by, evenly=True)
    entries_by_judge = sorted(judge.assignments.count() for judge in judges)
    assert (entries_by_judge, Assignment.objects.filter(judge=judges[0], entry=entries[0]).exists()) == (
        [2, 2, 3],
        False,
    )


def test_giving_again_adds_nothing() -> None:
    round, judges, entries = jury(2, judges=1)
    by = make.make_organiser(round.contest.festival)
    assert distribute_entries(round=round, judges=judges, entries=entries, panel=None, by=by).sheets == 2
    assert distribute_entries(round=round, judges=judges, entries=entries, panel=None, by=by).sheets == 0


def test_untouched_entries_can_be_taken_back() -> None:
    round, judges, entries = jury(2, judges=1)
    by = make.make_organiser(round.contest.festival)
    distribute_entries(round=round, judges=judges, entries=entries, panel=None, by=by)
    done = unassign_entries(judge=judges[0], round=round, entries=[entries[0].pk], by=by)
    assert done == Unassigned(1, ())
    assert list(judges[0].assignments.values_list("entry", flat=True)) == [entries[1].pk]


def test_assign_page_gives_a_category_and_names_conflicts(client: Client) -> None:
    contest = make.make_contest(categories=("Tiểu học", "THCS"))
    first, second = contest.categories.all()
    mine = make.make_entry(contest, category=first, number="01")
    free = make.make_entry(contest, category=first, number="02")
    third = make.make_entry(contest, category=second, number="03")
    judge = make.make_judge(contest.festival, school=mine.school)
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("judging:assign", args=[contest.festival.slug, contest.slug])
    form = {
        "round": contest.rounds.get().pk,
        "judges": [judge.pk],
        "way": "every",
        "category": first.pk,
    }
    response = client.post(url, form, follow=True)
    assert list(judge.assignments.values_list("entry", flat=True)) == [free.pk]
    warnings = texts(response, "#messages .notice-warn")
    assert len(warnings) == 1 and "01" in warnings[0]
    assert client.post(url, {**form, "entries": [third.pk]}).status_code == 422
    assert client.post(url, {**form, "judges": []}).status_code == 422


def assign_page(client: Client, round: Round, **values: object) -> Any:
    """The response to the form of assignments, filled in with `values`; it signs an organiser in."""
    client.force_login(make.make_organiser(round.contest.festival))
    address = reverse("judging:assign", args=[round.contest.festival.slug, round.contest.slug])
    return client.post(address, {"round": round.pk, "way": "every", **values}, follow=True)


@pytest.mark.parametrize("way", ["every", "evenly"])
def test_ticked_entries_alone_are_assigned(client: Client, way: str) -> None:
    round, judges, entries = jury(3, judges=1)
    assign_page(client, round, judges=[judges[0].pk], entries=[entries[1].pk], way=way)
    assert list(judges[0].assignments.values_list("entry", flat=True)) == [entries[1].pk]


def test_without_a_tick_every_entry_is_assigned(client: Client) -> None:
    round, judges, _entries = jury(3, judges=1)
    page = assign_page(client, round, judges=[judges[0].pk])
    assert judges[0].assignments.count() == 3
    assert texts(page, "#messages .notice-good") == ["Đã giao bài: 3 phiếu chấm mới."]


def test_entries_in_another_panel_stay_and_are_named(client: Client) -> None:
    round, judges, entries = jury(2, judges=1)
    old = Panel.objects.create(contest=round.contest, name="Tổ 1")
    new = Panel.objects.create(contest=round.contest, name="Tổ 2")
    make.make_sheet(judges[0], entry=entries[0], panel=old)

    page = assign_page(client, round, judges=[judges[0].pk], panel=new.pk)

    name = judges[0].user.full_name
    assert texts(page, "#messages .notice-warn") == [f"Giữ nguyên ở tổ chấm khác: {name} – 00 (Tổ 1)."]
    assert list(round.assignments.order_by("entry").values_list("panel", flat=True)) == [old.pk, new.pk]

    assign_page(client, round, judges=[judges[0].pk], panel=new.pk, move="on")
    assert set(round.assignments.values_list("panel", flat=True)) == {new.pk}


def test_entries_that_nobody_may_mark_are_named_and_the_others_are_split(client: Client) -> None:
    round, judges, entries = jury(3, judges=1)
    Judge.objects.filter(pk=judges[0].pk).update(school=entries[2].school)
    page = assign_page(client, round, judges=[judges[0].pk], way="evenly")
    assert texts(page, "#messages .notice-warn") == ["Các giám khảo đã chọn đều không được chấm bài: 02."]
    assert judges[0].assignments.count() == 2


def test_page_of_one_entry_has_it_ticked(client: Client) -> None:
    round, _judges, entries = jury(2, judges=1)
    client.force_login(make.make_organiser(round.contest.festival))
    address = reverse("judging:assign", args=[round.contest.festival.slug, round.contest.slug])
    page = client.get(f"{address}?entries={entries[1].pk}&round={round.pk}")
    assert values(page, "input[name=entries][checked]", "value") == [str(entries[1].pk)]


def test_removing_entries_names_the_marked_ones_and_removes_the_others(client: Client) -> None:
    round, judges, entries = jury(3, judges=1)
    sheets = [make.make_sheet(judges[0], entry=entry) for entry in entries]
    make.give_points(sheets[1], 10)
    client.force_login(make.make_organiser(round.contest.festival))
    args = [round.contest.festival.slug, round.contest.slug, judges[0].pk, round.pk]
    address = reverse("judging:take", args=args)

    page = client.post(address, {"entry": [entry.pk for entry in entries]}, follow=True)

    assert texts(page, "#messages .notice-good") == ["Đã thu 2 bài."]
    assert texts(page, "#messages .notice-warn") == ["Giữ lại vì giám khảo đã chấm: 01."]
    assert list(round.assignments.all()) == [sheets[1].assignment]
    page = client.post(address, follow=True)
    assert texts(page, "#messages .notice-bad") == ["Hãy chọn ít nhất một bài."]


def test_panel_is_made_closed_reopened_and_removed(client: Client) -> None:
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    args = [contest.festival.slug, contest.slug]
    client.post(reverse("judging:panels", args=args), {"name": "Tổ 1"})
    panel = Panel.objects.get(contest=contest)
    assert client.post(reverse("judging:panels", args=args), {"name": "Tổ 1"}).status_code == 422
    for act, state in (("close", "closed"), ("reopen", "open")):
        client.post(reverse("judging:panel-action", args=[*args, panel.pk, act]), {"confirmed": "1"})
        panel.refresh_from_db()
        assert panel.state == state
    client.post(reverse("judging:panel-action", args=[*args, panel.pk, "remove"]))
    assert not Panel.objects.exists()


def test_secretary_does_not_see_a_judges_own_link(client: Client) -> None:
    judge = make.make_judge()
    client.force_login(make.make_part(judge.festival, Membership.Role.SECRETARY))
    url = reverse("judging:badge", args=[judge.festival.slug, judge.pk])
    assert client.post(url).status_code == 404

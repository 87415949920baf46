"""The organiser makes, changes and removes contests."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.actions.contests import change_contest, make_contest, remove_contest
from contests.actions.rounds import set_rounds
from contests.models import Contest, Entry
from festival.refusals import RuleBroken
from judging.models import ResultRun
from tests import make

pytestmark = pytest.mark.django_db


def test_new_contest_has_an_address_categories_and_one_round(client: Client) -> None:
    festival = make.make_festival()
    client.force_login(make.make_organiser(festival))
    form = {"name": "Kỹ năng CNTT", "kind": "individual", "categories": "Tiểu học\n\n  THCS \n"}
    response = client.post(reverse("contests:office-new", args=[festival.slug]), form)
    contest = festival.contests.get()
    assert response.status_code == 302
    assert (contest.slug, contest.kind, contest.state) == ("ky-nang-cntt", "individual", "open")
    assert [row.name for row in contest.categories.all()] == ["Tiểu học", "THCS"]
    assert [row.code for row in contest.rounds.all()] == [""]


def test_contests_of_one_name_have_two_addresses_and_none_is_new() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    names = ["New", "Robot", "Robot"]
    made = [make_contest(festival=festival, by=by, name=name, kind="product") for name in names]
    assert [contest.slug for contest in made] == ["new-2", "robot", "robot-2"]


def test_category_is_renamed_in_place_and_one_in_use_stays() -> None:
    contest = make.make_contest(categories=("Tieu hoc", "THCS"))
    by = make.make_organiser(contest.festival)
    first = contest.categories.get(name="Tieu hoc")
    make.make_entry(contest, category=first)
    change_contest(contest=contest, by=by, categories=["Tiểu học", "THCS"])
    first.refresh_from_db()
    assert first.name == "Tiểu học"
    with pytest.raises(RuleBroken, match="category-in-use"):
        change_contest(contest=contest, by=by, categories=["THCS"])


def test_kind_stays_once_somebody_entered() -> None:
    contest = make.make_entry().contest
    by = make.make_organiser(contest.festival)
    with pytest.raises(RuleBroken, match="kind-in-use"):
        change_contest(contest=contest, by=by, categories=[], kind="product")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "no-round"),
        ([{"name": "", "weight": 1, "marking": "judges"}] * 2, "round-names"),
        ([{"name": "Một", "weight": 1, "marking": "judges"}] * 2, "round-names"),
    ],
)
def test_rounds_without_sense_are_refused(rows: list[dict[str, Any]], code: str) -> None:
    contest = make.make_contest()
    with pytest.raises(RuleBroken, match=code):
        set_rounds(contest=contest, rows=rows, by=make.make_organiser(contest.festival))


def test_assigned_round_is_not_removed() -> None:
    contest = make.make_judged_contest(12)
    rows = [{"round": None, "name": "", "weight": 1, "marking": "judges"}]
    with pytest.raises(RuleBroken, match="round-in-use"):
        set_rounds(contest=contest, rows=rows, by=make.make_organiser(contest.festival))


def test_frozen_contest_does_not_change() -> None:
    contest = make.make_contest(state=Contest.State.FROZEN)
    with pytest.raises(RuleBroken, match="contest-not-open"):
        change_contest(contest=contest, by=make.make_organiser(contest.festival), categories=[], name="X")


def test_empty_contest_that_was_frozen_once_is_not_removed(client: Client) -> None:
    contest = make.make_contest()
    first, second = make.make_organiser(contest.festival), make.make_organiser(contest.festival)
    ResultRun.objects.create(
        contest=contest, frozen_by=second, frozen_at=make.NOW, digest="0" * 64, rules={}, registered=0
    )
    client.force_login(first)
    url = reverse("contests:office-delete", args=[contest.festival.slug, contest.slug])

    answer = client.post(url, {"confirmed": "1"})

    assert answer.status_code == 422
    assert "Kết quả của cuộc thi này đã từng được khóa, không thể xóa." in answer.content.decode()
    assert Contest.objects.filter(pk=contest.pk).exists()


def test_contest_with_entries_is_not_removed_and_an_empty_one_is() -> None:
    entry = make.make_entry(state=Entry.State.DRAFT)
    by = make.make_organiser(entry.contest.festival)
    with pytest.raises(RuleBroken, match="contest-in-use"):
        remove_contest(contest=entry.contest, by=by)
    empty = make.make_contest(entry.contest.festival)
    remove_contest(contest=empty, by=by)
    assert list(entry.contest.festival.contests.all()) == [entry.contest]

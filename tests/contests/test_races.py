"""Simultaneous changes of the office and of schools."""

from __future__ import annotations

from functools import partial

import pytest

from contests.actions.contests import make_contest as make_contest_action
from contests.actions.contests import remove_contest
from contests.actions.entries import EntryInput, save_entries
from contests.models import Contest, Entry
from tests.make import NOW, make_contest, make_festival, make_organiser, make_school, make_school_user
from tests.races import refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_contest_removed_while_a_school_enters_it_loses_no_entry() -> None:
    for _ in range(4):
        contest = make_contest(kind="product")
        school = make_school(contest.festival)
        save = partial(
            save_entries,
            contest=contest,
            school=school,
            rows=[EntryInput(title="Robot")],
            by=make_school_user(school),
            now=NOW,
        )
        remove = partial(
            remove_contest, contest=Contest.objects.get(pk=contest.pk), by=make_organiser(contest.festival)
        )
        codes = refusals(save, remove)
        assert codes in (["", "contest-in-use"], ["contest-not-open", ""])
        assert Entry.objects.filter(school=school).exists() == (codes[0] == "")


def test_two_contests_of_one_name_made_at_once_have_two_addresses() -> None:
    festival = make_festival()
    make = partial(
        make_contest_action, festival=festival, by=make_organiser(festival), name="Rô-bốt", kind="product"
    )
    assert refusals(make, make) == ["", ""]
    assert list(festival.contests.values_list("slug", "position")) == [("ro-bot", 0), ("ro-bot-2", 1)]

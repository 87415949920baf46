"""Two people at once: only one gets the last place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from booths.actions.registration import submit_booth
from booths.actions.stands import place_at_stand
from booths.models import Booth
from contests.actions.entries import submit_entries
from contests.models import Entry
from festival.refusals import RuleBroken
from tests.make import (
    NOW,
    make_booth,
    make_contest,
    make_entry,
    make_member,
    make_organiser,
    make_product,
    make_school,
    make_school_user,
    make_stand,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; what each was refused for, sorted; "" for none."""
    locks = threading.Barrier(len(acts))
    codes: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            locks.wait()
            act()
            codes.append("")
        except RuleBroken as refusal:
            codes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(codes)


def test_two_booths_for_the_last_place_only_one_passes() -> None:
    school = make_school()
    person = make_school_user(school)
    for _ in range(2):
        booth = make_booth(school, state=Booth.State.DRAFT, summary="Có", person="Hòa", phone="0912345678")
        make_product(booth)
    booths = list(Booth.objects.select_related("school", "festival"))
    codes = at_once(*(partial(submit_booth, booth=booth, by=person, now=NOW) for booth in booths))
    assert codes == ["", "quota-full"]
    assert Booth.objects.filter(state="submitted").count() == 1


def test_two_entries_for_the_last_place_only_one_passes() -> None:
    school = make_school()
    contest = make_contest(school.festival, quota_per_school=1)
    person = make_school_user(school)
    for name in ("Trần Thị A", "Trần Thị B"):
        make_member(make_entry(contest, school=school, state=Entry.State.DRAFT), name)
    entries = list(Entry.objects.select_related("contest__festival", "school"))
    codes = at_once(
        *(
            partial(submit_entries, contest=contest, school=school, entries=[entry], by=person, now=NOW)
            for entry in entries
        )
    )
    assert codes == ["", "quota-full"]


def test_two_booths_for_one_stand_only_one_passes() -> None:
    school = make_school()
    stand = make_stand(school.festival)
    by = make_organiser(school.festival)
    booths = [make_booth(school), make_booth(make_school(school.festival))]
    codes = at_once(*(partial(place_at_stand, booth=booth, stand=stand, by=by, now=NOW) for booth in booths))
    assert codes == ["", "stand-taken"]

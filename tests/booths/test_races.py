"""Simultaneous registrations and placings: only one user gets the last place."""

from __future__ import annotations

from functools import partial

import pytest

from booths.actions.kind import BOOTHS
from booths.actions.placing import fill_stands
from booths.actions.registration import submit_booth
from booths.actions.stands import make_stands, place_at_stand, remove_stand
from booths.models import Booth, Stand
from contests.actions import registrations
from contests.actions.entries import submit_entries
from contests.models import Entry
from festival.locks import versions_of
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
from tests.races import refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_two_booths_for_the_last_place_only_one_passes() -> None:
    school = make_school()
    person = make_school_user(school)
    for _ in range(2):
        booth = make_booth(school, state=Booth.State.DRAFT, summary="Có", person="Hòa", phone="0912345678")
        make_product(booth)
    booths = list(Booth.objects.select_related("school", "festival"))
    codes = refusals(
        *(
            partial(submit_booth, booth=booth, seen=versions_of([booth]), by=person, now=NOW)
            for booth in booths
        )
    )
    assert sorted(codes) == ["", "quota-full"]
    assert Booth.objects.filter(state="submitted").count() == 1


def test_two_entries_for_the_last_place_only_one_passes() -> None:
    school = make_school()
    contest = make_contest(school.festival, quota_per_school=1)
    person = make_school_user(school)
    for name in ("Trần Thị A", "Trần Thị B"):
        make_member(make_entry(contest, school=school, state=Entry.State.DRAFT), name)
    entries = list(Entry.objects.select_related("contest__festival", "school"))
    codes = refusals(
        *(
            partial(
                submit_entries,
                contest=contest,
                school=school,
                entries=[entry],
                seen=versions_of([entry]),
                by=person,
                now=NOW,
            )
            for entry in entries
        )
    )
    assert sorted(codes) == ["", "quota-full"]


def test_two_booths_for_one_stand_only_one_passes() -> None:
    school = make_school()
    stand = make_stand(school.festival)
    by = make_organiser(school.festival)
    booths = [make_booth(school), make_booth(make_school(school.festival))]
    codes = refusals(*(partial(place_at_stand, booth=booth, stand=stand, by=by, now=NOW) for booth in booths))
    assert sorted(codes) == ["", "stand-taken"]


def test_booth_withdrawn_while_it_is_placed_stands_nowhere() -> None:
    for _ in range(4):
        booth = make_booth()
        stand, by = make_stand(booth.festival), make_organiser(booth.festival)
        person = make_school_user(booth.school)
        place = partial(place_at_stand, booth=booth, stand=stand, by=by, now=NOW)
        withdraw = partial(
            registrations.withdraw, kind=BOOTHS, row=Booth.objects.get(pk=booth.pk), by=person, now=NOW
        )
        codes = refusals(place, withdraw)
        booth.refresh_from_db()
        assert codes in (["", ""], ["booth-not-approved", ""])
        assert (booth.state, booth.stand) == ("withdrawn", None)


def test_stand_removed_while_a_booth_is_placed_there_is_one_or_the_other() -> None:
    for _ in range(4):
        booth = make_booth()
        stand, by = make_stand(booth.festival), make_organiser(booth.festival)
        place = partial(place_at_stand, booth=booth, stand=stand, by=by, now=NOW)
        remove = partial(remove_stand, stand=Stand.objects.get(pk=stand.pk), by=by)
        codes = refusals(place, remove)
        booth.refresh_from_db()
        assert codes in (["", "stand-taken"], ["stale", ""])
        assert (booth.stand_id is None) == (codes[0] == "stale")


def test_free_stands_given_twice_at_once_are_given_once() -> None:
    school = make_school()
    festival, by = school.festival, make_organiser(school.festival)
    for number in range(2):
        make_booth(make_school(festival))
        make_stand(festival, f"A{number}")
    assert refusals(*[partial(fill_stands, festival=festival, by=by, now=NOW)] * 2) == ["", ""]
    assert sorted(Booth.objects.values_list("stand__code", flat=True)) == ["A0", "A1"]


def test_same_stands_made_twice_at_once_are_made_once() -> None:
    festival = make_school().festival
    by = make_organiser(festival)
    make = partial(make_stands, festival=festival, codes=["A1", "A2"], by=by)
    assert sorted(refusals(make, make)) == ["", "no-new-stand"]

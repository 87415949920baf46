"""A school that another one registered as its partner counts as answering and as taking part."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from contests.actions.locks import refuse_absent
from contests.models import Entry
from desk.pages.front import front_page
from desk.pages.home import desk_page
from festival.models import School
from festival.queries.schools import participation_of, schools_of, schools_without_answer
from festival.refusals import RuleBroken
from tests.make import make_booth, make_contest, make_entry, make_organiser, make_school, make_school_user
from tests.reading import texts

pytestmark = [pytest.mark.django_db, pytest.mark.database]
INVITED = School.Participation.INVITED


@pytest.fixture
def partner() -> School:
    return make_school(participation=INVITED, name="Trường Tiểu học An Khánh")


def share(partner: School, state: str = Booth.State.SUBMITTED) -> Booth:
    booth = make_booth(make_school(partner.festival, name="Trường THCS Đông La"), state=state)
    booth.partners.add(partner)
    return booth


@pytest.mark.parametrize(
    ("state", "counts"),
    [("submitted", (2, 0)), ("returned", (2, 0)), ("approved", (2, 0)), ("draft", (1, 1))],
)
def test_partner_counts_as_taking_part_once_the_booth_is_submitted(
    partner: School, state: str, counts: tuple[int, int]
) -> None:
    share(partner, state)
    found = participation_of(partner.festival)
    desk = desk_page(partner.festival).numbers
    unanswered = list(schools_without_answer(partner.festival))
    assert (found.confirmed, found.invited) == counts
    assert (desk.confirmed, desk.unanswered) == counts
    assert front_page(partner.festival).schools == counts[0]
    assert len(unanswered) == counts[1]


def test_partner_of_an_entry_is_listed_with_those_who_take_part(partner: School) -> None:
    entry = make_entry(make_contest(partner.festival), state=Entry.State.APPROVED)
    entry.partners.add(partner)
    listed = schools_of(partner.festival, chosen={"participation": "confirmed"})
    unanswered = schools_of(partner.festival, chosen={"participation": "invited"})
    assert [(school.name, school.is_partner) for school in listed if school == partner] == [  # type: ignore[attr-defined]
        (partner.name, True)
    ]
    assert partner not in unanswered


def test_partner_that_declined_stays_declined(partner: School) -> None:
    School.objects.filter(pk=partner.pk).update(participation=School.Participation.DECLINED)
    share(partner)
    found = participation_of(partner.festival)
    assert (found.confirmed, found.declined, found.invited) == (1, 1, 0)


def test_partner_may_submit_registrations_of_its_own(partner: School) -> None:
    with pytest.raises(RuleBroken, match="chưa xác nhận tham gia"):
        refuse_absent(partner)
    share(partner)
    refuse_absent(partner)


def test_pages_of_school_and_office_name_the_partner(partner: School) -> None:
    share(partner)
    client = Client()
    client.force_login(make_school_user(partner))
    home = client.get(reverse("desk:school-home", args=[partner.festival.slug]))
    client.force_login(make_organiser(partner.festival))
    listed = client.get(reverse("festival:schools", args=[partner.festival.slug]))
    assert "tham gia cùng Trường THCS Đông La" in " ".join(texts(home, ".notice-good"))
    assert texts(home, "[aria-labelledby=coming] .chip") == ["Tham gia (đơn vị phối hợp)"]
    assert "Tham gia (đơn vị phối hợp)" in texts(listed, "td .chip")

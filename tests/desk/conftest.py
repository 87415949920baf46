"""A festival with rows of every kind and users of every role."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from booths.models import Booth, Stand
from contests.models import Contest, Entry
from festival.models import Festival, Membership, School, User
from judging.models import Judge, Panel
from tests import make


@dataclass(frozen=True)
class Office:
    """One festival and its people."""

    festival: Festival
    organiser: User
    secretary: User
    judge: Judge
    school: School
    school_user: User
    stranger: User
    other_organiser: User
    contest: Contest
    entry: Entry
    booth: Booth
    stand: Stand
    panel: Panel


@pytest.fixture
def office(db: None) -> Office:
    """A festival with one row of every kind."""
    festival = make.make_festival(issuing_body="PHÒNG GIÁO DỤC VÀ ĐÀO TẠO")
    school = make.make_school(festival, name="Trường THCS An Khánh", code="an-khanh", phone="0912345678")
    contest = make.make_judged_contest(15, 12, festival=festival, name="Kỹ năng CNTT", slug="ky-nang")
    judge = Judge.objects.get(festival=festival)
    return Office(
        festival=festival,
        organiser=make.make_organiser(festival),
        secretary=make.make_part(festival, Membership.Role.SECRETARY),
        judge=judge,
        school=school,
        school_user=make.make_school_user(school),
        stranger=make.make_user(),
        other_organiser=make.make_organiser(make.make_festival()),
        contest=contest,
        entry=make.make_entry(contest, school=school, state=Entry.State.SUBMITTED),
        booth=make.make_booth(school),
        stand=make.make_stand(festival),
        panel=Panel.objects.create(contest=contest, name="Tổ 1"),
    )

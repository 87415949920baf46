"""Simultaneous changes by two users of the office."""

from __future__ import annotations

from functools import partial

import pytest

from festival.actions.festivals import make_festival as make_festival_action
from festival.actions.festivals import move_festival, set_signers
from festival.actions.links import link_for, set_first_password
from festival.actions.people import remove_member
from festival.actions.schools import add_school
from festival.models import Festival, Membership, School, Signer, SignInLink
from tests.make import NOW, make_festival, make_organiser, make_part, make_school, make_user
from tests.races import refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_two_organisers_who_remove_each_other_leave_one() -> None:
    for _ in range(4):
        festival = make_festival()
        first, second = make_organiser(festival), make_organiser(festival)
        parts = {part.user_id: part for part in Membership.objects.filter(festival=festival)}
        codes = refusals(
            partial(remove_member, membership=parts[second.pk], by=first),
            partial(remove_member, membership=parts[first.pk], by=second),
        )
        assert sorted(codes) == ["", "last-organiser"]
        assert Membership.objects.filter(festival=festival).count() == 1


def test_one_code_for_two_schools_at_once_is_taken_once() -> None:
    festival = make_festival()
    facts = {"code": "th-a", "name": "Trường Tiểu học A", "level": School.Level.PRIMARY}
    add = partial(add_school, festival=festival, by=make_organiser(festival), **facts)
    assert sorted(refusals(add, add)) == ["", "code-taken"]


def test_signers_set_twice_at_once_stand_once() -> None:
    festival = make_festival()
    by = make_organiser(festival)
    rows = [{"kind": "", "authority": "TM.", "title": "Trưởng phòng", "name": "Trần Văn A"}]
    assert refusals(*[partial(set_signers, festival=festival, rows=rows, by=by)] * 2) == ["", ""]
    assert Signer.objects.filter(festival=festival).count() == 1


def test_festival_closed_twice_at_once_is_closed_once() -> None:
    festival = make_school().festival
    by = make_organiser(festival)
    close = [
        partial(move_festival, festival=Festival.objects.get(pk=festival.pk), to="closed", by=by)
        for _ in range(2)
    ]
    assert sorted(refusals(*close)) == ["", "stale"]


def test_one_address_for_two_festivals_at_once_is_taken_once() -> None:
    make = partial(make_festival_action, by=make_user(), name="Ngày hội STEM", slug="stem")
    assert sorted(refusals(make, make)) == ["", "slug-taken"]


def test_two_links_for_one_person_at_once_are_one() -> None:
    festival = make_festival()
    user, by = make_part(festival, "judge"), make_organiser(festival)
    make = partial(link_for, festival=festival, user=user, purpose="badge", by=by)
    assert refusals(make, make) == ["", ""]
    assert SignInLink.objects.filter(user=user).count() == 1


def test_password_chosen_twice_by_one_link_at_once_is_the_first_ones() -> None:
    festival = make_festival()
    user = make_part(festival, "school", school=make_school(festival))
    link = link_for(festival=festival, user=user, purpose="invitation", by=make_organiser(festival))
    loaded = [SignInLink.objects.get(pk=link.pk) for _ in range(2)]
    passwords = ["Mật khẩu thứ nhất", "Mật khẩu thứ hai"]
    codes = refusals(
        *(
            partial(set_first_password, link=one, password=password, now=NOW)
            for one, password in zip(loaded, passwords, strict=True)
        )
    )
    assert sorted(codes) == ["", "stale"]
    user.refresh_from_db()
    assert user.check_password(passwords[codes.index("")])

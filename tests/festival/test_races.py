"""Two people of the office at once."""

from __future__ import annotations

from functools import partial

import pytest

from festival.actions.festivals import move_festival, set_signers
from festival.actions.people import remove_member
from festival.actions.schools import add_school
from festival.models import Festival, Membership, School, Signer
from tests.make import make_festival, make_organiser, make_school
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

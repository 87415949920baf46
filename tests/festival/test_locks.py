"""`lock` returns the current row or raises the refusal, and writes nothing."""

from __future__ import annotations

import pytest

from contests.models import Contest
from festival.locks import lock, lock_or_none
from festival.refusals import RuleBroken, StaleState
from tests.make import make_contest, make_festival, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_lock_returns_the_row_as_it_stands_and_leaves_both_rows_alone() -> None:
    contest = make_contest(name="Cũ")
    Contest.objects.filter(pk=contest.pk).update(name="Mới", state="closing")

    row = lock(contest, state__in=["open", "closing"])

    assert (row.name, row.state) == ("Mới", "closing")
    assert (contest.name, contest.state) == ("Cũ", "open")
    assert list(Contest.objects.values_list("name", "state")) == [("Mới", "closing")]


def test_lock_when_the_condition_no_longer_holds_is_refused_as_asked() -> None:
    contest = make_contest()
    Contest.objects.filter(pk=contest.pk).update(state="frozen")

    with pytest.raises(StaleState):
        lock(contest, state="open")
    with pytest.raises(RuleBroken) as refusal:
        lock(contest, state="open", refusal=RuleBroken("closed", "Đã khóa"))

    assert (refusal.value.code, refusal.value.message) == ("closed", "Đã khóa")
    assert lock_or_none(contest, state="open") is None


def test_lock_of_a_row_that_is_gone_is_refused() -> None:
    school = make_school()
    pk, _ = school.pk, school.delete()
    school.pk = pk

    with pytest.raises(StaleState):
        lock(school)


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_a_bug() -> None:
    with pytest.raises(RuntimeError):
        lock(make_festival())

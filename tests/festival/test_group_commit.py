"""Items of several threads written in one transaction."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from django.db import OperationalError, connection

from festival import group_commit
from festival.group_commit import GroupCommit
from festival.models import ChainHead
from tests.races import Event, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


class Writer:
    """Stores a row for each item and notes which came together; its transaction ends once `may_go` is set."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.begun, self.may_go = Event(), Event()
        self.may_go.set()

    def __call__(self, items: Sequence[str]) -> list[str]:
        assert connection.in_atomic_block
        self.groups.append(list(items))
        self.begun.set()
        assert self.may_go.wait(10)
        for item in items:
            if item == "poison":
                raise ValueError(item)
            if item == "busy":
                raise OperationalError("database is locked")
            ChainHead.objects.create(chain=item)
        return [f"{item} stored" for item in items]


def submit_together(writer: Writer, *parts: list[str]) -> list[object]:
    """Submit `first`, and the parts while its transaction is open; the results of the parts."""
    group: GroupCommit[str, str] = GroupCommit(writer)
    writer.may_go.clear()

    def later(part: list[str]) -> object:
        assert writer.begun.wait(10)
        return group.submit(part)

    def let_go() -> None:
        assert writer.begun.wait(10)
        time.sleep(0.3)  # meanwhile the others wait
        writer.may_go.set()

    others = [lambda part=part: later(part) for part in parts]
    results = at_once(lambda: group.submit(["first"]), let_go, *others)
    assert results[0] == ["first stored"]
    return results[2:]


def stored() -> set[str]:
    return set(ChainHead.objects.values_list("chain", flat=True))


def test_parts_that_wait_share_a_transaction_and_get_their_own_results() -> None:
    writer = Writer()
    assert submit_together(writer, ["a", "b"], ["c"]) == [["a stored", "b stored"], ["c stored"]]
    assert writer.groups[0] == ["first"]
    assert [sorted(group) for group in writer.groups[1:]] == [["a", "b", "c"]]
    assert stored() == {"first", "a", "b", "c"}


def test_part_that_cannot_be_written_stops_only_itself() -> None:
    writer = Writer()
    results = submit_together(writer, ["a"], ["poison"], ["c"])
    assert [results[0], results[2]] == [["a stored"], ["c stored"]]
    assert isinstance(results[1], ValueError)
    assert stored() == {"first", "a", "c"}


def test_busy_database_refuses_all_and_stores_nothing_of_them() -> None:
    writer = Writer()
    results = submit_together(writer, ["a"], ["busy"])
    assert [type(result) for result in results] == [OperationalError, OperationalError]
    assert stored() == {"first"}
    assert GroupCommit(writer).submit(["later"]) == ["later stored"]


def test_more_than_may_wait_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "MOST_WAITING", 2)  # the first is one of them
    writer = Writer()
    results = submit_together(writer, ["a"], ["b"])
    assert {type(result) for result in results} == {list, OperationalError}
    assert len(stored()) == 2


def test_waiting_longer_than_the_database_may_be_busy_is_refused(settings: object) -> None:
    settings.BUSY_SECONDS = 0.05  # type: ignore[attr-defined]
    results = submit_together(Writer(), ["a"])
    assert isinstance(results[0], OperationalError)
    assert stored() == {"first"}

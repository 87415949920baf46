"""Which row means which person of an entry, when several are called alike."""

from __future__ import annotations

from datetime import date

import pytest

from contests.rules import Identity, match_people

A13, A14 = Identity("A", date(2013, 1, 5), "5A"), Identity("A", date(2014, 1, 5), "4B")
BARE, B = Identity("A"), Identity("B", None, "5A")

CASES: list[tuple[list[Identity], list[Identity], list[int | None]]] = [
    ([], [], []),
    ([A13], [], [None]),
    ([A13, A14], [A14, A13], [1, 0]),
    ([BARE], [A13], [0]),  # the only one of the name
    ([A13, A14], [A13], [0, None]),
    ([Identity("A", date(2014, 1, 5), "5C")], [A13, A14], [1]),  # the same birth date
    ([Identity("A", None, "4B")], [A13, A14], [1]),  # the same class
    ([Identity("A", date(2020, 1, 1), "1X")], [A13, A14], [None]),
    ([B], [A13], [None]),
    (
        [Identity("A", date(2013, 1, 5), "5A")],
        [Identity("A", date(2013, 1, 5), "5B"), A13],
        [1],
    ),  # both alike
    # an empty class is no class in common
    ([Identity("A", date(2013, 1, 5)), Identity("A", date(2014, 1, 5))], [BARE], [None, None]),
]


@pytest.mark.parametrize(("wanted", "known", "found"), CASES)
def test_people_are_matched(wanted: list[Identity], known: list[Identity], found: list[int | None]) -> None:
    assert match_people(wanted, known) == found

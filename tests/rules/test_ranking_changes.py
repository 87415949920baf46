"""What differs between two tables of a contest."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal as D

import pytest

from judging.rules.policy import EntryKey
from judging.rules.ranking import RankChange, Standing, rank_changes

Table = Mapping[EntryKey, Standing]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({}, {}, []),
        ({1: (1, D(20))}, {1: (1, D("20.00"))}, []),
        (
            {1: (1, D(20)), 2: (2, D(17))},
            {2: (1, D(17)), 1: (2, D(10))},
            [RankChange(2, (2, D(17)), (1, D(17))), RankChange(1, (1, D(20)), (2, D(10)))],
        ),
        ({1: (1, D(20))}, {1: (1, D(40))}, [RankChange(1, (1, D(20)), (1, D(40)))]),
        ({1: (1, D(20)), 2: (2, D(17))}, {2: (2, D(17))}, [RankChange(1, (1, D(20)), None)]),
        ({}, {1: (None, None)}, [RankChange(1, None, (None, None))]),
    ],
)
def test_changes_are_those_of_rank_or_points(before: Table, after: Table, changes: list[RankChange]) -> None:
    assert rank_changes(before, after) == changes

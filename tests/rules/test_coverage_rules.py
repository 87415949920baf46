"""Entries that cannot get a total, and what explains it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from judging.rules.coverage import coverage_blockers, unranked_entries
from judging.rules.marks import SheetMarks
from judging.rules.policy import ContestRule, CriterionRule, Policy, RoundRule
from judging.rules.states import BLOCKER_CODES, Blocker, SheetFacts, freeze_blockers

RUBRIC = (CriterionRule("a", Decimal(10)),)
HALL = RoundRule("hall", RUBRIC)
MACHINE = RoundRule("machine", RUBRIC, marking="machine")
UNCOUNTED = RoundRule("show", RUBRIC, weight=Decimal(0))


def sheet(entry: int, round: str, judge: int | None = 1, points: int | None = 5, **facts: bool) -> SheetMarks:
    marks = {} if points is None else {"a": Decimal(points)}
    return SheetMarks(entry, round, judge, marks, **facts)


@pytest.mark.parametrize(
    ("contest", "sheets", "expected"),
    [
        (ContestRule((HALL,)), [sheet(1, "hall")], []),
        (ContestRule((HALL,)), [sheet(1, "hall", points=None)], []),
        (ContestRule((HALL,)), [], [Blocker("entry-unassigned", 1, "hall")]),
        (ContestRule((HALL,)), [sheet(2, "hall")], [Blocker("entry-unassigned", 1, "hall")]),
        (ContestRule((HALL, UNCOUNTED)), [sheet(1, "hall")], []),
        (ContestRule((HALL, MACHINE)), [sheet(1, "hall")], [Blocker("machine-unmarked", 1, "machine")]),
        (ContestRule((MACHINE,)), [sheet(1, "machine", None)], []),
        (
            ContestRule((MACHINE,)),
            [sheet(1, "machine", None, None)],
            [Blocker("machine-unmarked", 1, "machine")],
        ),
        (
            ContestRule((MACHINE,)),
            [sheet(1, "machine", None, submitted=False)],
            [Blocker("machine-unmarked", 1, "machine")],
        ),
        (ContestRule((HALL, MACHINE), "best"), [sheet(1, "machine", None)], []),
        (ContestRule((HALL, MACHINE), "best"), [], [Blocker("entry-unassigned", 1, "hall")]),
        (
            ContestRule((RoundRule("hall", ()),)),
            [sheet(1, "hall")],
            [Blocker("no-criteria", round="hall")],
        ),
    ],
)
def test_entry_that_cannot_get_a_total_blocks(
    contest: ContestRule, sheets: list[SheetMarks], expected: list[Blocker]
) -> None:
    assert coverage_blockers([1], sheets, contest) == expected


def test_contest_without_approved_entries_blocks() -> None:
    assert coverage_blockers([], [], ContestRule((HALL,))) == [Blocker("no-entries")]


@pytest.mark.parametrize(
    ("min_judges", "judges", "expected"), [(2, 1, [1]), (2, 2, []), (1, 1, []), (1, 0, [1])]
)
def test_entry_with_too_few_counted_sheets_has_no_total(
    min_judges: int, judges: int, expected: list[int]
) -> None:
    contest = ContestRule((RoundRule("hall", RUBRIC, policy=Policy(min_judges=min_judges)),))
    sheets = [sheet(1, "hall", judge) for judge in range(judges)]

    assert unranked_entries([1], sheets, contest) == expected


def test_unranked_entry_blocks_only_when_nothing_else_explains_it() -> None:
    absent = SheetFacts(1, "hall", 1, submitted=False, complete=False, touched=False)
    missing, lost = Blocker("sheet-missing", 1, "hall", 1), Blocker("no-result", 1)
    nobody = Blocker("entry-unassigned", 1, "hall")

    assert freeze_blockers([absent], unranked=[1]) == [missing]
    assert freeze_blockers([absent], unranked=[1], waived=[missing]) == [lost]
    assert freeze_blockers([absent], unranked=[1], waived=[missing, lost]) == []
    assert freeze_blockers([], coverage=[nobody], unranked=[1]) == [nobody]
    assert freeze_blockers([], coverage=[nobody], unranked=[1], waived=[nobody]) == []


def test_entry_with_marks_that_is_no_longer_approved_blocks_until_waived() -> None:
    assert freeze_blockers([], removed=[7]) == [Blocker("entry-out", 7)]
    assert freeze_blockers([], removed=[7], waived=[Blocker("entry-out", 7)]) == []


def test_only_what_concerns_one_entry_may_be_waived() -> None:
    waivable = {code for code in BLOCKER_CODES if Blocker(code, 1).is_waivable}
    assert waivable == set(BLOCKER_CODES)
    assert not Blocker("no-entries").is_waivable
    assert not Blocker("no-criteria", round="hall").is_waivable

"""The allowed transitions, and the blockers of a freeze."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from judging.rules.discrepancy import Gap
from judging.rules.states import (
    CONTEST_MOVES,
    FROZEN,
    PANEL_MOVES,
    Blocker,
    Moves,
    OpFacts,
    SheetFacts,
    freeze_blockers,
    is_too_early,
    may_certify,
    may_reopen,
    sheet_blocker,
)

WIDE = Gap(2, "", "third_judge", Fraction(1, 5), "g1", "g2", Decimal(9), Decimal(7), 2)


def dead_ends(moves: Moves) -> list[str]:
    """States that lead to a state which the table does not know."""
    return [state for state, ways in moves.items() if not ways or any(way not in moves for way in ways)]


@pytest.mark.parametrize("moves", [CONTEST_MOVES, PANEL_MOVES])
def test_every_state_has_a_way_on(moves: Moves) -> None:
    assert len(moves) >= 2
    assert dead_ends(moves) == []


def test_a_dead_end_is_seen() -> None:
    assert dead_ends({"a": ("b",), "b": ("c",), "d": ()}) == ["b", "d"]


def test_a_contest_goes_forward_or_back_to_open() -> None:
    """Open → closing → frozen → certified → published; from a frozen run only reopening leads back."""
    assert CONTEST_MOVES == {
        "open": ("closing", "frozen"),
        "closing": ("open", "frozen"),
        "frozen": ("certified", "open"),
        "certified": ("published", "open"),
        "published": ("open",),
    }
    assert {"frozen", "certified", "published"} == FROZEN
    assert PANEL_MOVES == {"open": ("closed",), "closed": ("open",)}


def test_certifying_wants_another_person_than_the_freezer() -> None:
    assert may_certify(frozen_by=1, by=2)
    assert may_certify(frozen_by=None, by=1)
    assert not may_certify(frozen_by=1, by=1)


@pytest.mark.parametrize(
    ("frozen_by", "certified_by", "by", "may"),
    [(1, 2, 3, True), (1, 2, 1, False), (1, 2, 2, False), (1, None, 1, False), (1, None, 2, True)],
)
def test_reopening_takes_a_person_who_neither_froze_nor_certified(
    frozen_by: int, certified_by: int | None, by: int, may: bool
) -> None:
    assert may_reopen(frozen_by=frozen_by, certified_by=certified_by, by=by) is may


def test_nothing_blocks_when_all_sheets_are_in() -> None:
    assert freeze_blockers([SheetFacts(1, "", "g1", submitted=True, complete=True)]) == []
    assert freeze_blockers([]) == []


def test_blockers_are_listed_by_kind_then_entry_round_and_judge() -> None:
    sheets = [
        SheetFacts(2, "", "g2", submitted=False, complete=True),
        SheetFacts(2, "", "g1", submitted=False, complete=False, touched=False),
        SheetFacts(1, "r2", "g1", submitted=False, complete=False),
        SheetFacts(1, "r1", "g1", submitted=True, complete=False),
        SheetFacts(3, "", "g1", submitted=True, complete=True),
    ]
    found = freeze_blockers(
        sheets,
        conflicts=[OpFacts("op-1", 3, "", "g1")],
        quarantined=[OpFacts("op-3"), OpFacts("op-2", 1)],
        unsettled=[WIDE],
    )
    assert found == [
        Blocker("sheet-missing", 2, "", "g1"),
        Blocker("sheet-incomplete", 1, "r1", "g1"),
        Blocker("sheet-incomplete", 1, "r2", "g1"),
        Blocker("sheet-not-submitted", 2, "", "g2"),
        Blocker("conflict", 3, "", "g1", "op-1"),
        Blocker("quarantine", op="op-3"),
        Blocker("quarantine", 1, op="op-2"),
        Blocker("discrepancy", 2),
    ]
    assert freeze_blockers(reversed(sheets)) == found[:4]


def test_blockers_of_one_kind_are_listed_by_entry_round_judge_and_op() -> None:
    """Numbers by value; what is not known comes first. Each blocker says all that is known of it."""
    ops = [
        OpFacts("op-5", 10, "r2", "g1"),
        OpFacts("op-0", 10, "r1", "g2"),
        OpFacts("op-3", 10, "r1", "g1"),
        OpFacts("op-2", 10, "r1", "g1"),
        OpFacts("op-1", 9, "r9", "g9"),
        OpFacts("op-6"),
    ]
    places = [
        ("op-6", None, "", None),
        ("op-1", 9, "r9", "g9"),
        ("op-2", 10, "r1", "g1"),
        ("op-3", 10, "r1", "g1"),
        ("op-0", 10, "r1", "g2"),
        ("op-5", 10, "r2", "g1"),
    ]
    for code, found in (
        ("conflict", freeze_blockers([], conflicts=ops)),
        ("quarantine", freeze_blockers([], quarantined=ops)),
    ):
        assert [(b.code, b.op, b.entry, b.round, b.judge) for b in found] == [(code, *p) for p in places]


def test_a_discrepancy_blocks_in_its_round() -> None:
    second = replace(WIDE, round="r2")
    assert freeze_blockers([], unsettled=[second, replace(WIDE, round="r1")]) == [
        Blocker("discrepancy", 2, "r1"),
        Blocker("discrepancy", 2, "r2"),
    ]


@pytest.mark.parametrize(
    ("submitted", "complete", "touched", "code"),
    [
        (True, True, True, None),
        (False, True, True, "sheet-not-submitted"),
        (False, False, True, "sheet-incomplete"),
        (True, False, True, "sheet-incomplete"),
        (False, False, False, "sheet-missing"),
        (False, True, False, "sheet-missing"),
    ],
)
def test_what_keeps_a_sheet_from_being_ready(
    submitted: bool, complete: bool, touched: bool, code: str | None
) -> None:
    sheet = SheetFacts(1, "", "g1", submitted=submitted, complete=complete, touched=touched)
    assert sheet_blocker(sheet) == code


def test_a_waiver_takes_away_exactly_its_blocker() -> None:
    absent = SheetFacts(1, "", "g1", submitted=False, complete=False, touched=False)
    other = SheetFacts(1, "", "g2", submitted=False, complete=False, touched=False)
    waived = [Blocker("sheet-missing", 1, "", "g1"), Blocker("discrepancy", 2)]
    assert freeze_blockers([absent, other], unsettled=[WIDE], waived=waived) == [
        Blocker("sheet-missing", 1, "", "g2")
    ]


@pytest.mark.parametrize(
    ("state", "early"),
    [
        ("open", {"certified", "published"}),
        ("closing", {"certified", "published"}),
        ("frozen", {"published"}),
        ("certified", set()),
        ("published", set()),
    ],
)
def test_steps_before_their_turn_come_too_early(state: str, early: set[str]) -> None:
    assert {to for to in CONTEST_MOVES if is_too_early(state, to)} == early

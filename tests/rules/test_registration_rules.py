"""Windows, quotas, the way of a registration, checklists and candidate numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from contests.rules import (
    COUNTED,
    EDITABLE,
    OFFICE_MOVES,
    SCHOOL_MOVES,
    Need,
    Window,
    entry_needs,
    has_room,
    missing,
    number_series,
    quota_left,
    window_state,
)

OPENS = datetime(2024, 11, 1, tzinfo=UTC)
CLOSES = datetime(2024, 12, 20, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - SECOND, "not_yet"),
        (OPENS, "open"),
        (CLOSES - SECOND, "open"),
        (CLOSES, "closed"),
    ],
)
def test_a_window_is_open_from_its_opening_up_to_its_close(now: datetime, state: str) -> None:
    assert window_state(Window(OPENS, CLOSES), now=now) == state


def test_a_window_without_instants_is_open() -> None:
    assert window_state(Window(), now=OPENS) == "open"
    assert window_state(Window(closes_at=CLOSES), now=CLOSES) == "closed"


def test_a_contest_takes_from_the_festival_what_it_does_not_say() -> None:
    festival = Window(OPENS, CLOSES)
    assert Window().within(festival) == festival
    assert Window(closes_at=CLOSES + SECOND).within(festival) == Window(OPENS, CLOSES + SECOND)


@pytest.mark.parametrize(
    ("quota", "used", "left", "room"),
    [
        (2, 0, 2, True),
        (2, 1, 1, True),
        (2, 2, 0, False),
        (2, 5, 0, False),
        (0, 0, 0, False),
        (None, 9, None, True),
    ],
)
def test_quota(quota: int | None, used: int, left: int | None, room: bool) -> None:
    assert quota_left(quota, used=used) == left
    assert has_room(quota, used=used) is room


def test_registration_moves_stay_among_the_six_states() -> None:
    states = {"draft", "submitted", "returned", "approved", "declined", "withdrawn"}
    moves = [*SCHOOL_MOVES.items(), *OFFICE_MOVES.items()]
    assert {state for start, ends in moves for state in (start, *ends)} == states
    assert states >= EDITABLE | COUNTED
    assert "approved" not in {end for ends in SCHOOL_MOVES.values() for end in ends}
    assert SCHOOL_MOVES.get("declined") is None


def test_missing_names_what_is_needed_in_order() -> None:
    assert missing([Need("title", False), Need("person", True), Need("phone", False)]) == ("title", "phone")
    assert missing([]) == ()


@pytest.mark.parametrize(
    ("kind", "title", "members", "category", "lacks"),
    [
        ("individual", "", 1, "THCS", ()),
        ("individual", "", 0, None, ("members", "category")),
        ("product", " ", 2, "THCS", ("title",)),
        ("product", "Robot", 0, "THCS", ()),
    ],
)
def test_what_an_entry_lacks(
    kind: str, title: str, members: int, category: str | None, lacks: tuple[str, ...]
) -> None:
    needs = entry_needs(kind, title=title, members=members, has_categories=True, category=category)
    assert missing(needs) == lacks


def test_no_category_is_needed_where_the_contest_has_none() -> None:
    assert missing(entry_needs("booth", title="", members=0, has_categories=False, category=None)) == (
        "title",
    )


def test_number_series_fills_free_numbers_with_equal_width() -> None:
    assert number_series(3) == ["01", "02", "03"]
    assert number_series(3, taken={"02", "x"}) == ["01", "03", "04"]
    assert number_series(2, prefix="GV", start=99) == ["GV099", "GV100"]
    assert number_series(2, start=7, width=1) == ["7", "8"]
    assert number_series(120)[-1] == "120"
    assert number_series(120)[0] == "001"
    assert number_series(0) == []

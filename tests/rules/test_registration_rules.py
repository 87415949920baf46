"""Windows, quotas, transitions of a registration, checklists and candidate numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from contests.rules import (
    EDITABLE,
    OFFICE_MOVES,
    SCHOOL_MOVES,
    Moves,
    Need,
    Window,
    booth_needs,
    entry_needs,
    missing,
    next_number,
    quota_left,
    school_may_edit,
    school_may_move,
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
    assert Window(opens_at=OPENS - SECOND).within(festival) == Window(OPENS - SECOND, CLOSES)
    assert Window(OPENS, CLOSES).within(Window()) == Window(OPENS, CLOSES)


@pytest.mark.parametrize(
    ("quota", "used", "left"), [(2, 0, 2), (2, 1, 1), (2, 2, 0), (2, 5, 0), (0, 0, 0), (None, 9, None)]
)
def test_quota(quota: int | None, used: int, left: int | None) -> None:
    assert quota_left(quota, used=used) == left


STATES = ("draft", "submitted", "returned", "approved", "declined", "withdrawn")


def allowed(moves: Moves) -> set[str]:
    """Every allowed transition of the six states."""
    return {f"{a} → {b}" for a in STATES for b in STATES if b in moves.get(a, ())}


def test_a_school_submits_recalls_withdraws_and_starts_again() -> None:
    """A school never approves, and cannot change a registration that was declined."""
    assert allowed(SCHOOL_MOVES) == {
        "draft → submitted",
        "draft → withdrawn",
        "submitted → draft",
        "submitted → withdrawn",
        "returned → submitted",
        "returned → withdrawn",
        "approved → withdrawn",
        "withdrawn → draft",
    }


def test_the_office_decides_what_was_submitted_and_may_change_its_decision() -> None:
    assert allowed(OFFICE_MOVES) == {
        "submitted → approved",
        "submitted → returned",
        "submitted → declined",
        "returned → approved",
        "returned → declined",
        "approved → returned",
        "approved → declined",
        "approved → withdrawn",
        "declined → approved",
        "declined → returned",
        "withdrawn → approved",
    }


def test_a_school_edits_drafts_and_what_was_returned() -> None:
    assert {"draft", "returned"} == EDITABLE


@pytest.mark.parametrize("is_open", [True, False])
def test_a_school_edits_and_moves_after_the_end_only_what_was_returned(is_open: bool) -> None:
    """What is written while the window is open, and the registration that was sent back at any time."""
    acting = set(STATES) if is_open else {"returned"}
    assert {state for state in STATES if school_may_edit(state, is_open=is_open)} == EDITABLE & acting
    assert {f"{a} → {b}" for a in STATES for b in STATES if school_may_move(a, to=b, is_open=is_open)} == {
        move for move in allowed(SCHOOL_MOVES) if move.split(" → ")[0] in acting
    }


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


def test_what_a_booth_lacks() -> None:
    full = booth_needs(
        title="Vườn", field="stem", about="Tưới", products=1, person="Cô Hà", phone="0912345678"
    )
    assert missing(full) == ()
    empty = booth_needs(title=" ", field="", about=" ", products=0, person="", phone="")
    assert missing(empty) == ("title", "field", "about", "products", "person", "phone")


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("", "001"),
        ("009", "010"),
        ("99", "100"),
        ("A12", "A13"),
        ("GH", "GH001"),
        ("2-09", "2-10"),
        ("X9", "X10"),
    ],
)
def test_the_next_number_follows_the_last_ones_manner(last: str, following: str) -> None:
    assert next_number(last) == following

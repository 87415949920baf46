"""Registration: windows, quotas, transitions, required fields, candidate numbers.

Entries and booths use the same tables. Standard library only; `now` is an argument.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

Moves = Mapping[str, Collection[str]]
WindowState = Literal["not_yet", "open", "closed"]

SCHOOL_MOVES: Final[Moves] = {
    "draft": ("submitted", "withdrawn"),
    "submitted": ("draft", "withdrawn"),
    "returned": ("submitted", "withdrawn"),
    "approved": ("withdrawn",),
    "withdrawn": ("draft",),
}
"""Transitions that a school may make while the window is open."""

OFFICE_MOVES: Final[Moves] = {
    "submitted": ("approved", "returned", "declined"),
    "returned": ("approved", "declined"),
    "approved": ("returned", "declined", "withdrawn"),
    "declined": ("approved", "returned"),
    "withdrawn": ("approved",),
}
"""Transitions that organisers and secretaries may make at any time before the freeze."""

EDITABLE: Final = frozenset({"draft", "returned"})
"""States in which the school may edit its registration."""


def school_may_move(state: str, *, to: str, is_open: bool) -> bool:
    """Whether a school may move its registration to this state: one that was sent back also after the end."""
    return to in SCHOOL_MOVES.get(state, ()) and (is_open or state == "returned")


def school_may_edit(state: str, *, is_open: bool) -> bool:
    """Whether a school may edit its registration: one that was sent back also after the end."""
    return state in EDITABLE and (is_open or state == "returned")


@dataclass(frozen=True, slots=True)
class Window:
    """When a form is open: from `opens_at` (included) to `closes_at` (excluded); None is unlimited."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def within(self, outer: "Window") -> "Window":
        """This window, with the instants of `outer` (the festival's) where its own are None."""
        return Window(
            outer.opens_at if self.opens_at is None else self.opens_at,
            outer.closes_at if self.closes_at is None else self.closes_at,
        )


def window_state(window: Window, *, now: datetime) -> WindowState:
    """Before `opens_at`: not_yet. From `closes_at` on: closed. In between: open."""
    if window.closes_at is not None and now >= window.closes_at:
        return "closed"
    if window.opens_at is not None and now < window.opens_at:
        return "not_yet"
    return "open"


def quota_left(quota: int | None, *, used: int) -> int | None:
    """How many registrations a school may still make, never below 0; None without a quota."""
    return None if quota is None else max(0, quota - used)


@dataclass(frozen=True, slots=True)
class Need:
    """One required field: its code, and whether it is filled in."""

    code: str
    met: bool


def missing(needs: Iterable[Need]) -> tuple[str, ...]:
    """Codes of the required fields that are empty, in the order of the form."""
    return tuple(need.code for need in needs if not need.met)


def entry_needs(
    kind: str, *, title: str, members: int, has_categories: bool, category: str | None
) -> tuple[Need, ...]:
    """Required fields of an entry: members in an individual contest, a title in the others, and a category
    where the contest has categories.
    """
    named = Need("members", members > 0) if kind == "individual" else Need("title", bool(title.strip()))
    return (named, Need("category", bool(category))) if has_categories else (named,)


def booth_needs(
    *, title: str, field: str, about: str, products: int, person: str, phone: str
) -> tuple[Need, ...]:
    """Required fields of a booth. Source: the registration form of the regulation."""
    return (
        Need("title", bool(title.strip())),
        Need("field", bool(field)),
        Need("about", bool(about.strip())),
        Need("products", products > 0),
        Need("person", bool(person.strip())),
        Need("phone", bool(phone)),
    )


def next_number(last: str) -> str:
    """The number after `last` with the same prefix and width: "009" → "010", "A12" → "A13"; "" → "001"."""
    head = last.rstrip("0123456789")
    digits = last[len(head) :]
    return f"{head}{int(digits) + 1:0{len(digits)}d}" if digits else f"{head}001"


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells two people on one entry apart, who may be called alike."""

    full_name: str
    born_on: date | None = None
    class_name: str = ""


def match_people(wanted: Sequence[Identity], known: Sequence[Identity]) -> list[int | None]:
    """For each wanted person the index of the known one, or None for somebody new.

    Of those with the same name: first the same birth date and class, then the same birth date, then the same
    class, at last in their order, if as many are left on both sides.
    """
    found: list[int | None] = [None] * len(wanted)
    tests: tuple[Callable[[Identity, Identity], bool], ...] = (
        lambda one, two: one == two,
        lambda one, two: one.born_on is not None and one.born_on == two.born_on,
        lambda one, two: one.class_name != "" and one.class_name == two.class_name,
    )
    free = list(range(len(known)))
    for test in tests:
        for place, one in enumerate(wanted):
            alike = (k for k in free if known[k].full_name == one.full_name and test(one, known[k]))
            if found[place] is None and (match := next(alike, None)) is not None:
                found[place] = match
                free.remove(match)
    for name in {one.full_name for one in wanted}:
        left = [place for place, one in enumerate(wanted) if found[place] is None and one.full_name == name]
        other = [place for place in free if known[place].full_name == name]
        if len(left) == len(other):
            for place, match in zip(left, other, strict=True):
                found[place] = match
    return found

"""Entering a contest: the window, the quota, the way of a registration, what it lacks, candidate numbers.

The same tables serve entries and booths. Standard library only; `now` is an argument.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
"""What a school does with its registration while the window is open."""

OFFICE_MOVES: Final[Moves] = {
    "submitted": ("approved", "returned", "declined"),
    "returned": ("approved", "declined"),
    "approved": ("returned", "declined", "withdrawn"),
    "declined": ("approved", "returned"),
    "withdrawn": ("approved",),
}
"""What organisers and secretaries do with it, at any time before the freeze."""

EDITABLE: Final = frozenset({"draft", "returned"})
"""States in which the school may still change what it typed."""


@dataclass(frozen=True, slots=True)
class Window:
    """When a form is open: from `opens_at` on, up to but without `closes_at`; None is unlimited."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def within(self, outer: "Window") -> "Window":
        """This window with the outer one's (the festival's) instants where its own are empty."""
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
    """Places left to a school, never below 0; None without a quota."""
    return None if quota is None else max(0, quota - used)


@dataclass(frozen=True, slots=True)
class Need:
    """One line of a checklist: the code of what is needed, and whether it is there."""

    code: str
    met: bool


def missing(needs: Iterable[Need]) -> tuple[str, ...]:
    """Codes of what a registration lacks, in the order of its form; empty when it may be submitted."""
    return tuple(need.code for need in needs if not need.met)


def entry_needs(
    kind: str, *, title: str, members: int, has_categories: bool, category: str | None
) -> tuple[Need, ...]:
    """What an entry needs before it is submitted: people in an individual contest, a title in the others,
    a category where the contest has categories.
    """
    named = Need("members", members > 0) if kind == "individual" else Need("title", bool(title.strip()))
    return (named, Need("category", bool(category))) if has_categories else (named,)


def booth_needs(
    *, title: str, field: str, about: str, products: int, person: str, phone: str
) -> tuple[Need, ...]:
    """What a booth needs before it is submitted (the registration form of the regulation)."""
    return (
        Need("title", bool(title.strip())),
        Need("field", bool(field)),
        Need("about", bool(about.strip())),
        Need("products", products > 0),
        Need("person", bool(person.strip())),
        Need("phone", bool(phone)),
    )


def next_number(last: str) -> str:
    """The number after a contest's last one, in its manner: "009" → "010", "A12" → "A13"; first "001"."""
    head = last.rstrip("0123456789")
    digits = last[len(head) :]
    return f"{head}{int(digits) + 1:0{len(digits)}d}" if digits else f"{head}001"

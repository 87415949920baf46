"""Who gets which prize: the section "Freezing and prizes", as a pure function of the places.

Tiers are filled from the highest to the lowest; a tie is never split by chance, and the overall cap is
never exceeded. One call awards one group: with categories, `award_by_category` runs it for each.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal, Protocol, TypeAlias

EntryKey: TypeAlias = int | str
Base = Literal["registered", "scored"]
Rounding = Literal["down", "nearest", "up"]
AtBoundary = Literal["higher", "lower", "chair"]


class Placed(Protocol):
    """What an award needs to know of a place (`judging.rules.ranking.Placing` is one)."""

    @property
    def entry(self) -> EntryKey: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def points(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Tier:
    """One prize, from the highest to the lowest: a count, a share, or a minimum alone (all at or above it).

    `cumulative` belongs to `share_of_prizes`: the share is that of this tier and all above together.
    """

    code: str
    name: str = ""
    count: int | None = None
    share_of_entrants: Decimal | None = None
    share_of_prizes: Decimal | None = None
    cumulative: bool = False
    minimum: Decimal | None = None
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The prizes of a contest; shares are of `base`: registered (approved) or scored (ranked) entries."""

    tiers: tuple[Tier, ...]
    base: Base = "scored"
    max_share_of_entrants: Decimal | None = None
    rounding: Rounding = "down"
    at_least_one: bool = True
    boundary_tie: AtBoundary = "higher"


@dataclass(frozen=True, slots=True)
class Awarded:
    """An entry and the code of its tier."""

    entry: EntryKey
    tier: str


@dataclass(frozen=True, slots=True)
class BoundaryTie:
    """A tie across the boundary of a tier which the chair has to decide.

    places  what the tier has left for the tied
    most    how many of the tied may get the tier at the very most, because of the overall cap
    """

    tier: str
    entries: tuple[EntryKey, ...]
    places: int
    most: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The chair's word on a boundary tie: of the `tied`, exactly the `given` get the tier, the others wait.

    It holds for exactly these tied entries; when a correction changes them, it is void and asked anew.
    """

    tier: str
    tied: frozenset[EntryKey]
    given: frozenset[EntryKey]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a tier may give and gave. `number` is its number by the scheme (None: no limit of its own),
    `left` what remained of it after the surplus of the tier above and the overall cap.
    """

    tier: str
    number: int | None
    left: int | None
    given: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """The awards in the order of tiers and places; with anything `unresolved` there is no list to sign yet."""

    awards: tuple[Awarded, ...]
    unresolved: tuple[BoundaryTie, ...]
    capacities: tuple[Capacity, ...]
    cap: int | None
    base: int

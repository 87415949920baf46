"""Allotment of prizes and comparison of certificates, as pure functions of the ranks and the texts.

Tiers are filled from the highest to the lowest; a tie is never split by chance, and the overall cap is
never exceeded. One call awards one group: with categories, `award_by_category` runs it for each.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
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
    """The interface of a ranked entry; `judging.rules.ranking.Placing` implements it."""

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
    amount: int = 0


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
    """The chair's decision on a boundary tie: of the `tied`, exactly the `given` get the tier.

    The others compete for the next tier. A decision applies to exactly these tied entries; when a correction
    changes them, it is ignored and the tie is unresolved again.
    """

    tier: str
    tied: frozenset[EntryKey]
    given: frozenset[EntryKey]


@dataclass(frozen=True, slots=True)
class Capacity:
    """The capacity of a tier and its use.

    number  places by the scheme; None: no limit of its own
    left    places that remained after the surplus of the tier above and the overall cap; None: unlimited
    given   awards of the tier
    """

    tier: str
    number: int | None
    left: int | None
    given: int


@dataclass(frozen=True, slots=True)
class Allotment:
    """The awards in the order of tiers and ranks. With an `unresolved` tie the list is not final."""

    awards: tuple[Awarded, ...]
    unresolved: tuple[BoundaryTie, ...]
    capacities: tuple[Capacity, ...]
    cap: int | None
    base: int


@dataclass(frozen=True, slots=True)
class SchemeFault:
    """An invalid setting of a prize scheme; `tier` is empty for a setting of the scheme itself."""

    code: str
    tier: str = ""
    value: str = ""


def award(
    placings: Iterable[Placed],
    scheme: Scheme,
    *,
    registered: int,
    decisions: Collection[Decision] = (),
) -> Allotment:
    """Fill the tiers in order, each with the best entries that have no prize yet, up to its number.

    registered  number of approved entries of the group; the base `scored` is the number of ranked entries
    decisions   the chair's decisions about boundary ties; those that apply to no tie are ignored

    Under `chair` the first boundary tie without a decision stops the allotment: nothing below it is given.
    Entries without a rank never get a prize. The order of the placings never matters.
    """
    ranked = [(placed.rank, placed) for placed in placings if placed.rank is not None]
    ranked.sort(key=lambda pair: (pair[0], _order(pair[1].entry)))
    waiting = [placed for _, placed in ranked]
    base = registered if scheme.base == "registered" else len(waiting)
    cap = cap_of(scheme, base=base)
    awards: list[Awarded] = []
    capacities: list[Capacity] = []
    above = surplus = 0
    for tier in scheme.tiers:
        number = number_of(tier, scheme, base=base, above=above)
        left = None if number is None else max(0, number - surplus)
        places_left = None if cap is None else max(0, cap - len(awards))
        taken = _taken(waiting, tier, scheme, left=left, places_left=places_left, decisions=decisions)
        if isinstance(taken, BoundaryTie):
            return Allotment(tuple(awards), (taken,), tuple(capacities), cap, base)
        awards += [Awarded(placed.entry, tier.code) for placed in taken]
        capacities.append(Capacity(tier.code, number, _least(left, places_left), len(taken)))
        given = {placed.entry for placed in taken}
        waiting = [placed for placed in waiting if placed.entry not in given]
        above += len(taken) if number is None else number
        surplus = 0 if left is None else max(0, len(taken) - left)
    return Allotment(tuple(awards), (), tuple(capacities), cap, base)


def award_by_category(
    placings: Mapping[str, Sequence[Placed]],
    scheme: Scheme,
    *,
    registered: Mapping[str, int],
    decisions: Mapping[str, Collection[Decision]] | None = None,
) -> dict[str, Allotment]:
    """`award` for each category by itself: "with categories, shares and counts hold in each"."""
    return {
        name: award(
            part,
            scheme,
            registered=registered.get(name, 0),
            decisions=() if decisions is None else decisions.get(name, ()),
        )
        for name, part in placings.items()
    }


def cap_of(scheme: Scheme, *, base: int) -> int | None:
    """The most prizes of all tiers together: floor(max_share_of_entrants × base); None without a cap."""
    if scheme.max_share_of_entrants is None:
        return None
    return floor(Fraction(scheme.max_share_of_entrants) * base)


def number_of(tier: Tier, scheme: Scheme, *, base: int, above: int) -> int | None:
    """The number of places of a tier by the scheme; None for a tier with a minimum alone.

    above: the numbers of the higher tiers together, for a cumulative share. A share tier has at least one
    place under `at_least_one`. ValueError for a share of prizes without an overall cap.
    """
    if tier.count is not None:
        return tier.count
    if tier.share_of_entrants is not None:
        number = _whole(Fraction(tier.share_of_entrants) * base, scheme.rounding)
    elif tier.share_of_prizes is not None:
        prizes = cap_of(scheme, base=base)
        if prizes is None:
            raise ValueError("share_of_prizes without max_share_of_entrants")
        number = _whole(Fraction(tier.share_of_prizes) * prizes, scheme.rounding)
        number = max(0, number - above) if tier.cumulative else number
    else:
        return None
    return max(1, number) if scheme.at_least_one else number


def scheme_faults(scheme: Scheme) -> list[SchemeFault]:
    """Every invalid setting, in the order of festival.toml; empty for a valid scheme."""
    faults = []
    share = scheme.max_share_of_entrants
    if share is not None and not _is_share(share):
        faults.append(SchemeFault("cap-not-a-share", value=str(share)))
    codes = [tier.code for tier in scheme.tiers]
    faults += [SchemeFault("tier-twice", code) for code in sorted({c for c in codes if codes.count(c) > 1})]
    for tier in scheme.tiers:
        faults += _tier_faults(tier, scheme)
    return faults


def _tier_faults(tier: Tier, scheme: Scheme) -> Iterator[SchemeFault]:
    sizes = [size for size in (tier.count, tier.share_of_entrants, tier.share_of_prizes) if size is not None]
    if not tier.code:
        yield SchemeFault("tier-without-code")
    if len(sizes) > 1:
        yield SchemeFault("tier-with-two-sizes", tier.code)
    if not sizes and tier.minimum is None:
        yield SchemeFault("tier-without-size", tier.code)
    if tier.count is not None and tier.count < 0:
        yield SchemeFault("count-negative", tier.code, str(tier.count))
    for share in (tier.share_of_entrants, tier.share_of_prizes):
        if share is not None and not _is_share(share):
            yield SchemeFault("not-a-share", tier.code, str(share))
    if tier.share_of_prizes is not None and scheme.max_share_of_entrants is None:
        yield SchemeFault("share-of-prizes-without-cap", tier.code)
    if tier.cumulative and tier.share_of_prizes is None:
        yield SchemeFault("cumulative-without-share-of-prizes", tier.code)
    if tier.minimum is not None and (not tier.minimum.is_finite() or tier.minimum < 0):
        yield SchemeFault("minimum-negative", tier.code, str(tier.minimum))
    if tier.amount < 0:
        yield SchemeFault("amount-negative", tier.code, str(tier.amount))


@dataclass(frozen=True, slots=True)
class PaperText:
    """What a certificate says and of whom; `holder` is (entry, member, school), None for a deleted row."""

    holder: tuple[int | None, int | None, int]
    kind: str
    name: str
    unit: str
    achievement: str

    @property
    def compared_text(self) -> tuple[object, ...]:
        """The text as it is compared; "Đạt Giải Nhất" and "Đạt giải Nhất" say the same."""
        entry, _, school = self.holder
        return (entry, school, self.kind, self.name, self.unit, self.achievement.casefold())


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """The plan for the register: positions in `standing` (valid certificates) and `wanted` (due now).

    kept        standing → wanted: same text, keeps its number
    superseded  standing → wanted: the same holder, another text; a new number
    withdrawn   standing without a successor
    new         wanted without a predecessor
    """

    kept: Mapping[int, int]
    superseded: Mapping[int, int]
    withdrawn: Sequence[int]
    new: Sequence[int]


def register_plan(standing: Sequence[PaperText], wanted: Sequence[PaperText]) -> RegisterPlan:
    """Compare the valid certificates of the register with those that the awards give now.

    A certificate is kept for the same holder and text, else for the same text on the same entry (the
    person's row was replaced); what remains is matched by holder alone.
    """
    left_old, left_new = dict(enumerate(standing)), dict(enumerate(wanted))
    kept = _matched(left_old, left_new, lambda paper: (paper.holder, paper.compared_text))
    kept |= _matched(left_old, left_new, lambda paper: paper.compared_text)
    superseded = _matched(left_old, left_new, lambda paper: paper.holder)
    return RegisterPlan(kept, superseded, list(left_old), list(left_new))


def _taken(
    waiting: Sequence[Placed],
    tier: Tier,
    scheme: Scheme,
    *,
    left: int | None,
    places_left: int | None,
    decisions: Collection[Decision],
) -> Sequence[Placed] | BoundaryTie:
    """The entries that get the tier, or the tie that the chair has to decide first."""
    able = [placed for placed in waiting if _reaches(placed, tier.minimum)]
    limit = _least(left, places_left)
    if limit is None or len(able) <= limit:
        return able
    if limit == 0 or able[limit - 1].rank != able[limit].rank:
        return able[:limit]
    tied = [placed for placed in able if placed.rank == able[limit].rank]
    before = [placed for placed in able[:limit] if placed.rank != able[limit].rank]
    end = len(before) + len(tied)
    at_cap = places_left is not None and limit == places_left
    if at_cap or scheme.boundary_tie == "lower":
        return before
    if scheme.boundary_tie == "higher":
        return before if places_left is not None and end > places_left else before + tied
    most = end if places_left is None else min(end, places_left)
    tie = BoundaryTie(tier.code, tuple(p.entry for p in tied), limit - len(before), most - len(before))
    given = _decided(tie, decisions)
    return tie if given is None else before + [placed for placed in tied if placed.entry in given]


def _decided(tie: BoundaryTie, decisions: Collection[Decision]) -> frozenset[EntryKey] | None:
    """The entries to which the chair gave the tier; None when no decision applies to this tie."""
    tied = frozenset(tie.entries)
    for decision in decisions:
        fits = decision.tier == tie.tier and decision.tied == tied and decision.given <= tied
        if fits and len(decision.given) <= tie.most:
            return decision.given
    return None


def _reaches(placed: Placed, minimum: Decimal | None) -> bool:
    return minimum is None or (placed.points is not None and placed.points >= minimum)


def _least(first: int | None, second: int | None) -> int | None:
    known = [value for value in (first, second) if value is not None]
    return min(known, default=None)


def _whole(value: Fraction, rounding: Rounding) -> int:
    """A share as a whole number; "nearest" rounds halves up."""
    match rounding:
        case "down":
            return floor(value)
        case "up":
            return ceil(value)
        case "nearest":
            return floor(value + Fraction(1, 2))


def _is_share(value: Decimal) -> bool:
    return value.is_finite() and 0 < value <= 1


def _order(entry: EntryKey) -> tuple[bool, EntryKey]:
    """Sort key that orders numbers by value, then texts."""
    return isinstance(entry, str), entry


def _matched(
    old: dict[int, PaperText], new: dict[int, PaperText], key: Callable[[PaperText], Hashable]
) -> dict[int, int]:
    """Pairs of equal keys, each taken out of both, in order."""
    waiting: dict[Hashable, list[int]] = {}
    for position, paper in old.items():
        waiting.setdefault(key(paper), []).append(position)
    found = {}
    for position, paper in list(new.items()):
        if same := waiting.get(key(paper)):
            found[same[0]] = position
            del old[same.pop(0)], new[position]
    return found

"""Ranks from totals: equal totals share a rank and the next rank skips (1, 1, 3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from judging.rules.policy import EntryKey, key_order
from judging.rules.totals import Total

Key = tuple[Decimal, tuple[tuple[bool, Fraction], ...]]


@dataclass(frozen=True, slots=True)
class Placing:
    """An entry's place. `rank` is None for an entry without a total; `tied` when others share the rank."""

    entry: EntryKey
    rank: int | None
    points: Decimal | None
    tied: bool = False
    judges: int = 0


Standing = tuple[int | None, Decimal | None]
"""Rank and points of an entry; None without a total."""


@dataclass(frozen=True, slots=True)
class RankChange:
    """The rank and points of an entry before and after; None where the entry is not in the table."""

    entry: EntryKey
    before: Standing | None
    after: Standing | None


def rank_changes(before: Mapping[EntryKey, Standing], after: Mapping[EntryKey, Standing]) -> list[RankChange]:
    """What differs between two tables of a contest, in the order of `after`, then entries that left it."""
    entries = [*after, *(entry for entry in before if entry not in after)]
    found = (RankChange(entry, before.get(entry), after.get(entry)) for entry in entries)
    return [change for change in found if change.before != change.after]


def rank(totals: Iterable[Total]) -> list[Placing]:
    """Best first, unranked entries last; within a rank in the order of the entries' keys.

    The same totals in any order give the same table. Source: "equal totals share a rank and the next rank
    skips"; the written tie-breaks are part of the key, so only entries equal in all of them are tied.
    """
    ordered = sorted(totals, key=lambda total: key_order(total.entry))
    ranked = [(_key(total, total.points), total) for total in ordered if total.points is not None]
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    placings: list[Placing] = []
    for _, group in groupby(ranked, key=lambda pair: pair[0]):
        level, place = [total for _, total in group], len(placings) + 1
        placings += [_placing(total, place, tied=len(level) > 1) for total in level]
    return placings + [_placing(total, None, tied=False) for total in ordered if total.points is None]


def rank_by_category(
    totals: Iterable[Total], category_of: Callable[[EntryKey], str], *, categories: Sequence[str] = ()
) -> dict[str, list[Placing]]:
    """Ranks within each category: `categories` in their order (empty ones too), then others by name."""
    parts: dict[str, list[Total]] = {name: [] for name in categories}
    for total in totals:
        parts.setdefault(category_of(total.entry), []).append(total)
    others = sorted(parts.keys() - set(categories))
    return {name: rank(parts[name]) for name in (*categories, *others)}


def _key(total: Total, points: Decimal) -> Key:
    return points, tuple((value is not None, value or Fraction(0)) for value in total.tie_values)


def _placing(total: Total, place: int | None, *, tied: bool) -> Placing:
    return Placing(total.entry, place, total.points, tied, total.judges)

"""The published prizes of booths; the app that holds them registers its reader in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WonPrize:
    """A published prize: its name, its tier (1 is the highest) and the contest in which it was won."""

    prize: str
    tier: int
    contest: str
    contest_slug: str


Reader = Callable[[Collection[int]], Mapping[int, WonPrize]]
_readers: list[Reader] = []


def register_won_prizes(reader: Reader) -> None:
    """Register the function that returns the published prizes of entries, by their primary key."""
    _readers.append(reader)


def won_prizes(entries: Collection[int]) -> dict[int, WonPrize]:
    """The published prizes of these entries; one query, none without entries."""
    return (
        {entry: prize for reader in _readers for entry, prize in reader(entries).items()} if entries else {}
    )

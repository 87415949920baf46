"""Random numbers that are the same for the same seed on every machine and Python version."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Random numbers from `Random.random` only, the one method whose sequence Python guarantees."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def fraction(self) -> float:
        """A number of at least 0 and less than 1."""
        return self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of `things`."""
        return things[self.whole(0, len(things) - 1)]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """All of `things` in random order."""
        rest, mixed = list(things), list[T]()
        while rest:
            mixed.append(rest.pop(self.whole(0, len(rest) - 1)))
        return mixed

    def bell(self, middle: float, spread: float) -> float:
        """A number around `middle`, mostly within `spread` of it and never beyond six times that."""
        return middle + spread * (sum(self.fraction() for _ in range(12)) - 6)

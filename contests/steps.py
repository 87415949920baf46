"""What prepares a contest, step by step; the apps above register their steps in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contests.models import Contest


@dataclass(frozen=True, slots=True)
class ContestStep:
    """A line of the checklist of a contest: whether it is done, its text, state and URL."""

    done: bool
    text: str
    hint: str
    url: str


_readers: dict[int, Callable[[Contest], ContestStep]] = {}


def register_contest_step(place: int, reader: Callable[[Contest], ContestStep]) -> None:
    """Let `reader` tell the state of the step at this place of the checklist."""
    _readers[place] = reader


def steps_of(contest: Contest) -> list[ContestStep]:
    """The steps in their order; two queries each at most."""
    return [_readers[place](contest) for place in sorted(_readers)]

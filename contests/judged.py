"""Use of entries and rounds in judging, for apps below it; `judging.apps` registers the readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import ngettext

from contests.models import Contest, Entry, Round


@dataclass(frozen=True, slots=True)
class RoundUse:
    """Whether entries of a round are assigned, and whether it has criteria of its own."""

    is_assigned: bool = False
    has_criteria: bool = False


_readers: list[Callable[[Entry], int]] = []
_round_readers: list[Callable[[Round], RoundUse]] = []


def register_marked_sheets(reader: Callable[[Entry], int]) -> None:
    """Register the function that returns how many sheets of an entry have marks."""
    _readers.append(reader)


def with_marked_sheets(entry: Entry | None, consequence: str) -> str:
    """`consequence`, preceded by the number of the entry's marked sheets if it has any."""
    count = 0 if entry is None else sum(reader(entry) for reader in _readers)
    if not count:
        return consequence
    kept = ngettext(
        "It already has %(n)d score sheet, which is kept.",
        "It already has %(n)d score sheets, which are kept.",
        count,
    ) % {"n": count}
    return f"{kept} {consequence}"


def register_round_use(reader: Callable[[Round], RoundUse]) -> None:
    """Let `reader` say how a saved round is used."""
    _round_readers.append(reader)


def round_use(part: Round) -> RoundUse:
    """How the apps above use the round; a round that is not saved is not used."""
    uses = [reader(part) for reader in _round_readers] if part.pk else []
    return RoundUse(any(use.is_assigned for use in uses), any(use.has_criteria for use in uses))


class RankingPreview(Protocol):
    """Returns a line for each entry whose rank or points the action would change; nothing stays written."""

    def __call__(self, action: Callable[[], object], *, contest: Contest) -> list[str]: ...


_ranking_previews: list[RankingPreview] = []


def register_ranking_preview(preview: RankingPreview) -> None:
    """Register the function that says what an action would change in the ranking."""
    _ranking_previews.append(preview)


def ranking_lines(action: Callable[[], object], *, contest: Contest) -> list[str]:
    """What `action` would change in the ranking of the contest, a line for each entry."""
    return [line for preview in _ranking_previews for line in preview(action, contest=contest)]

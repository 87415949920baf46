"""What the page of papers shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contests.models import Contest
from desk.documents import KINDS
from festival.models import Festival, Job, User


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of paper and the contests it can be printed for now; `waits` when none is frozen yet."""

    code: str
    name: object
    note: object
    contests: Sequence[Contest]
    per_festival: bool
    is_secret: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class PrintingPage:
    """Kinds, and the person's last printings."""

    kinds: Sequence[KindRow]
    jobs: Sequence[Job]


def printing_page(festival: Festival, *, by: User) -> PrintingPage:
    """The page for one person; two queries."""
    contests = list(Contest.objects.filter(festival=festival))
    frozen = [contest for contest in contests if contest.is_frozen]
    rows = [
        KindRow(
            code=code,
            name=kind.name,
            note=kind.note,
            contests=(frozen if kind.wants_freeze else contests) if kind.per == "contest" else [],
            per_festival=kind.per == "festival",
            is_secret=kind.is_secret,
            waits=kind.wants_freeze and not frozen,
        )
        for code, kind in KINDS.items()
    ]
    jobs = Job.objects.filter(festival=festival, created_by=by, kind="printing")[:8]
    return PrintingPage(rows, list(jobs))

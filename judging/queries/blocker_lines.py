"""Each thing that blocks a freeze, in words that name the entry, the round and the judge."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from contests.models import Contest, Entry
from judging.models import Judge
from judging.queries.blockers import judging_state
from judging.rules.states import Blocker


@dataclass(frozen=True, slots=True)
class BlockerLine:
    """A blocker, the entry and judge it names, and what it says."""

    blocker: Blocker
    entry: Entry | None
    judge: Judge | None
    text: str

    @property
    def key(self) -> str:
        """Names the blocker in an address: code, entry, round, judge and op."""
        it = self.blocker
        return "~".join(str(part or "") for part in (it.code, it.entry, it.round, it.judge, it.op))

    def __str__(self) -> str:
        return self.text


def blocker_messages(code: str) -> str:
    """What one blocker of this kind says."""
    return {
        "sheet-missing": _("sheet not begun"),
        "sheet-incomplete": _("criteria not marked"),
        "sheet-not-submitted": _("marked but not submitted"),
        "conflict": _("two tablets differ"),
        "quarantine": _("sheet waiting to be looked at"),
        "discrepancy": _("discrepancy not settled"),
    }[code]


def described(contest: Contest, blockers: list[Blocker]) -> list[BlockerLine]:
    """The blockers with their entries and judges; two queries."""
    entries = Entry.objects.select_related("school").in_bulk({b.entry for b in blockers if b.entry})
    judges = Judge.objects.select_related("user").in_bulk({b.judge for b in blockers if b.judge})
    return [_line(blocker, entries.get(blocker.entry), judges.get(blocker.judge)) for blocker in blockers]


def blocker_lines(contest: Contest) -> list[str]:
    """What blocks the freeze of the contest, one line each."""
    if contest.is_frozen:
        return []
    return [str(line) for line in described(contest, list(judging_state(contest).blockers))]


def _line(blocker: Blocker, entry: Entry | None, judge: Judge | None) -> BlockerLine:
    parts = [
        (entry.number or str(entry)) if entry else "",
        blocker.round,
        judge.user.full_name if judge else "",
        blocker_messages(blocker.code),
    ]
    return BlockerLine(blocker, entry, judge, ": ".join(part for part in parts if part))

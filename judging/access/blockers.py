"""Access functions of organisers for what blocks a freeze: a discrepancy, a blocker, a settlement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from contests.access import contest_for_organiser
from contests.models import Contest, Entry, Round
from festival.access import Anybody
from judging.models import Judge, ScoreOp, Settlement
from judging.pages.blockers import BlockerLine, blocker_lines
from judging.queries.blockers import JudgingState, judging_state


@dataclass(frozen=True, slots=True)
class BlockerContext:
    """The rows that a settlement is about. `judge` and `op` are None unless the blocker names them.

    judged  the state of judging that the discrepancy was found in; None for a waiver
    line    the blocker to be waived; None for a discrepancy
    """

    contest: Contest
    entry: Entry
    round: Round | None
    judge: Judge | None = None
    op: ScoreOp | None = None
    line: BlockerLine | None = None
    judged: JudgingState | None = None

    def as_waiver(self) -> dict[str, Any]:
        """The arguments of `waive` that name this blocker."""
        assert self.line is not None
        return {
            "blocker": self.line.blocker.code,
            "entry": self.entry,
            "round": self.round,
            "judge": self.judge,
            "op": self.op,
        }


def discrepancy_for_organiser(
    user: Anybody, slug: str, contest: str, *, entry: int, round: str
) -> BlockerContext:
    """A discrepancy that exists now, settled or not; 404 where there is none."""
    row = contest_for_organiser(user, slug, contest)
    judged = judging_state(row)
    gap = judged.gap_of(entry, round)
    if gap is None or gap.verdict == "agree":
        raise Http404
    found = Entry.objects.select_related("school", "contest").get(pk=entry)
    return BlockerContext(row, found, Round.objects.get(contest=row, code=round), judged=judged)


def blocker_for_organiser(user: Anybody, slug: str, contest: str, key: str) -> BlockerContext:
    """A blocker that exists now, by its key (see `blocker_key`); 404 once it is settled."""
    row = contest_for_organiser(user, slug, contest)
    for line in blocker_lines(row, list(judging_state(row).blockers)):
        if line.key == key and line.entry is not None:
            op = ScoreOp.objects.filter(pk=UUID(line.blocker.op)).first() if line.blocker.op else None
            return BlockerContext(row, line.entry, line.round, line.judge, op, line)
    raise Http404


def settlement_for_organiser(user: Anybody, slug: str, contest: str, pk: int) -> Settlement:
    """A settlement in force, of a contest that the user organises; 404 for others."""
    row = contest_for_organiser(user, slug, contest)
    found = Settlement.objects.live().select_related("contest__festival").filter(contest=row, pk=pk).first()
    if found is None:
        raise Http404
    return found

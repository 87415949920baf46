"""Blockers of a freeze, each with a text that names the entry, the round and the judge."""

from __future__ import annotations

from dataclasses import dataclass

from contests.models import Contest, Entry, Round
from judging.blocker_labels import blocker_label
from judging.models import Judge
from judging.queries.blockers import judging_state
from judging.rules.states import OF_NO_ROUND, Blocker


@dataclass(frozen=True, slots=True)
class BlockerLine:
    """A blocker with its entry, round and judge, and its text."""

    blocker: Blocker
    entry: Entry | None
    round: Round | None
    judge: Judge | None
    text: str

    @property
    def key(self) -> str:
        """The blocker's key in a URL: code, entry, round, judge and op."""
        it = self.blocker
        return "~".join(str(part or "") for part in (it.code, it.entry, it.round, it.judge, it.op))

    def __str__(self) -> str:
        return self.text


def blocker_lines(contest: Contest, blockers: list[Blocker]) -> list[BlockerLine]:
    """Lines for these blockers, with their entries, judges and rounds; three queries."""
    entries = Entry.objects.select_related("school").in_bulk({b.entry for b in blockers if b.entry})
    judges = Judge.objects.select_related("user").in_bulk({b.judge for b in blockers if b.judge})
    rounds = {row.code: row for row in Round.objects.filter(contest=contest)} if blockers else {}
    return [
        _line(
            b,
            entries.get(b.entry),
            None if b.code in OF_NO_ROUND else rounds.get(b.round),
            judges.get(b.judge),
        )
        for b in blockers
    ]


def blocker_texts(contest: Contest) -> list[str]:
    """A line for each blocker of the contest's freeze."""
    if contest.is_frozen:
        return []
    return [str(line) for line in blocker_lines(contest, list(judging_state(contest).blockers))]


def _line(blocker: Blocker, entry: Entry | None, round: Round | None, judge: Judge | None) -> BlockerLine:
    parts = [
        (entry.numbers or str(entry)) if entry else "",
        (round.name or round.code) if round else "",
        judge.user.full_name if judge else "",
        blocker_label(blocker.code),
    ]
    return BlockerLine(blocker, entry, round, judge, ": ".join(part for part in parts if part))

"""Blockers of a freeze, each with a text that names the entry, the round and the judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from contests.models import Contest, Entry, Round
from judging.blocker_labels import blocker_label
from judging.models import Judge
from judging.queries.blockers import judging_state
from judging.rules.states import OF_NO_ROUND, Blocker


@dataclass(frozen=True, slots=True)
class BlockerLink:
    """A page where a blocker is mended; `for_organiser` when a secretary may not open it."""

    text: str
    url: str
    for_organiser: bool = False


@dataclass(frozen=True, slots=True)
class BlockerLine:
    """A blocker with its entry, round and judge, its text, and the pages where it is mended."""

    blocker: Blocker
    entry: Entry | None
    round: Round | None
    judge: Judge | None
    text: str
    links: Sequence[BlockerLink] = ()

    @property
    def key(self) -> str:
        """The blocker's key in a URL: code, entry, round, judge and op."""
        it = self.blocker
        return "~".join(str(part or "") for part in (it.code, it.entry, it.round, it.judge, it.op))

    def __str__(self) -> str:
        return self.text


def blocker_lines(contest: Contest, blockers: list[Blocker]) -> list[BlockerLine]:
    """Lines for these blockers, with their entries, judges and rounds; three queries."""
    entries = Entry.objects.select_related("school", "contest").in_bulk(
        {b.entry for b in blockers if b.entry}
    )
    judges = Judge.objects.select_related("user").in_bulk({b.judge for b in blockers if b.judge})
    rounds = {row.code: row for row in Round.objects.filter(contest=contest)} if blockers else {}
    return [
        _line(
            contest,
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


def _line(
    contest: Contest, blocker: Blocker, entry: Entry | None, round: Round | None, judge: Judge | None
) -> BlockerLine:
    parts = [
        (entry.numbers or str(entry)) if entry else "",
        (round.name or round.code) if round else "",
        judge.user.full_name if judge else "",
        blocker_label(blocker.code),
    ]
    text = ": ".join(part for part in parts if part)
    line = BlockerLine(blocker, entry, round, judge, text)
    return replace(line, links=_links(line, festival=contest.festival.slug, contest=contest.slug))


def _links(line: BlockerLine, *, festival: str, contest: str) -> list[BlockerLink]:
    """The pages where the blocker is mended."""

    def page(name: str, *words: object) -> str:
        return reverse(name, args=[festival, *words])

    code, entry, part = line.blocker.code, line.entry, line.round
    if code == "no-entries":
        return [BlockerLink(_("Registrations"), f"{page('desk:registrations')}?contest={contest}")]
    if code == "no-criteria":
        return [BlockerLink(_("Criteria"), page("judging:rubric", contest), for_organiser=True)]
    if line.blocker.op:
        return [BlockerLink(_("See both versions"), page("judging:op", contest, line.blocker.op))]
    if code == "machine-unmarked" and part is not None:
        return [BlockerLink(_("Enter the machine's marks"), page("judging:machine", contest, part.pk))]
    if line.judge is not None:
        anchor = f"judge-{line.judge.pk}-{part.pk}" if part else ""
        return [
            BlockerLink(_("Judge's details"), page("judging:judge", line.judge.pk)),
            BlockerLink(_("Remove from the judge"), f"{page('judging:panels', contest)}#{anchor}"),
        ]
    assert entry is not None  # every other blocker concerns an entry
    if code == "entry-out":
        return [BlockerLink(_("Registration"), page("desk:registration", "entry", entry.pk))]
    if code == "discrepancy":
        settle = page("judging:settle", contest, entry.pk, line.blocker.round or "-")
        return [BlockerLink(_("Settle"), settle, for_organiser=True)]
    chosen = urlencode({"entries": entry.pk, **({"round": part.pk} if part else {})})
    return [BlockerLink(_("Assign to judges"), f"{page('judging:assign', contest)}?{chosen}")]

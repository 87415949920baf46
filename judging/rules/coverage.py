"""Entries that cannot get a total, whatever else the judges do: nobody marks them, or no marks were entered.

An entry needs marks in every round that counts: each round of weight > 0, or with "best" any one round.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from judging.rules.marks import SheetMarks, is_counted
from judging.rules.policy import ContestRule, EntryKey, RoundRule
from judging.rules.states import Blocker, BlockerCode
from judging.rules.totals import totals


def coverage_blockers(
    entries: Collection[EntryKey], sheets: Iterable[SheetMarks], contest: ContestRule
) -> list[Blocker]:
    """What the contest lacks before it can have a result, as blockers of the freeze.

    no-entries        there is no approved entry
    no-criteria       a round has nothing to be marked by
    entry-unassigned  no judge has the entry in a round of judges
    machine-unmarked  the entry has no complete marks in a machine round
    """
    covered = {
        (sheet.entry, sheet.round)
        for sheet in sheets
        if sheet.judge is not None or is_counted(sheet, contest.round(sheet.round))
    }
    found = [] if entries else [Blocker("no-entries")]
    found += [Blocker("no-criteria", round=rule.code) for rule in contest.rounds if not rule.criteria]
    for entry in entries:
        for rule in _lacking(entry, covered, contest):
            code: BlockerCode = "machine-unmarked" if rule.is_machine else "entry-unassigned"
            found.append(Blocker(code, entry, rule.code))
    return found


def unranked_entries(
    entries: Collection[EntryKey], sheets: Iterable[SheetMarks], contest: ContestRule
) -> list[EntryKey]:
    """Entries that have no total as the sheets stand now."""
    return [total.entry for total in totals(sheets, contest, entries=entries) if total.points is None]


def _lacking(
    entry: EntryKey, covered: Collection[tuple[EntryKey, str]], contest: ContestRule
) -> Sequence[RoundRule]:
    """The rounds in which the entry lacks marks; with "best" the first round when it has nothing."""
    if contest.combine_rounds == "best":
        has_any = any((entry, rule.code) in covered for rule in contest.rounds)
        return () if has_any else contest.rounds[:1]
    return [rule for rule in _counting(contest) if (entry, rule.code) not in covered]


def _counting(contest: ContestRule) -> Iterator[RoundRule]:
    return (rule for rule in contest.rounds if rule.weight > 0)

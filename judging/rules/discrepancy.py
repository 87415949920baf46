"""The discrepancy gate: how far the judges of one entry lie apart, and what settles it.

gap = (highest − lowest judge's total) ÷ the round's weighted maximum; below `agree` they agree; up to
`discuss` they discuss; above, a third judge. The first marks are never altered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from judging.rules.marks import SheetMarks, is_counted, sheet_total
from judging.rules.policy import ContestRule, EntryKey, Gate, JudgeKey, RoundRule
from judging.rules.totals import entry_order

Verdict = Literal["agree", "discuss", "third_judge"]
Settlement = Literal["agreed", "third-judge", "head"]
ThirdOpinion = Literal["two_equal", "mean", "head"]

WIDEST_OF_THREE: Final = Fraction(1, 4)
"""Of three judges: 2.5 on a scale of 10 (DOMAIN.md, literature examination)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the counted judges of one entry lie apart in one round."""

    entry: EntryKey
    round: str
    verdict: Verdict
    share: Fraction
    highest: JudgeKey
    lowest: JudgeKey
    highest_points: Decimal
    lowest_points: Decimal
    judges: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was written about a discrepancy: how it was settled, by a minute or by the head of the panel.

    `points` is the result that the head decided; None leaves the judges' result as it is.
    """

    entry: EntryKey
    round: str
    settlement: Settlement
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OfThree:
    """What the rule of three says: the points of two equal judges, the mean of three, or the head decides."""

    opinion: ThirdOpinion
    points: Fraction | None


def verdict_of(share: Fraction, gate: Gate) -> Verdict:
    """Below `agree`: agree. From `agree` up to and with `discuss`: discuss. Above: a third judge."""
    if share < Fraction(gate.agree):
        return "agree"
    return "discuss" if share <= Fraction(gate.discuss) else "third_judge"


def gaps(sheets: Iterable[SheetMarks], contest: ContestRule) -> list[Gap]:
    """Every entry and round with a gate and two or more counted judges, by entry, then by round."""
    by_place: dict[tuple[EntryKey, str], list[SheetMarks]] = defaultdict(list)
    for sheet in sheets:
        by_place[sheet.entry, sheet.round].append(sheet)
    found = []
    for entry in sorted({entry for entry, _ in by_place}, key=entry_order):
        for rule in contest.rounds:
            gate = contest.gate_of(rule)
            gap = gate and gap_of(by_place.get((entry, rule.code), ()), rule, gate=gate)
            if gap:
                found.append(gap)
    return found


def gap_of(sheets: Iterable[SheetMarks], rule: RoundRule, *, gate: Gate) -> Gap | None:
    """The gap between one entry's judges in one round; None with fewer than two counted judges."""
    per_judge = sorted(
        ((sheet_total(sheet, rule), sheet) for sheet in sheets if is_counted(sheet, rule)),
        key=lambda pair: (pair[0], entry_order(pair[1].judge if pair[1].judge is not None else "")),
    )
    if len(per_judge) < 2:
        return None
    (low, lowest), (high, highest) = per_judge[0], per_judge[-1]
    if lowest.judge is None or highest.judge is None:
        return None
    share = Fraction(high - low) / Fraction(rule.maximum) if rule.maximum else Fraction(0)
    return Gap(
        entry=lowest.entry,
        round=rule.code,
        verdict=verdict_of(share, gate),
        share=share,
        highest=highest.judge,
        lowest=lowest.judge,
        highest_points=high,
        lowest_points=low,
        judges=len(per_judge),
    )


def of_three(
    first: Decimal, second: Decimal, third: Decimal, *, maximum: Decimal, widest: Fraction = WIDEST_OF_THREE
) -> OfThree:
    """What a third judge settles: two equal → that mark; largest gap ≤ `widest` of the maximum → mean of
    the three; more → the head of the panel decides. The source is DOMAIN.md §4; a proposal for the head's
    ruling, which alone enters a result.
    """
    low, middle, high = sorted((first, second, third))
    if low == middle or middle == high:
        return OfThree("two_equal", Fraction(middle))
    if Fraction(high - low) <= widest * Fraction(maximum):
        return OfThree("mean", (Fraction(low) + Fraction(middle) + Fraction(high)) / 3)
    return OfThree("head", None)


def is_settled(gap: Gap, ruling: Ruling | None) -> bool:
    """Agreeing judges need nothing; a discussion needs any written settlement; a gap for a third judge needs
    three judges with a written settlement, or the head's decision. (A waiver is `states.freeze_blockers`.)
    """
    if gap.verdict == "agree":
        return True
    if ruling is None or (ruling.entry, ruling.round) != (gap.entry, gap.round):
        return False
    if gap.verdict == "discuss" or ruling.settlement == "head":
        return True
    return ruling.settlement == "third-judge" and gap.judges >= 3


def unsettled(found: Iterable[Gap], rulings: Mapping[tuple[EntryKey, str], Ruling]) -> list[Gap]:
    """The gaps that still block a freeze."""
    return [gap for gap in found if not is_settled(gap, rulings.get((gap.entry, gap.round)))]

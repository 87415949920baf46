"""Discrepancies between the judges of one entry: their size, the verdict, and what settles them.

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
from judging.rules.policy import ContestRule, DiscrepancyThreshold, EntryKey, JudgeKey, RoundRule, key_order

Verdict = Literal["agree", "discuss", "third_judge"]
Settlement = Literal["agreed", "third-judge", "head"]
ThirdOpinion = Literal["two_equal", "mean", "head"]
RulingFault = Literal[
    "no-discrepancy",
    "points-of-head",
    "points-needed",
    "points-out-of-range",
    "third-judge-needed",
    "agreement-not-enough",
]

WIDEST_OF_THREE: Final = Fraction(1, 4)
"""The largest gap of three judges with a mean: 2.5 on a scale of 10 (literature examination)."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference between the counted judges of one entry in one round.

    `share` is a fraction of the round's weighted maximum; the points are weighted totals of a judge.
    """

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
    """How a discrepancy was settled: by written minutes or by the head of the panel.

    `points` is the result that the head decided; None with the other settlements.
    """

    entry: EntryKey
    round: str
    settlement: Settlement
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OfThree:
    """The result of the rule for three judges; `points` is None where the head of the panel decides."""

    opinion: ThirdOpinion
    points: Fraction | None


def verdict_of(share: Fraction, threshold: DiscrepancyThreshold) -> Verdict:
    """Below `agree`: agree. From `agree` up to and with `discuss`: discuss. Above: a third judge."""
    if share < Fraction(threshold.agree):
        return "agree"
    return "discuss" if share <= Fraction(threshold.discuss) else "third_judge"


def gaps(sheets: Iterable[SheetMarks], contest: ContestRule) -> list[Gap]:
    """Gaps of all entries in all rounds with thresholds, sorted by entry, then in the order of the rounds."""
    by_round: dict[tuple[EntryKey, str], list[SheetMarks]] = defaultdict(list)
    for sheet in sheets:
        by_round[sheet.entry, sheet.round].append(sheet)
    found = []
    for entry in sorted({entry for entry, _ in by_round}, key=key_order):
        for rule in contest.rounds:
            threshold = contest.threshold_of(rule)
            gap = threshold and gap_of(by_round[entry, rule.code], rule, threshold=threshold)
            if gap:
                found.append(gap)
    return found


def gap_of(sheets: Iterable[SheetMarks], rule: RoundRule, *, threshold: DiscrepancyThreshold) -> Gap | None:
    """The gap between one entry's judges in one round; None with fewer than two counted judges.

    Of judges with equal totals the one whose key sorts first is `lowest`, and last `highest`.
    """
    per_judge = [
        (sheet_total(sheet, rule), sheet.judge, sheet.entry)
        for sheet in sheets
        if sheet.judge is not None and is_counted(sheet, rule)
    ]
    if len(per_judge) < 2:
        return None
    per_judge.sort(key=lambda line: (line[0], key_order(line[1])))
    (low, lowest, entry), (high, highest, _) = per_judge[0], per_judge[-1]
    share = Fraction(high - low) / Fraction(rule.maximum) if rule.maximum else Fraction(0)
    return Gap(
        entry=entry,
        round=rule.code,
        verdict=verdict_of(share, threshold),
        share=share,
        highest=highest,
        lowest=lowest,
        highest_points=high,
        lowest_points=low,
        judges=len(per_judge),
    )


def of_three(
    first: Decimal, second: Decimal, third: Decimal, *, maximum: Decimal, widest: Fraction = WIDEST_OF_THREE
) -> OfThree:
    """The points that the rule for three judges proposes.

    Two equal marks: that mark. Largest gap up to `widest` of the maximum: the mean of the three. More: the
    head of the panel decides. Only the ruling of the head enters a result. Source: literature examination.
    """
    low, middle, high = sorted((first, second, third))
    if low == middle or middle == high:
        return OfThree("two_equal", Fraction(middle))
    if Fraction(high - low) <= widest * Fraction(maximum):
        return OfThree("mean", (Fraction(low) + Fraction(middle) + Fraction(high)) / 3)
    return OfThree("head", None)


def ruling_fault(gap: Gap | None, ruling: Ruling, *, highest: Decimal) -> RulingFault | None:
    """The code of the rule that a new ruling about this gap breaks; None for a valid ruling.

    gap      the gap as it is now; None without two counted judges or without thresholds
    highest  the highest result that the round can have (`highest_result`)
    """
    if gap is None or gap.verdict == "agree":
        return "no-discrepancy"
    if ruling.settlement == "head":
        if ruling.points is None:
            return "points-needed"
        is_possible = ruling.points.is_finite() and 0 <= ruling.points <= highest
        return None if is_possible else "points-out-of-range"
    if ruling.points is not None:
        return "points-of-head"
    if ruling.settlement == "third-judge":
        return None if gap.judges >= 3 else "third-judge-needed"
    return None if gap.verdict == "discuss" else "agreement-not-enough"


def highest_result(rule: RoundRule, *, judges: int) -> Decimal:
    """The highest result of a round: a sheet's maximum, times the judges where the method adds them."""
    return rule.maximum * judges if rule.policy.method == "sum" else rule.maximum


def is_settled(gap: Gap, ruling: Ruling | None) -> bool:
    """Whether `ruling` settles the gap.

    `agree` needs no ruling; `discuss` needs any; `third_judge` needs a third counted sheet and the settlement
    "third-judge", or the head's decision. Waivers are not considered here: see `states.freeze_blockers`.
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

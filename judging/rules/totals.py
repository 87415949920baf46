"""One total for each entry from the counted sheets: the section "How a result is made".

Marks and sums are exact decimals, means are fractions; only what the contract rounds is rounded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from judging.rules.marks import EXACT, SheetMarks, is_counted, sheet_total
from judging.rules.policy import (
    ContestRule,
    EntryKey,
    JudgeKey,
    Policy,
    Rounding,
    RoundRule,
    TieBreak,
    key_order,
)


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The result of one entry in one round.

    points         rounded to the round's decimals; None: no result
    judges         number of counted sheets (a machine's sheet counts as one)
    per_judge      each counted judge's weighted total, exact; the machine's key is None
    per_criterion  combine = "criterion" only: the rounded, weighted parts, which add up to `points`
    ruled          the head of the panel decided the points (docs/SCORING.md, discrepancies)
    """

    points: Decimal | None
    judges: int = 0
    per_judge: Mapping[JudgeKey | None, Decimal] = field(default_factory=dict)
    per_criterion: Mapping[str, Decimal] = field(default_factory=dict)
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """An entry's total over the rounds; `points` is None for an entry that is not ranked.

    judges      the smallest number of counted sheets of a round
    tie_values  one value for each written tie-break, higher first; None (no value) is below every value
    """

    entry: EntryKey
    rounds: Mapping[str, RoundResult]
    points: Decimal | None
    judges: int = 0
    tie_values: tuple[Fraction | None, ...] = ()


Rulings = Mapping[tuple[EntryKey, str], Decimal]
"""Points that the head of the panel decided for (entry, round) after a discrepancy."""


def totals(
    sheets: Iterable[SheetMarks],
    contest: ContestRule,
    *,
    entries: Iterable[EntryKey] = (),
    rulings: Rulings | None = None,
) -> list[Total]:
    """One total for each entry, in the order of the entries' keys; the order of the sheets never matters.

    `entries` names those that must have a row even without a sheet. Sheets that are not submitted or not
    complete are not counted. A ruling replaces the points of a round that has a result; marks do not change.
    """
    by_entry: dict[EntryKey, dict[str, list[SheetMarks]]] = {entry: {} for entry in entries}
    for sheet in sheets:
        by_entry.setdefault(sheet.entry, {}).setdefault(sheet.round, []).append(sheet)
    return [
        _total(entry, by_entry[entry], contest, rulings or {}) for entry in sorted(by_entry, key=key_order)
    ]


def round_result(
    sheets: Iterable[SheetMarks], rule: RoundRule, *, ruling: Decimal | None = None
) -> RoundResult:
    """The result of one entry in one round, from that entry's sheets of that round.

    No result with fewer counted sheets than `min_judges` (a machine round needs one), or when trimming
    leaves no sheet. ValueError for two counted sheets of one judge.
    """
    counted = sorted((s for s in sheets if is_counted(s, rule)), key=lambda sheet: key_order(sheet.judge))
    per_judge = {sheet.judge: sheet_total(sheet, rule) for sheet in counted}
    if len(per_judge) < len(counted):
        raise ValueError(f"two sheets of one judge in round {rule.code!r}")
    needed = 1 if rule.is_machine else max(1, rule.policy.min_judges)
    if len(counted) < needed:
        return RoundResult(None, len(counted), per_judge)
    points, parts = _points_and_parts(counted, list(per_judge.values()), rule)
    if points is None or ruling is None:
        return RoundResult(points, len(counted), per_judge, parts)
    points = rounded(Fraction(ruling), rule.policy.decimals, rule.policy.rounding)
    return RoundResult(points, len(counted), per_judge, ruled=True)


def combined(values: Sequence[Decimal], policy: Policy) -> Fraction | None:
    """`method` over the judges' values, unrounded; None without values or when trimming leaves none."""
    if not values:
        return None
    match policy.method:
        case "mean":
            return _mean(values)
        case "sum":
            return Fraction(_sum(values))
        case "median":
            return _mean(sorted(values)[(len(values) - 1) // 2 : len(values) // 2 + 1])
        case "trimmed_mean":
            kept = sorted(values)[policy.drop_low : max(0, len(values) - policy.drop_high)]
            return _mean(kept) if kept else None
        case "clipped_mean":
            return _clipped_mean(values, policy)


def rounded(value: Fraction, decimals: int, rounding: Rounding) -> Decimal:
    """`value` with exactly `decimals` places: halves away from zero (half_up) or to the even digit."""
    whole, rest = divmod(abs(value.numerator) * 10**decimals, value.denominator)
    is_half = 2 * rest == value.denominator
    if 2 * rest > value.denominator or (is_half and (rounding == "half_up" or whole % 2 == 1)):
        whole += 1
    return EXACT.scaleb(Decimal(-whole if value < 0 else whole), -decimals)


def _total(
    entry: EntryKey, by_round: Mapping[str, list[SheetMarks]], contest: ContestRule, rulings: Rulings
) -> Total:
    results = {
        rule.code: round_result(by_round.get(rule.code, ()), rule, ruling=rulings.get((entry, rule.code)))
        for rule in contest.rounds
    }
    return Total(
        entry=entry,
        rounds=results,
        points=_points(results, contest),
        judges=min((result.judges for result in results.values()), default=0),
        tie_values=tuple(_tie_value(tie, by_round, results, contest) for tie in contest.tie_break),
    )


def _points(results: Mapping[str, RoundResult], contest: ContestRule) -> Decimal | None:
    if contest.combine_rounds == "best":
        return max((r.points for r in results.values() if r.points is not None), default=None)
    total = Fraction(0)
    for rule in contest.rounds:
        points = results[rule.code].points
        if points is not None:
            total += Fraction(points) * Fraction(rule.weight)
        elif rule.weight > 0:
            return None
    return rounded(total, contest.decimals, contest.rounding)


def _tie_value(
    tie: TieBreak,
    by_round: Mapping[str, list[SheetMarks]],
    results: Mapping[str, RoundResult],
    contest: ContestRule,
) -> Fraction | None:
    """The round's result, or the unrounded mean of a criterion over the counted sheets of all its rounds.

    None without points, and for a round that the contest does not have: `scoring_faults` reports that one.
    """
    if tie.kind == "round":
        points = results[tie.code].points if tie.code in results else None
        return None if points is None else Fraction(points)
    values = [
        points
        for rule in contest.rounds
        if any(criterion.code == tie.code for criterion in rule.criteria)
        for sheet in by_round.get(rule.code, ())
        if is_counted(sheet, rule) and (points := sheet.marks[tie.code]) is not None
    ]
    return _mean(values) if values else None


def _points_and_parts(
    counted: Sequence[SheetMarks], sheet_totals: Sequence[Decimal], rule: RoundRule
) -> tuple[Decimal | None, Mapping[str, Decimal]]:
    """The rounded result, and with combine = "criterion" its parts; (None, {}) without a result."""
    policy = rule.policy
    if policy.combine == "criterion":
        parts = _criterion_parts(counted, rule)
        return (None, {}) if parts is None else (sum(parts.values(), Decimal(0)), parts)
    value = combined(sheet_totals, policy)
    return None if value is None else rounded(value, policy.decimals, policy.rounding), {}


def _criterion_parts(counted: Sequence[SheetMarks], rule: RoundRule) -> dict[str, Decimal] | None:
    """combine = "criterion": each criterion over the judges, rounded, weighted, rounded again."""
    policy = rule.policy
    parts: dict[str, Decimal] = {}
    for criterion in rule.criteria:
        value = combined(_points_of(counted, criterion.code), policy)
        if value is None:
            return None
        printed = rounded(value, policy.decimals, policy.rounding)
        weighted = Fraction(printed) * Fraction(criterion.weight)
        parts[criterion.code] = rounded(weighted, policy.decimals, policy.rounding)
    return parts


def _points_of(sheets: Sequence[SheetMarks], code: str) -> list[Decimal]:
    return [points for sheet in sheets if (points := sheet.marks[code]) is not None]


def _clipped_mean(values: Sequence[Decimal], policy: Policy) -> Fraction:
    """The mean after values farther than `clip` from the raw mean are moved to that distance."""
    raw, distance = _mean(values), Fraction(policy.clip)
    pulled = []
    for value in map(Fraction, values):
        near = min(max(value, raw - distance), raw + distance)
        if near != value and policy.round_marks:
            near = Fraction(rounded(near, policy.decimals, policy.rounding))
        pulled.append(near)
    return Fraction(sum(pulled)) / len(pulled)


def _mean(values: Sequence[Decimal]) -> Fraction:
    return Fraction(_sum(values)) / len(values)


def _sum(values: Sequence[Decimal]) -> Decimal:
    """The exact sum: the precision of EXACT is above that of any sum of marks and weights."""
    return reduce(EXACT.add, values)

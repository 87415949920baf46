"""One judge's sheet of one entry: validation of marks, completeness, and the weighted total."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from judging.rules.policy import CriterionRule, EntryKey, JudgeKey, RoundRule

EXACT: Final = Context(prec=100)


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The unweighted points of a sheet by criterion code; None is "not marked", which is not 0.

    `judge` is None for a machine's sheet. `round` is the round's code ("" where there is one round).
    """

    entry: EntryKey
    round: str
    judge: JudgeKey | None
    marks: Mapping[str, Decimal | None]
    submitted: bool = True


def mark_fault(points: Decimal, criterion: CriterionRule) -> str | None:
    """Code of the rule that these points break for the criterion; None for valid points.

    Codes: `not-a-number` (NaN, infinite), `below-zero`, `above-maximum`, `not-a-step`.
    """
    if not points.is_finite():
        return "not-a-number"
    if points < 0:
        return "below-zero"
    if points > criterion.maximum:
        return "above-maximum"
    if Fraction(points) % Fraction(criterion.step) != 0:
        return "not-a-step"
    return None


def missing_criteria(sheet: SheetMarks, rule: RoundRule) -> tuple[str, ...]:
    """Codes of the round's criteria that are not marked yet, in the order of the rubric."""
    return tuple(criterion.code for criterion in rule.criteria if sheet.marks.get(criterion.code) is None)


def is_complete(sheet: SheetMarks, rule: RoundRule) -> bool:
    """Whether every criterion of the round has points."""
    return not missing_criteria(sheet, rule)


def is_counted(sheet: SheetMarks, rule: RoundRule) -> bool:
    """Whether the sheet takes part in a result: submitted and complete. Not marked is never read as 0."""
    return sheet.submitted and is_complete(sheet, rule)


def sheet_total(sheet: SheetMarks, rule: RoundRule) -> Decimal:
    """Sum of points × weight over the round's criteria, unrounded; criteria not marked add nothing."""
    total = Decimal(0)
    for criterion in rule.criteria:
        points = sheet.marks.get(criterion.code)
        if points is not None:
            total = EXACT.add(total, EXACT.multiply(points, criterion.weight))
    return total

"""How a contest is scored: the settings of `[contest.scoring]`, one frozen dataclass each.

Source: docs/SCORING.md (the contract of festival.toml).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

EntryKey: TypeAlias = int | str
JudgeKey: TypeAlias = int | str
KeyOrder: TypeAlias = tuple[bool, bool, int | str | None]

Combine = Literal["sheet", "criterion"]
Method = Literal["mean", "median", "trimmed_mean", "clipped_mean", "sum"]
Rounding = Literal["half_up", "half_even"]
Marking = Literal["judges", "machine"]
CombineRounds = Literal["weighted_sum", "best"]
TieBreakKind = Literal["criterion", "round"]

SMALLEST_STEP: Final = Decimal("0.01")


def key_order(key: EntryKey | JudgeKey | None) -> KeyOrder:
    """Sort key that orders None first, then numbers by value, then texts."""
    return key is not None, isinstance(key, str), key


@dataclass(frozen=True, slots=True)
class Policy:
    """How the marks of several judges become one result of a round."""

    combine: Combine = "sheet"
    method: Method = "mean"
    drop_high: int = 0
    drop_low: int = 0
    clip: Decimal = Decimal(0)
    round_marks: bool = False
    decimals: int = 2
    rounding: Rounding = "half_up"
    min_judges: int = 1


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """One line of the rubric: points from 0 to `maximum` in steps of `step`, counted `weight` times."""

    code: str
    maximum: Decimal
    step: Decimal = Decimal("0.25")
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class DiscrepancyThreshold:
    """The two thresholds of a discrepancy, as shares of a round's weighted maximum."""

    agree: Decimal
    discuss: Decimal


@dataclass(frozen=True, slots=True)
class RoundRule:
    """One round with the criteria that are marked in it, those of every round included.

    `threshold` is the round's own; without it the contest's applies (see `ContestRule.threshold_of`).
    """

    code: str
    criteria: tuple[CriterionRule, ...]
    weight: Decimal = Decimal(1)
    marking: Marking = "judges"
    policy: Policy = Policy()
    threshold: DiscrepancyThreshold | None = None

    @property
    def maximum(self) -> Decimal:
        """The weighted maximum of a sheet of this round."""
        return sum((rule.maximum * rule.weight for rule in self.criteria), Decimal(0))

    @property
    def is_machine(self) -> bool:
        """Marked by machine: no judge, no minimum of judges, no discrepancies."""
        return self.marking == "machine"


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One written tie-break: the higher mean of a criterion, or the higher result of a round."""

    kind: TieBreakKind
    code: str


@dataclass(frozen=True, slots=True)
class ContestRule:
    """The scoring settings of a contest: its rounds and how their results become totals.

    `decimals` and `rounding` are the contest's own; they round the sum of the rounds.
    """

    rounds: tuple[RoundRule, ...]
    combine_rounds: CombineRounds = "weighted_sum"
    tie_break: tuple[TieBreak, ...] = ()
    threshold: DiscrepancyThreshold | None = None
    decimals: int = 2
    rounding: Rounding = "half_up"

    def round(self, code: str) -> RoundRule:
        """The round of that code; KeyError when there is none."""
        for rule in self.rounds:
            if rule.code == code:
                return rule
        raise KeyError(code)

    def threshold_of(self, rule: RoundRule) -> DiscrepancyThreshold | None:
        """The thresholds in force in a round: its own, else the contest's; None for a machine round."""
        return None if rule.is_machine else rule.threshold or self.threshold


def tie_break_of(text: str) -> TieBreak:
    """Read "criterion:CODE" or "round:CODE"; ValueError for anything else."""
    kind, colon, code = text.strip().partition(":")
    code = code.strip()
    if not colon or not code:
        raise ValueError(f"no tie-break: {text!r}")
    if kind.strip() == "criterion":
        return TieBreak("criterion", code)
    if kind.strip() == "round":
        return TieBreak("round", code)
    raise ValueError(f"no tie-break: {text!r}")


@dataclass(frozen=True, slots=True)
class Fault:
    """An invalid setting: the code of the rule, the place ("criterion:sang-tao"), and the value."""

    code: str
    where: str = ""
    value: str = ""


def scoring_faults(contest: ContestRule) -> list[Fault]:
    """Every invalid setting of a contest, in the order of festival.toml; empty when all are valid."""
    return [
        *_decimals_faults(contest.decimals, where="contest"),
        *_contest_faults(contest),
        *(fault for rule in contest.rounds for fault in _round_faults(rule)),
        *_threshold_faults(contest.threshold, where="contest"),
        *_tie_break_faults(contest),
    ]


def scoring_cautions(contest: ContestRule) -> list[Fault]:
    """Settings that are valid but probably not intended.

    `machine-trimmed`: a machine round has one sheet an entry, and trimming leaves none.
    `clip-zero`: a clipped mean with the distance 0 is the plain mean.
    """
    cautions = []
    for rule in contest.rounds:
        policy = rule.policy
        if rule.is_machine and policy.method == "trimmed_mean" and policy.drop_high + policy.drop_low > 0:
            cautions.append(Fault("machine-trimmed", _at("round", rule.code)))
        if policy.method == "clipped_mean" and policy.clip == 0:
            cautions.append(Fault("clip-zero", _at("round", rule.code)))
    return cautions


def criterion_faults(rule: CriterionRule) -> list[Fault]:
    """Invalid settings of one criterion of a rubric."""
    return list(_criterion_faults(rule, where=_at("criterion", rule.code)))


def policy_faults(policy: Policy, *, where: str = "contest") -> list[Fault]:
    """Invalid settings of one `[contest.scoring]` or of the keys of one round."""
    faults = list(_decimals_faults(policy.decimals, where=where))
    for name, value in (("drop_high", policy.drop_high), ("drop_low", policy.drop_low)):
        if value < 0:
            faults.append(Fault("drop-negative", where, f"{name}={value}"))
    if not policy.clip.is_finite() or policy.clip < 0:
        faults.append(Fault("clip-negative", where, str(policy.clip)))
    if policy.min_judges < 0:
        faults.append(Fault("min-judges-negative", where, str(policy.min_judges)))
    return faults


def _at(kind: str, code: str) -> str:
    return f"{kind}:{code}"


def _decimals_faults(decimals: int, *, where: str) -> Iterator[Fault]:
    if not 0 <= decimals <= 6:
        yield Fault("decimals-out-of-range", where, str(decimals))


def _contest_faults(contest: ContestRule) -> Iterator[Fault]:
    codes = [rule.code for rule in contest.rounds]
    if not codes:
        yield Fault("no-round", "contest")
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Fault("round-twice", _at("round", code))
    if len(codes) > 1 and "" in codes:
        yield Fault("round-without-code", "contest")
    if (
        codes
        and contest.combine_rounds == "weighted_sum"
        and all(rule.weight == 0 for rule in contest.rounds)
    ):
        yield Fault("weights-all-zero", "contest")


def _round_faults(rule: RoundRule) -> Iterator[Fault]:
    where = _at("round", rule.code)
    if not rule.weight.is_finite() or rule.weight < 0:
        yield Fault("weight-negative", where, str(rule.weight))
    if not rule.criteria:
        yield Fault("round-without-criterion", where)
    codes = [criterion.code for criterion in rule.criteria]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Fault("criterion-twice", _at("criterion", code))
    for criterion in rule.criteria:
        yield from criterion_faults(criterion)
    yield from policy_faults(rule.policy, where=where)
    yield from _threshold_faults(rule.threshold, where=where)


def _criterion_faults(rule: CriterionRule, *, where: str) -> Iterator[Fault]:
    if not rule.code:
        yield Fault("criterion-without-code", where)
    if not rule.maximum.is_finite() or rule.maximum <= 0:
        yield Fault("maximum-not-positive", where, str(rule.maximum))
    elif not rule.step.is_finite() or rule.step <= 0:
        yield Fault("step-not-positive", where, str(rule.step))
    elif not _is_multiple(rule.step, SMALLEST_STEP):
        yield Fault("step-not-hundredths", where, str(rule.step))
    elif not _is_multiple(rule.maximum, rule.step):
        yield Fault("maximum-not-a-step", where, str(rule.maximum))
    if not rule.weight.is_finite() or rule.weight < 0:
        yield Fault("weight-negative", where, str(rule.weight))


def _threshold_faults(threshold: DiscrepancyThreshold | None, *, where: str) -> Iterator[Fault]:
    if threshold is None:
        return
    for name, share in (("agree", threshold.agree), ("discuss", threshold.discuss)):
        if not share.is_finite() or not 0 <= share <= 1:
            yield Fault("gate-not-a-share", where, f"{name}={share}")
            return
    if threshold.discuss < threshold.agree:
        yield Fault("gate-discuss-below-agree", where, f"{threshold.discuss} < {threshold.agree}")


def _tie_break_faults(contest: ContestRule) -> Iterator[Fault]:
    rounds = {rule.code for rule in contest.rounds}
    criteria = {criterion.code for rule in contest.rounds for criterion in rule.criteria}
    seen: set[TieBreak] = set()
    for tie in contest.tie_break:
        known = rounds if tie.kind == "round" else criteria
        if tie.code not in known:
            yield Fault(f"tie-break-unknown-{tie.kind}", "contest", _at(tie.kind, tie.code))
        if tie in seen:
            yield Fault("tie-break-twice", "contest", _at(tie.kind, tie.code))
        seen.add(tie)


def _is_multiple(value: Decimal, step: Decimal) -> bool:
    return Fraction(value) % Fraction(step) == 0

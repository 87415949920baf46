"""Random contests, sheets and schemes: dictionaries for the oracle, dataclasses for the rules."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from awards.rules import Scheme, Tier
from judging.rules.marks import SheetMarks
from judging.rules.policy import (
    ContestRule,
    CriterionRule,
    DiscrepancyThreshold,
    Policy,
    RoundRule,
    tie_break_of,
)

Row = dict[str, Any]
ENTRIES = ["A", "B", "C", "D", "E"]
WEIGHTS = ["1", "0", "0.5", "2", "1.333"]


@dataclass(frozen=True)
class Case:
    """One contest with its sheets, in the oracle's words and in the rules' words."""

    contest: Row
    sheets: list[Row]
    rule: ContestRule
    marks: list[SheetMarks]


def policies() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "combine": st.sampled_from(["sheet", "criterion"]),
            "method": st.sampled_from(["mean", "median", "trimmed_mean", "clipped_mean", "sum"]),
            "drop_high": st.integers(0, 2),
            "drop_low": st.integers(0, 2),
            "clip": st.sampled_from(["0", "0.5", "1", "3"]),
            "round_marks": st.booleans(),
            "decimals": st.integers(0, 3),
            "rounding": st.sampled_from(["half_up", "half_even"]),
            "min_judges": st.integers(1, 2),
        }
    )


@st.composite
def cases(draw: st.DrawFn, *, whole_weights: bool = False) -> Case:
    """A contest of one to three rounds, up to five entries and up to four judges with few different marks."""
    weights = st.sampled_from(["1", "2"] if whole_weights else WEIGHTS)
    codes = draw(st.sampled_from([[""], ["r1", "r2"], ["r1", "r2", "r3"]]))
    scoring = {**draw(policies()), "rounds": draw(st.sampled_from(["weighted_sum", "best"]))}
    rounds = []
    for code in codes:
        own = draw(policies()) if draw(st.booleans()) else {}
        keys = {key: own[key] for key in own if draw(st.booleans())}
        marking = draw(st.sampled_from(["judges", "judges", "machine"]))
        rounds.append({"code": code, "weight": draw(weights), "marking": marking, **keys})
    criteria = []
    for number in range(draw(st.integers(1, 3))):
        line = {"code": f"c{number}", "maximum": "5", "step": "0.25", "weight": draw(weights)}
        if number and len(codes) > 1 and draw(st.booleans()):
            line["round"] = draw(st.sampled_from(codes))
        criteria.append(line)
    possible = [f"criterion:{c['code']}" for c in criteria] + [f"round:{code}" for code in codes if code]
    scoring["tie_break"] = draw(st.lists(st.sampled_from(possible), max_size=2, unique=True))
    contest = {"scoring": scoring, "round": rounds, "criterion": criteria}
    sheets = _sheets(draw, contest)
    return Case(contest, sheets, rule_of(contest), [marks_of(sheet) for sheet in sheets])


def _sheets(draw: st.DrawFn, contest: Row) -> list[Row]:
    points = st.integers(0, 20).map(lambda quarters: Fraction(quarters, 4))
    few = st.sampled_from([Fraction(3), Fraction(4), Fraction(17, 4)])
    sheets = []
    for entry in ENTRIES[: draw(st.integers(1, 5))]:
        for part in contest["round"]:
            codes = [c["code"] for c in contest["criterion"] if c.get("round", part["code"]) == part["code"]]
            judges = [None] if part["marking"] == "machine" else ["g1", "g2", "g3", "g4"]
            for judge in judges[: draw(st.integers(0, len(judges)))]:
                marks = {code: draw(st.one_of(few, points)) for code in codes}
                submitted = draw(st.sampled_from([True, True, True, False]))
                sheets.append(
                    {
                        "entry": entry,
                        "round": part["code"],
                        "judge": judge,
                        "submitted": submitted,
                        "points": marks,
                    }
                )
    return sheets


def rule_of(contest: Row) -> ContestRule:
    """A contest of the oracle's as the rules know it."""
    scoring = contest["scoring"]
    threshold = contest.get("gate")
    return ContestRule(
        rounds=tuple(_round_of(part, contest) for part in contest["round"]),
        combine_rounds=scoring["rounds"],
        tie_break=tuple(tie_break_of(text) for text in scoring["tie_break"]),
        threshold=threshold
        and DiscrepancyThreshold(Decimal(threshold["agree"]), Decimal(threshold["discuss"])),
        decimals=scoring["decimals"],
        rounding=scoring["rounding"],
    )


def _round_of(part: Row, contest: Row) -> RoundRule:
    keys = {**contest["scoring"], **part}
    names = (
        "combine",
        "method",
        "drop_high",
        "drop_low",
        "round_marks",
        "decimals",
        "rounding",
        "min_judges",
    )
    return RoundRule(
        code=part["code"],
        criteria=tuple(
            CriterionRule(c["code"], Decimal(c["maximum"]), Decimal(c["step"]), Decimal(c["weight"]))
            for c in contest["criterion"]
            if c.get("round", part["code"]) == part["code"]
        ),
        weight=Decimal(part["weight"]),
        marking=part["marking"],
        policy=Policy(**{name: keys[name] for name in names}, clip=Decimal(keys["clip"])),
    )


def marks_of(sheet: Row) -> SheetMarks:
    marks = {code: decimal_of(points) for code, points in sheet["points"].items()}
    return SheetMarks(sheet["entry"], sheet["round"], sheet["judge"], marks, sheet["submitted"])


def decimal_of(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / points.denominator


def shares() -> st.SearchStrategy[str]:
    return st.sampled_from(["0.05", "0.10", "0.25", "0.3", "0.5", "0.60", "1"])


@st.composite
def schemes(draw: st.DrawFn, *, boundary: list[str] | None = None) -> Row:
    """A sound prize scheme of up to four tiers."""
    scheme: Row = {
        "base": draw(st.sampled_from(["registered", "scored"])),
        "max_share_of_entrants": draw(st.none() | shares()),
        "rounding": draw(st.sampled_from(["down", "nearest", "up"])),
        "at_least_one": draw(st.booleans()),
        "boundary_tie": draw(st.sampled_from(boundary or ["higher", "lower", "chair"])),
        "prize": [],
    }
    kinds = ["count", "share_of_entrants", "minimum"]
    kinds += ["share_of_prizes"] if scheme["max_share_of_entrants"] is not None else []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(kinds))
        tier: Row = {"code": f"t{number}"}
        if kind == "count":
            tier["count"] = draw(st.integers(0, 4))
        elif kind != "minimum":
            tier[kind] = draw(shares())
        if kind == "share_of_prizes":
            tier["cumulative"] = draw(st.booleans())
        if kind == "minimum" or draw(st.booleans()):
            tier["minimum"] = draw(st.sampled_from(["2", "5", "7"]))
        scheme["prize"].append(tier)
    return scheme


def scheme_of(scheme: Row) -> Scheme:
    """A scheme of the oracle's as the rules know it."""
    cap = scheme["max_share_of_entrants"]
    return Scheme(
        tiers=tuple(_tier_of(tier) for tier in scheme["prize"]),
        base=scheme["base"],
        max_share_of_entrants=None if cap is None else Decimal(cap),
        rounding=scheme["rounding"],
        at_least_one=scheme["at_least_one"],
        boundary_tie=scheme["boundary_tie"],
    )


def _tier_of(tier: Row) -> Tier:
    return Tier(
        tier["code"],
        count=tier.get("count"),
        share_of_entrants=_decimal(tier.get("share_of_entrants")),
        share_of_prizes=_decimal(tier.get("share_of_prizes")),
        cumulative=tier.get("cumulative", False),
        minimum=_decimal(tier.get("minimum")),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def levels() -> st.SearchStrategy[list[tuple[Fraction, list[str]]]]:
    """Ranked entries by level, best first, many of them tied."""
    points = st.lists(st.integers(0, 9), max_size=14)
    return points.map(_levels_of)


def _levels_of(points: list[int]) -> list[tuple[Fraction, list[str]]]:
    names = [(value, f"e{number:02d}") for number, value in enumerate(points)]
    return [
        (Fraction(value), [name for other, name in names if other == value])
        for value in sorted(set(points), reverse=True)
    ]

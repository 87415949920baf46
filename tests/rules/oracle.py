"""An independent, slow implementation of results and prizes, written from the contract of the bundle alone.

It knows dictionaries as festival.toml has them and rows as scores.csv has them, and uses none of the
project's code, so that both can only agree by both being right (or by sharing a misreading).
"""

from fractions import Fraction
from typing import Any

Row = dict[str, Any]
HALF = Fraction(1, 2)


def exactly(value: Any) -> Fraction:
    return Fraction(str(value))


def to_places(value: Fraction, decimals: int, rounding: str) -> Fraction:
    """`value` rounded to `decimals` places by the remainder; results are never negative."""
    whole, rest = divmod(value * 10**decimals, 1)
    up = rest > HALF or (rest == HALF and (rounding == "half_up" or whole % 2 == 1))
    return Fraction(whole + up, 10**decimals)


def average(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def over_judges(values: list[Fraction], keys: Row) -> Fraction | None:
    """`method`: one number from the judges' numbers."""
    values = sorted(values)
    method = keys["method"]
    if method == "sum":
        return sum(values, Fraction(0))
    if method == "median":
        while len(values) > 2:
            values = values[1:-1]
        return average(values)
    if method == "trimmed_mean":
        for _ in range(keys["drop_high"]):
            values = values[:-1]
        for _ in range(keys["drop_low"]):
            values = values[1:]
        return average(values) if values else None
    if method == "clipped_mean":
        raw, clip, pulled = average(values), exactly(keys["clip"]), []
        for value in values:
            if value > raw + clip or value < raw - clip:
                value = raw + clip if value > raw else raw - clip
                if keys["round_marks"]:
                    value = to_places(value, keys["decimals"], keys["rounding"])
            pulled.append(value)
        return average(pulled)
    return average(values)


def round_value(sheets: list[Row], criteria: list[Row], keys: Row, *, machine: bool) -> Fraction | None:
    """The result of one entry in one round."""
    if len(sheets) < (1 if machine else keys["min_judges"]) or not sheets:
        return None
    places = (keys["decimals"], keys["rounding"])
    if keys["combine"] == "sheet":
        totals = [
            sum((s["points"][c["code"]] * exactly(c["weight"]) for c in criteria), Fraction(0))
            for s in sheets
        ]
        value = over_judges(totals, keys)
        return None if value is None else to_places(value, *places)
    result = Fraction(0)
    for criterion in criteria:
        value = over_judges([s["points"][criterion["code"]] for s in sheets], keys)
        if value is None:
            return None
        result += to_places(to_places(value, *places) * exactly(criterion["weight"]), *places)
    return result


def results(contest: Row, sheets: list[Row], entries: list[str]) -> dict[str, Row]:
    """rank, tied, total, judges of every entry; a contest without categories."""
    scoring = contest["scoring"]
    lines: dict[str, Row] = {}
    for entry in entries:
        values: dict[str, Fraction | None] = {}
        counted: dict[str, list[Row]] = {}
        for part in contest["round"]:
            criteria = [c for c in contest["criterion"] if c.get("round", part["code"]) == part["code"]]
            mine = [
                s for s in sheets if s["entry"] == entry and s["round"] == part["code"] and s["submitted"]
            ]
            counted[part["code"]] = mine
            keys = {**scoring, **{key: part[key] for key in part if key in scoring}}
            values[part["code"]] = round_value(mine, criteria, keys, machine=part.get("marking") == "machine")
        lines[entry] = {
            "total": over_rounds(values, contest),
            "judges": min(len(mine) for mine in counted.values()),
            "ties": [tie_value(tie, values, counted, contest) for tie in scoring["tie_break"]],
        }
    for line in lines.values():
        ranked = [other for other in lines.values() if other["total"] is not None]
        key = (line["total"], line["ties"])
        line["rank"] = None
        line["tied"] = False
        if line["total"] is not None:
            line["rank"] = 1 + sum((other["total"], other["ties"]) > key for other in ranked)
            line["tied"] = sum((other["total"], other["ties"]) == key for other in ranked) > 1
    return lines


def over_rounds(values: dict[str, Fraction | None], contest: Row) -> Fraction | None:
    scoring = contest["scoring"]
    if scoring["rounds"] == "best":
        return max((value for value in values.values() if value is not None), default=None)
    total = Fraction(0)
    for part in contest["round"]:
        value, weight = values[part["code"]], exactly(part["weight"])
        if value is None and weight > 0:
            return None
        total += (value or 0) * weight
    return to_places(total, scoring["decimals"], scoring["rounding"])


def tie_value(
    tie: str, values: dict[str, Fraction | None], counted: dict[str, list[Row]], contest: Row
) -> Fraction:
    """The value of a tie-break; without a value it is less than 0."""
    kind, _, code = tie.partition(":")
    if kind == "round":
        value = values[code]
        return Fraction(-1) if value is None else value
    points = [s["points"][code] for mine in counted.values() for s in mine if code in s["points"]]
    return average(points) if points else Fraction(-1)


def judge_gap(sheets: list[Row], criteria: list[Row], threshold: Row) -> tuple[Fraction, str]:
    """The gap between the highest and the lowest judge as a share, and its verdict."""
    weights = {c["code"]: exactly(c["weight"]) for c in criteria}
    maximum = sum((exactly(c["maximum"]) * weights[c["code"]] for c in criteria), Fraction(0))
    totals = [sum((s["points"][code] * weights[code] for code in weights), Fraction(0)) for s in sheets]
    share = (max(totals) - min(totals)) / maximum
    if share < exactly(threshold["agree"]):
        return share, "agree"
    return share, "discuss" if share <= exactly(threshold["discuss"]) else "third_judge"


class ChairDecides(Exception):
    """Raised with the tied entries that the chair has to decide on."""


def prizes(levels: list[tuple[Fraction, list[str]]], scheme: Row, *, registered: int) -> dict[str, str]:
    """Tier by entry. `levels`: the ranked entries, best first, those of equal rank together."""
    scored = sum(len(entries) for _, entries in levels)
    base = registered if scheme["base"] == "registered" else scored
    cap = None
    if scheme.get("max_share_of_entrants") is not None:
        cap = exactly(scheme["max_share_of_entrants"]) * base // 1
    given: dict[str, str] = {}
    numbers_above, owed = 0, 0
    for tier in scheme["prize"]:
        size = tier_size(tier, scheme, base=base, cap=cap, above=numbers_above)
        places = None if size is None else max(size - owed, 0)
        owed = 0
        before = len(given)
        for points, entries in levels:
            waiting = [entry for entry in entries if entry not in given]
            if not waiting or ("minimum" in tier and points < exactly(tier["minimum"])):
                continue
            left = None if places is None else places - (len(given) - before)
            room = None if cap is None else cap - len(given)
            if left == 0 or room == 0:
                break
            if room is not None and len(waiting) > room and (left is None or room <= left):
                break
            if left is not None and len(waiting) > left:
                if scheme["boundary_tie"] == "chair":
                    raise ChairDecides(waiting)
                if scheme["boundary_tie"] == "lower" or (room is not None and len(waiting) > room):
                    break
                if room is not None and room == left:
                    break
                owed = len(waiting) - left
                given.update((entry, tier["code"]) for entry in waiting)
                break
            given.update((entry, tier["code"]) for entry in waiting)
        numbers_above += size if size is not None else len(given) - before
    return given


def tier_size(tier: Row, scheme: Row, *, base: int, cap: int | None, above: int) -> int | None:
    if "count" in tier:
        return int(tier["count"])
    if "share_of_entrants" in tier:
        size = whole(exactly(tier["share_of_entrants"]) * base, scheme["rounding"])
    elif "share_of_prizes" in tier:
        assert cap is not None
        size = whole(exactly(tier["share_of_prizes"]) * cap, scheme["rounding"])
        size -= above if tier.get("cumulative") else 0
    else:
        return None
    return max(size, 1 if scheme["at_least_one"] else 0)


def whole(value: Fraction, rounding: str) -> int:
    below, rest = divmod(value, 1)
    if rounding == "up":
        return int(below) + (rest > 0)
    return int(below) + (rounding == "nearest" and rest >= HALF)

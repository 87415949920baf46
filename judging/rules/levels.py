"""Levels of a criterion, read from its description: "Tốt: 9–10 điểm; Khá: 7–8 điểm"."""

import re
from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"\d{1,4}(?:[.,]\d{1,2})?"
RANGE: Final = rf"{NUMBER}(?:\s*(?:[-–—]|đến|to)\s*{NUMBER})?"
FIRST: Final = re.compile(rf"^({RANGE})\s*(?:điểm|đ|points?|pts?)?\s*[:=.)–—-]\s*(\S.*)$", re.IGNORECASE)
"""Points, then words: "9–10: tốt"."""
INSIDE: Final = re.compile(
    rf"^([^():]{{1,60}}?)\s*\(({RANGE})\s*(?:điểm|đ|points?|pts?)?\)\s*[:.–—-]?\s*(.*)$", re.IGNORECASE
)
"""A name with its points in brackets: "Tốt (9–10 điểm): rõ ràng"."""
LAST: Final = re.compile(rf"^(\S.*?)\s*[:=–—-]\s*({RANGE})\s*(?:điểm|đ|points?|pts?)?\.?$", re.IGNORECASE)
"""Words, then points: "Tốt: 9–10 điểm"."""
BULLET: Final = re.compile(r"^[-•*+–]\s+")


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its points as written ("9–10"), and what they stand for."""

    points: str
    text: str


def levels_of(description: str) -> tuple[Level, ...]:
    """The levels in the order of the text; empty unless every part of the text is one and there are two."""
    lines = [line.strip() for line in description.splitlines() if line.strip()]
    parts = lines if len(lines) > 1 else [part.strip() for part in description.split(";") if part.strip()]
    found = [_level(BULLET.sub("", part)) for part in parts]
    levels = tuple(level for level in found if level is not None)
    return levels if len(levels) == len(found) >= 2 else ()


def _level(part: str) -> Level | None:
    if match := INSIDE.match(part):
        name, points, rest = match.groups()
        return Level(_tidy(points), f"{name}: {rest}" if rest else name)
    if match := FIRST.match(part):
        return Level(_tidy(match[1]), match[2])
    if match := LAST.match(part):
        return Level(_tidy(match[2]), match[1])
    return None


def _tidy(points: str) -> str:
    """The range with one dash: "9 - 10" is "9–10"."""
    return re.sub(r"\s*(?:[-–—]|đến|to)\s*", "–", points)

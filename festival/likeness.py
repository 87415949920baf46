"""Whether two names mean one school, and whether a new name is likely a correction of an old one."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from festival.text import search_key

WORDS: Final = {
    "mn": "mam non",
    "mg": "mau giao",
    "th": "tieu hoc",
    "cs": "co so",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "gdtx": "giao duc thuong xuyen",
    "gdnn": "giao duc nghe nghiep",
    "truong": "",
    "tr": "",
    "va": "",
}
LEVELS: Final = ("mam non", "mau giao", "tieu hoc", "trung hoc co so", "trung hoc pho thong")
ADULTS: Final = "giao duc thuong xuyen"


def school_key(name: str) -> str:
    """One spelling of a school's name: "Trường TH Kim Chung" and "Trường Tiểu học Kim Chung" are one.

    >>> school_key("Trường TH&THCS Đông La") == school_key("Tiểu học và THCS Đông La")
    True
    """
    return " ".join(filter(None, (WORDS.get(word, word) for word in _words(name))))


def is_mixed(name: str) -> bool:
    """Whether a school's name or kind has several levels: TH&THCS, THCS&THPT, GDTX."""
    key = school_key(name)
    return ADULTS in key or sum(level in key for level in LEVELS) > 1


def is_alike(new: str, old: str) -> bool:
    """Whether a name is likely a correction of another: marks, capitals, order, or one or two letters differ.

    Names that differ in a number or a lone letter ("An Khánh A", "An Khánh B") are two.
    """
    one, two = _words(new), _words(old)
    if _marks(one) != _marks(two):
        return False
    a, b = " ".join(one), " ".join(two)
    if sorted(one) == sorted(two):
        return bool(one)
    shorter = min(len(a), len(b))
    return shorter >= 4 and _distance(a, b, most=2 if shorter >= 10 else 1) is not None


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", search_key(name))


def _marks(words: list[str]) -> Counter[str]:
    return Counter(word for word in words if len(word) == 1 or any(letter.isdigit() for letter in word))


def _distance(a: str, b: str, *, most: int) -> int | None:
    """Letters to insert, remove or replace to make one of the other; None for more than `most`."""
    if abs(len(a) - len(b)) > most:
        return None
    above = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        line = [i]
        for j, other in enumerate(b, start=1):
            line.append(min(above[j] + 1, line[-1] + 1, above[j - 1] + (letter != other)))
        above = line
    return above[-1] if above[-1] <= most else None

"""How wide a text is in the fonts of the papers, and how large it may be set to fit its place.

Widths are sums of advance widths, without kerning, which makes Vietnamese text narrower by less than one per
cent. A letter that one family lacks is measured in the other one, as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import Final

from django.conf import settings
from fontTools.ttLib import TTFont

FONTS: Final = settings.BASE_DIR / "static" / "vendor" / "ttf"
REGULAR: Final = "Tinos_400Regular.ttf"
BOLD: Final = "Tinos_700Bold.ttf"
POSTER: Final = "BeVietnamPro_400Regular.ttf"
POSTER_BOLD: Final = "BeVietnamPro_700Bold.ttf"
FALLBACK: Final = {REGULAR: POSTER, BOLD: POSTER_BOLD, POSTER: REGULAR, POSTER_BOLD: BOLD}
"""Tinos of administrative papers, and Be Vietnam Pro of posters and badges; each falls back to the other."""
NO_BREAK: Final = "\u00a0"
SPAN_OF_YEARS: Final = re.compile(r"(?<=[0-9]{4}) - (?=[0-9]{4})")
LONGEST_END: Final = 24
"""Letters of the last two words that are kept on one line."""
MILLIMETRES: Final = 25.4 / 72
"""Of a point."""


def width_of(text: str, *, size: float, font: str = REGULAR) -> float:
    """The width of one line of text in millimetres; `size` in points."""
    return sum(_advance(font, letter) for letter in text) * size * MILLIMETRES


def lines_of(text: str, *, size: float, width: float, font: str = REGULAR) -> int:
    """The number of lines that the text takes in a column of `width` millimetres; longer words are broken."""
    lines, used, blank = 0, width, width_of(" ", size=size, font=font)
    for part in filter(None, text.split(" ")):
        long = width_of(part, size=size, font=font)
        if used + blank + long <= width:
            used += blank + long
            continue
        broken = ceil(long / width)
        lines, used = lines + broken, long if broken == 1 else width
    return lines


def size_for(text: str, *, sizes: Sequence[int], width: float, lines: int = 1, font: str = REGULAR) -> int:
    """The first of `sizes` in which the text takes no more than `lines` lines; the last one if none does."""
    fitting = (size for size in sizes if lines_of(text, size=size, width=width, font=font) <= lines)
    return next(fitting, sizes[-1])


def whole_end(text: str) -> str:
    """The text with a no-break space before its last word, which is then never alone on a line.

    School years ("2026 - 2027") are kept together too; long words, such as names of files, are not.
    """
    text = SPAN_OF_YEARS.sub(f"{NO_BREAK}-{NO_BREAK}", text)
    start, _, last = text.rstrip().rpartition(" ")
    before = start.rpartition(" ")[2]
    return f"{start}{NO_BREAK}{last}" if start and len(before) + len(last) <= LONGEST_END else text


def _advance(font: str, letter: str) -> float:
    """The advance width of a letter as a part of the font's size."""
    widths = _advances(font)
    return widths.get(ord(letter)) or _advances(FALLBACK[font]).get(ord(letter), 1.0)


@cache
def _advances(file: str) -> dict[int, float]:
    with TTFont(FONTS / file, lazy=True) as opened:
        metrics, em = opened["hmtx"], opened["head"].unitsPerEm
        return {point: metrics[glyph][0] / em for point, glyph in opened.getBestCmap().items()}

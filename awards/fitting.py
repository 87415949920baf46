"""The sizes in which the text of a certificate is set: as large as the space allows.

The name keeps to one line as long as it can be read well, then takes two. The other lines become smaller
until all of them end above the feet, whose height depends on the decision, the signer and the code.
Measures are those of `static/print/certificate.css`, in millimetres and points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from festival.typesetting import BOLD, MILLIMETRES, REGULAR, lines_of, size_for

WIDTH: Final = 240.0
HEIGHT: Final = 166.5
"""From the top of the text to the bottom of the feet."""
HEAD: Final = 39.0
"""Quốc hiệu, tiêu ngữ and title, with the spaces below them."""
GAPS: Final = 10.0
"""All spaces between the lines below the title, and above the feet."""
LEFT_FOOT: Final = 100.0
RIGHT_FOOT: Final = 110.0
SIGNATURE: Final = 30.0
"""Height of the space for signature and seal."""
CHECK: Final = 44.0
"""The code with its address."""
NAME_SIZES: Final = (30, 28, 26, 24, 22, 20, 18, 16)
TWO_LINES: Final = (22, 20, 18, 16, 14, 12)
BODY_SIZES: Final = (16, 15, 14, 13, 12, 11, 10, 9, 8)
LINE: Final = 1.3


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of the name and that of the text around it, in points."""

    name: int
    body: int


@dataclass(frozen=True, slots=True)
class Foot:
    """The lines at the bottom: those on the left, those above the signature, and the signer's name."""

    left: Sequence[str]
    titles: Sequence[str]
    signer: str
    has_code: bool


def fit(name: str, lines: Sequence[tuple[str, str]], foot: Foot) -> Fit:
    """The sizes for a name and the lines around it, each with its font."""
    size = _name_size(name)
    room = HEIGHT - HEAD - GAPS - _foot_height(foot) - _height(name, size=size, font=BOLD)
    heights = {body: sum(_height(text, size=body, font=font) for text, font in lines) for body in BODY_SIZES}
    return Fit(size, next((body for body in BODY_SIZES if heights[body] <= room), BODY_SIZES[-1]))


def _name_size(name: str) -> int:
    size = size_for(name, sizes=NAME_SIZES, width=WIDTH, font=BOLD)
    if lines_of(name, size=size, width=WIDTH, font=BOLD) == 1:
        return size
    return size_for(name, sizes=TWO_LINES, width=WIDTH, lines=2, font=BOLD)


def _foot_height(foot: Foot) -> float:
    left = sum(_height(text, size=11, width=LEFT_FOOT) for text in foot.left) + CHECK * foot.has_code
    titles = sum(_height(text.upper(), size=14, width=RIGHT_FOOT, font=BOLD) for text in foot.titles)
    return max(left, titles + SIGNATURE + _height(foot.signer or " ", size=14, width=RIGHT_FOOT, font=BOLD))


def _height(text: str, *, size: float, width: float = WIDTH, font: str = REGULAR) -> float:
    """The height of a paragraph; one line at least."""
    return max(1, lines_of(text, size=size, width=width, font=font)) * size * LINE * MILLIMETRES

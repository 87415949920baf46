"""Measures of laid out papers: boxes of elements by class, and the places of texts, in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from festival.printing import Paper, layout

PIXELS = 96 / 25.4
HAIR = 0.1
"""Millimetres that two boxes may share: their descenders and rounding."""


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, with the text in it."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than a hair in both directions."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > HAIR
            and min(self.bottom, other.bottom) - max(self.top, other.top) > HAIR
        )


def pages_of(paper: Paper) -> list[Any]:
    """The page boxes of the laid out paper."""
    return [page._page_box for page in layout(paper).pages]


def boxes_of(page: Any, name: str) -> list[Box]:
    """The boxes of the elements with this class."""
    return [_box(found) for found in _descendants(page) if name in _classes(found)]


def texts_on(page: Any) -> list[Box]:
    """Every line of text on the page, without page numbers; no-break spaces are shown as spaces."""
    return [
        _box(found, found.text.replace("\u00a0", " "))
        for found in _descendants(page)
        if getattr(found, "text", "").strip()
    ]


def overprinted(page: Any) -> list[tuple[str, str]]:
    """The pairs of texts that are printed over each other."""
    found = [box for box in texts_on(page) if box.text not in {"DỰ THẢO", "BẢN THỬ"}]
    return [
        (one.text, other.text)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one.overlaps(other)
    ]


def outside(page: Any) -> list[str]:
    """The texts that leave the paper."""
    right, bottom = page.margin_width() / PIXELS, page.margin_height() / PIXELS
    return [
        box.text
        for box in texts_on(page)
        if box.left < 0 or box.top < 0 or box.right > right or box.bottom > bottom
    ]


def _descendants(page: Any) -> Iterator[Any]:
    for child in page.children:
        if not type(child).__name__.startswith("Margin"):
            yield from child.descendants(placeholders=True)


def _classes(box: Any) -> list[str]:
    """The classes of an element's own box; its lines have none."""
    whole = getattr(box, "_box", box)
    is_whole = isinstance(whole, boxes.BlockLevelBox | boxes.InlineBlockBox) and whole.element is not None
    return (whole.element.get("class") or "").split() if is_whole else []


def _box(found: Any, text: str = "") -> Box:
    left, top = found.position_x / PIXELS, found.position_y / PIXELS
    return Box(left, top, left + found.margin_width() / PIXELS, top + found.margin_height() / PIXELS, text)

"""Letters that the fonts of the papers lack: they would print as boxes.

Every paper falls back from one of our families to the other, so a letter is printable when any of them has
it. `missing_in` reads every text of a paper, whatever its kind.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

from django.conf import settings
from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from festival.refusals import RuleBroken

FONTS = settings.BASE_DIR / "static" / "vendor" / "ttf"
FAMILIES = ("Tinos_400Regular.ttf", "BeVietnamPro_400Regular.ttf")
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
SHOWN_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class MissingLetters:
    """The letters of one text that no font has. `owner` is the name or title of the row with the text."""

    owner: str
    text: str
    letters: str

    def __str__(self) -> str:
        letters = ", ".join(self.letters)
        return (
            f"{self.text}: {letters}" if self.owner == self.text else f"{self.owner} – {self.text}: {letters}"
        )


def missing_letters(text: str) -> str:
    """The letters of `text` that no font of the papers has, each once, in their order."""
    if text.isascii():
        return ""
    return "".join(
        letter
        for letter in dict.fromkeys(text)
        if ord(letter) not in _covered() and unicodedata.category(letter) not in INVISIBLE
    )


def missing_of(texts: Iterable[tuple[str, str]]) -> list[MissingLetters]:
    """The missing letters of each (owner, text) pair that has any, each text once."""
    found = (MissingLetters(owner, text, missing_letters(text)) for owner, text in dict.fromkeys(texts))
    return [one for one in found if one.letters]


def missing_in(*data: object) -> list[MissingLetters]:
    """The missing letters of every text in the dataclasses of papers."""
    return missing_of(pair for one in data for pair in _texts(one, ""))


def missing_message(found: Iterable[MissingLetters]) -> str:
    """The message about missing letters; empty when there are none."""
    lines = [str(one) for one in found]
    if not lines:
        return ""
    more = (
        [_("and %(count)d more") % {"count": len(lines) - SHOWN_AT_MOST}]
        if len(lines) > SHOWN_AT_MOST
        else []
    )
    listed = "; ".join([*lines[:SHOWN_AT_MOST], *more])
    return _("The fonts of the papers do not have these letters: %(list)s.") % {"list": listed}


def refuse_missing_letters(*data: object) -> None:
    """RuleBroken with texts and letters when the data hold letters that no font has."""
    message = missing_message(missing_in(*data))
    if message:
        advice = _("Please type the names in letters that can be printed.")
        raise RuleBroken("missing-letters", f"{message} {advice}")


@cache
def _covered() -> frozenset[int]:
    """Code points of all families; the weights of a family have the same ones."""
    points: set[int] = set()
    for name in FAMILIES:
        with TTFont(FONTS / name, lazy=True) as font:
            points |= set(font.getBestCmap())
    return frozenset(points)


def _texts(value: object, owner: str) -> Iterator[tuple[str, str]]:
    """(owner, text) of every text in `value`, recursively; SVG drawings are skipped."""
    if isinstance(value, SafeString):
        return
    if isinstance(value, str):
        yield owner or value, value
    elif isinstance(value, Model):
        yield from ((owner or text, text) for text in vars(value).values() if isinstance(text, str))
    elif is_dataclass(value):
        owner = _owner(value) or owner
        for field in fields(value):
            yield from _texts(getattr(value, field.name), owner)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part, owner)


def _owner(value: object) -> str:
    """The name or title of a row."""
    named = (getattr(value, field, "") for field in ("name", "title"))
    return next((text for text in named if isinstance(text, str) and text), "")

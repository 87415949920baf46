"""Names of people in capitals or small letters: the form to offer. Nothing is changed by itself.

Standard library only; `static/js/names.js` follows the same rule in the browser.
"""

import re
from collections.abc import Iterable
from typing import Final

PARTS: Final = re.compile(r"[^\W\d_]+")
BETWEEN: Final = re.compile(r"[^\s,;]+")
"""A word of a name, or of names parted by commas or semicolons."""
WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
DEGREES: Final = frozenset({"ts", "gs", "pgs", "ths", "ncs", "bs", "ks", "cn"})
"""Words in capitals that are titles, not names."""


def suggested_name(name: str) -> str:
    """The name, or names of a list, with a capital at the beginning of each word; "" if it is so already.

    >>> suggested_name("NGUYỄN THỊ hoà"), suggested_name("Nguyễn Thị Hoà"), suggested_name("H'hen NIÊ")
    ('Nguyễn Thị Hoà', '', "H'Hen Niê")
    """
    typed = " ".join(name.split())
    found = BETWEEN.sub(lambda word: _word(word[0]), typed)
    return "" if found == typed else found


def offered_names(names: Iterable[str]) -> list[tuple[str, str]]:
    """Names that are not written so, each with the form to offer."""
    return [(name, found) for name in names if (found := suggested_name(name))]


def _word(word: str) -> str:
    if not WORD.fullmatch(word) or word.casefold() in DEGREES:
        return word
    letters = word.lower() if len(word) > 1 and word.isupper() else word
    return PARTS.sub(lambda part: part[0][0].upper() + part[0][1:], letters)

"""Text typed for the fonts of before Unicode (TCVN3, VNI), recognised and converted.

Such text holds only letters and signs of Latin-1. It is converted where its words are no Vietnamese
syllables as they stand, and all of them are in exactly one of the two encodings. Tables: TCVN 5712:1993
(VN3) and the VNI Windows code page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from festival.text import LOOK_ALIKES, visible_text

SHAPES: Final = "\u0302\u0306\u031b"
TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
VNI_LETTERS: Final = dict(zip("ñöôæóòîíì", "đươỉĩịỵíì", strict=True))
VNI_MARKS: Final = {
    **dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    **dict(zip("âáàåãä", ("\u0302" + tone for tone in ("", *"\u0301\u0300\u0309\u0303\u0323")), strict=True)),
    **dict(zip("êéèúüë", ("\u0306" + tone for tone in ("", *"\u0301\u0300\u0309\u0303\u0323")), strict=True)),
}
_WORD: Final = re.compile(r"[A-Za-z\xa1-\xff]+")
_VNI: Final = re.compile(r"([aeouyôö])([ùøûõïâáàåãäêéèúüë])|([ñöôæóòîíì])", re.IGNORECASE)
_SYLLABLE: Final = re.compile(
    r"(?P<onset>ngh?|nh|gh|gi|kh|ch|ph|th|tr|qu|[bcdđghklmnprstvx])?"
    r"(?:(?:[ou]?a|o?ă|u?â|oe|oo|iê|u?yê|u?ê|uô|ươ|uy|[eoôơuưiy])(?P<coda>ch|nh|ng|[cmnpt])"
    r"|[ou]?a[iouy]?|u?â[uy]|o?eo?|u?êu?|[iu]a|iê?u?|yê?u?|o|oi|ôi?|u?ơi?|u|ui|uôi|uy[au]?|ư[aiu]?|ươ[iu])"
)


def clean_cell(text: str) -> str:
    """The text of a cell in its clean form."""
    if text.isascii() and text.isalnum():
        return text
    return unicodedata.normalize("NFC", visible_text(text).translate(LOOK_ALIKES)).strip()


def is_latin(text: str) -> bool:
    """Whether all letters are of Latin-1, and some have marks: it may be of an old encoding."""
    return not text.isascii() and all(letter <= "\xff" or not letter.isalpha() for letter in text)


def from_legacy(text: str) -> tuple[str, str] | None:
    """The text in Unicode and the name of its encoding; None when it is not of an old encoding.

    The text is empty where the encoding is not certain: some words are of none, both could be meant, or one
    word of plain letters is all there is ("Loïc").

    >>> from_legacy("Tr\xadêng TiÓu häc An Kh¸nh")
    ('Trường Tiểu học An Khánh', 'TCVN3 (ABC)')
    """
    if not is_latin(text):
        return None
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = [word for word in words if not is_syllable(word)]
    found = {}
    for name, convert in ENCODINGS.items():
        good = [word for word in odd if any(map(str.isalpha, word)) and is_syllable(convert(word))]
        has_signs = any(unicodedata.category(sign) not in {"Lu", "Ll"} for sign in "".join(good))
        if sum(map(len, good)) > 2:
            is_certain = has_signs or len(words) > 1
            is_whole = len(good) == len(odd) and all(is_syllable(convert(word)) for word in words)
            found[name] = convert(text) if is_certain and is_whole else ""
    whole = [(converted, name) for name, converted in found.items() if converted]
    if len(whole) == 1:
        return whole[0]
    return ("", " / ".join(found)) if found else None


def is_syllable(word: str) -> bool:
    """Whether a word is built as a Vietnamese syllable: onset, rime, at most one tone that fits its end."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in letters if unicodedata.combining(mark) and mark not in SHAPES]
    shape = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in tones))
    found = _SYLLABLE.fullmatch(shape)
    if found is None or len(tones) > 1 or not set(tones) <= set("\u0300\u0301\u0303\u0309\u0323"):
        return False
    return found["coda"] not in {"c", "ch", "p", "t"} or not set(tones) & set("\u0300\u0303\u0309")


def _from_tcvn3(text: str) -> str:
    """Capitals were a font of their own: a word whose other letters are capitals becomes capitals."""

    def word(found: re.Match[str]) -> str:
        plain = [letter for letter in found[0] if letter.isascii()]
        converted = "".join(TCVN3.get(sign, sign) for sign in found[0])
        return converted.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else converted

    return _WORD.sub(word, text)


def _from_vni(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        base: str = found[1] or found[3]
        small: str = VNI_LETTERS.get(base.lower(), base.lower()) + VNI_MARKS.get((found[2] or "").lower(), "")
        return small.upper() if base.isupper() else small

    return unicodedata.normalize("NFC", _VNI.sub(letter, text))


ENCODINGS: Final[Mapping[str, Callable[[str], str]]] = {"TCVN3 (ABC)": _from_tcvn3, "VNI": _from_vni}

"""Vietnamese text: keys for searching and sorting, names, and the official format of numbers and dates.

Standard library only. Keys consist of `0-9a-z`, so that the order of a column does not depend on the
collation of the database. Sources: Nghị định 30/2020/NĐ-CP for dates and document numbers; the order of
letters and tones is that of Vietnamese dictionaries.
"""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

SHAPES: Final = {"\u0306": "breve", "\u0302": "circumflex", "\u031b": "horn"}
LETTERS: Final = {
    ("a", "breve"): "a1",
    ("a", "circumflex"): "a2",
    ("e", "circumflex"): "e1",
    ("o", "circumflex"): "o1",
    ("o", "horn"): "o2",
    ("u", "horn"): "u1",
}
TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries; no tone comes first."""

LOOK_ALIKES: Final = str.maketrans("\u00d0\u0189\u00f0\u0256", "ĐĐđđ")

KEY_LIMIT: Final = 400
NATURAL_LIMIT: Final = 100

_DIGITS: Final = re.compile(r"[0-9]+|.", re.DOTALL)
_POINTS: Final = re.compile(r"-?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
_HOST_FIRST: Final = re.compile(r"[\w-]+(\.[\w-]+)+(?=[:/?#]|$)")
_LONGEST_POINTS: Final = 20
_SCHOOL_YEAR: Final = re.compile(r"(?:nam hoc )?([0-9]{4}) ?[-\u2010-\u2015/, ] ?([0-9]{4}|[0-9]{2})")


def clean_text(text: str, *, lines: bool = False) -> str:
    """The form in which typed, pasted or imported text is stored.

    Composed letters (NFC), single blanks, none at the ends. Letters that only look like Đ and đ (U+00D0,
    U+0189, U+00F0, U+0256, which other keyboards and fonts produce) become them. Characters that cannot be
    seen are removed: NUL and other control characters, halves of surrogate pairs, zero-width and direction
    marks, soft hyphens. A vertical tab (a line break within a paragraph of Word) counts as a line break.

    lines  keeps line breaks, as "\\n"; without it they become blanks

    The function is idempotent. Recognise legacy encodings (TCVN3, VNI) before calling it: they use the soft
    hyphen as a letter.
    """
    text = unicodedata.normalize("NFC", visible_text(text).translate(LOOK_ALIKES))
    if lines:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def visible_text(text: str) -> str:
    """The text without invisible characters, its line breaks as "\\n", as XML and PDF can hold it.

    For output: blanks and letters stay as they are stored.
    """
    if text.isprintable():
        return text
    text = "\n".join(text.splitlines())
    return "".join(letter for letter in text if letter in "\n\t" or _is_visible(letter))


def nfc(text: str) -> str:
    """`clean_text` for one line."""
    return clean_text(text)


def _is_visible(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} and letter not in "\ufffe\uffff"


def search_key(text: str, *, limit: int | None = None) -> str:
    """The form for searching: lower case, without marks, đ as d, single blanks; equal for hoà and hòa.

    >>> search_key("  Trường THCS  ĐÔNG La ")
    'truong thcs dong la'
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
        if not unicodedata.combining(letter)
    )
    return " ".join(unicodedata.normalize("NFC", plain).split())[:limit]


def sort_key(text: str, *, limit: int = KEY_LIMIT) -> str:
    """The key of Vietnamese order: word by word, first the letters (a ă â b c d đ e ê …), then the tones.

    Numbers sort by value ("Lớp 9" before "Lớp 10"). Capitals, punctuation and the position of the tone
    mark (hoà, hòa) are ignored.

    >>> sorted(["Đạt", "Dũng", "Ân", "Ăn", "An"], key=sort_key)
    ['An', 'Ăn', 'Ân', 'Dũng', 'Đạt']
    """
    return "".join(_word_key(word) for word in _words(text))[:limit]


def person_sort_key(full_name: str, *, limit: int = KEY_LIMIT) -> str:
    """The sort key of a person: the given name, which is the last word, then the other words in order."""
    words = _words(full_name)
    return "".join(_word_key(word) for word in words[-1:] + words[:-1])[:limit]


def natural_key(text: str, *, limit: int = NATURAL_LIMIT) -> str:
    """The sort key of candidate numbers and stands: A2 before A10, 9 before 010."""
    return sort_key(text, limit=limit)


def old_style(text: str) -> str:
    """The text with tone marks in the official position: hòa, khỏe, thúy (not hoà, khoẻ, thuý)."""
    return _NEW_STYLE.sub(lambda found: _OLD_STYLE[found[0]], unicodedata.normalize("NFC", text))


def slug(text: str, *, limit: int = 60) -> str:
    """Lower-case letters and digits joined by hyphens: "Ngày hội CNTT" → "ngay-hoi-cntt"."""
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))[:limit].strip("-")


def given_name(full_name: str) -> str:
    """The last word of a full name; empty for an empty one."""
    return nfc(full_name).rpartition(" ")[2]


def parse_points(text: str) -> Decimal:
    """The number of a text such as "8,5" or "8.5"; ValueError for any other text (NaN, 1e3, "8 5", words).

    A minus sign is accepted, so that the check of the range can report the value.
    """
    text = text.strip()
    if len(text) > _LONGEST_POINTS or not _POINTS.fullmatch(text):
        raise ValueError(f"no plain number: {text!r}")
    return Decimal(text.replace(",", "."))


def format_points(points: Decimal, decimals: int | None = None) -> str:
    """Points with a decimal comma and `decimals` places; None: as many as needed ("8,5", "20")."""
    if decimals is not None:
        points = points.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        return f"{points:f}".replace(".", ",")
    whole, _, part = f"{points:f}".partition(".")
    part = part.rstrip("0")
    return f"{whole},{part}" if part else whole


def with_decimal_commas(text: str) -> str:
    """The text with each decimal number as Vietnamese writes it, without trailing zeros.

    >>> with_decimal_commas("max=0.50, 20.00")
    'max=0,5, 20'
    """
    return re.sub(r"\d+\.\d+", lambda found: format_points(Decimal(found[0])), text)


def leading_zero(number: int) -> str:
    """At least two digits, for document numbers and days (Nghị định 30/2020, Phụ lục I)."""
    return f"{number:02d}"


def day_in_words(day: date) -> str:
    """ "ngày 05 tháng 01 năm 2025": a leading 0 for days under 10 and for months 1 and 2 only."""
    month = leading_zero(day.month) if day.month < 3 else str(day.month)
    return f"ngày {leading_zero(day.day)} tháng {month} năm {day.year}"


def parse_school_year(text: str) -> str:
    """The stored form of a school year: "2026 - 2027", "2026/27" and "năm học 2026–2027" are "2026-2027".

    ValueError for a text that does not name two years in a row from 2000 to 2100.
    """
    found = _SCHOOL_YEAR.fullmatch(search_key(text))
    if found is None:
        raise ValueError(f"no school year: {text!r}")
    first = int(found[1])
    if not 2000 <= first < 2100 or found[2] not in {f"{first + 1}", f"{(first + 1) % 100:02d}"}:
        raise ValueError(f"no school year: {text!r}")
    return f"{first}-{first + 1}"


def next_school_year(year: str) -> str:
    """The school year after a stored one; empty after an unknown one."""
    try:
        first = int(parse_school_year(year)[:4])
    except ValueError:
        return ""
    return f"{first + 1}-{first + 2}"


def format_school_year(year: str) -> str:
    """A stored school year as printed, "2026 - 2027"; other texts as they are."""
    return f"{year[:4]} - {year[5:]}" if re.fullmatch(r"[0-9]{4}-[0-9]{4}", year) else year


def with_scheme(address: str) -> str:
    """The web address with https:// where it was typed without a scheme, as in "youtu.be/abc"."""
    return f"https://{address}" if _HOST_FIRST.match(address) else address


def is_key(text: str) -> bool:
    """Whether the text is a primary key: a whole number of 1 to 18 digits, which every database holds.

    >>> is_key("42"), is_key("٤٢"), is_key("99999999999999999999")
    (True, False, False)
    """
    return text.isascii() and text.isdigit() and len(text) <= 18


def number_in_words(number: Decimal | int) -> str:
    """A number in Vietnamese words: 85.25 → "tám mươi lăm phẩy hai lăm".

    Zeros at the end of the decimals are left out. ValueError outside 0 to 999 999 999 999.
    """
    text = f"{Decimal(number):f}"
    whole, _, part = text.partition(".")
    if not whole.isdigit() or len(whole.lstrip("0")) > 12:
        raise ValueError(f"no words for {text}")
    words = _whole_in_words(int(whole))
    part = part.rstrip("0")
    return f"{words} phẩy {_part_in_words(part)}" if part else words


_NAMES: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS: Final = ("", " nghìn", " triệu", " tỷ")


def _ones(digit: int, *, tens: int) -> str:
    """The last digit after a ten: mốt, tư, lăm."""
    if digit == 5 and tens > 0:
        return "lăm"
    if tens > 1 and digit in (1, 4):
        return "mốt" if digit == 1 else "tư"
    return _NAMES[digit]


def _below_thousand(number: int, *, full: bool) -> str:
    """Words of 0 to 999; `full` includes hundreds and tens that are 0 ("không trăm linh năm")."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [f"{_NAMES[hundreds]} trăm"] if full or hundreds else []
    if tens > 1:
        words.append(f"{_NAMES[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones or not words:
        words.append(_ones(ones, tens=tens))
    return " ".join(words)


def _whole_in_words(number: int) -> str:
    groups = [number // 1000**power % 1000 for power in range(len(_GROUPS))]
    words: list[str] = []
    for power in reversed(range(len(_GROUPS))):
        if groups[power]:
            words.append(_below_thousand(groups[power], full=bool(words)) + _GROUPS[power])
    return " ".join(words) or _NAMES[0]


def _part_in_words(digits: str) -> str:
    """Words of the decimals: two digits as one number ("không năm" for 05), else digit by digit."""
    if len(digits) == 2:
        tens, ones = int(digits[0]), int(digits[1])
        return f"mười {_ones(ones, tens=1)}" if tens == 1 else f"{_NAMES[tens]} {_ones(ones, tens=tens)}"
    return " ".join(_NAMES[int(digit)] for digit in digits)


def _words(text: str) -> list[str]:
    """Runs of letters and digits, decomposed and without capitals."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in decomposed).split()


def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for part in _DIGITS.findall(word):
        if part[0] in "0123456789":
            letters.append(_number_key(part))
        elif part in TONES:
            tones.append(TONES[part])
        elif part in SHAPES and letters:
            letters[-1] = LETTERS.get((letters[-1][0], SHAPES[part]), letters[-1])
        elif not unicodedata.combining(part):
            letters.append(_letter_key(part))
    return "".join(letters) + "0" + "".join(tones) + "0"


def free_code(base: str, taken: set[str]) -> str:
    """`base`, else `base-2`, `base-3` …: the first that is not in `taken`, to which it is added.

    >>> free_code("vong", {"vong", "vong-2"})
    'vong-3'
    """
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    taken.add(code)
    return code


def _letter_key(letter: str) -> str:
    if letter == "đ":
        return "d1"
    return f"{letter}0" if "a" <= letter <= "z" else f"z9{ord(letter):06x}"


def _number_key(digits: str) -> str:
    """The key of a number: sorts before letters and by value, as the count of digits comes first."""
    digits = (digits.lstrip("0") or "0")[:35]
    return "2" + "0123456789abcdefghijklmnopqrstuvwxyz"[len(digits)] + digits


def _old_style_table() -> dict[str, str]:
    table = {}
    for pair in ("oa", "oe", "uy", "Oa", "Oe", "Uy", "OA", "OE", "UY"):
        for tone in TONES:
            new = unicodedata.normalize("NFC", pair + tone)
            table[new] = unicodedata.normalize("NFC", pair[0] + tone + pair[1])
    return table


_OLD_STYLE: Final = _old_style_table()
_NEW_STYLE: Final = re.compile(rf"(?<![qQ])(?:{'|'.join(_OLD_STYLE)})(?!\w)")

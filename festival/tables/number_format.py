"""What a cell of a workbook shows: the number that it holds in its number format (ECMA-376, 18.8.30)."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from festival.tables.raw import DateText, RawCell, Unreadable

_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(General|E[+-]|.)', re.I)


@lru_cache(maxsize=500)
def _sections(code: str) -> list[list[tuple[str, str]]]:
    """The sections of a format, each a list of (letters that stand as they are, sign of the format)."""
    sections: list[list[tuple[str, str]]] = [[]]
    for quoted, escaped, currency, sign in _TOKEN.findall(code):
        if sign == ";":
            sections.append([])
        elif sign and sign in " -()+:$/":
            sections[-1].append((sign, ""))
        else:
            sections[-1].append((quoted or escaped or currency, sign.lower()))
    return sections


@lru_cache(maxsize=500)
def _date_signs(code: str) -> frozenset[str]:
    """The signs of a format of days or times; none for any other."""
    signs = "".join(sign for _letters, sign in _sections(code)[0])
    return frozenset(signs if re.fullmatch(r"(?!.*general)[^#?]*[dmyhs][^#?]*", signs) else "")


def cell_text(stored: str, code: str, epoch: datetime) -> tuple[RawCell, str]:
    """A number as text, and a warning where the cell shows fewer decimals ("" where it does not).

    A number has 15 digits that count: 0.1 + 0.2 is 0.3. Leading zeros and letters of the format are taken as
    shown ("TS"000 makes TS008 of 8). Unreadable where what is shown cannot be rebuilt with certainty: per
    cent, fractions, amounts with letters.
    """
    try:
        value = Decimal(stored) if stored.lstrip("-").isdigit() else Decimal(format(float(stored), ".15g"))
    except (ValueError, InvalidOperation):
        return stored, ""
    text = plain(value)
    if _date_signs(code):
        return _date_text(value, code, epoch), ""
    tokens = _sections(code)[int(value < 0 and len(_sections(code)) > 1)]
    signs = "".join(sign for _letters, sign in tokens)
    letters = "".join(letters for letters, _sign in tokens)
    if re.search("general|[@e]", signs):
        return text, ""
    if re.fullmatch(r"[0#?]+", signs) and text.isdigit():
        return _masked(text, tokens), ""
    if letters not in {"", "-"} or not re.fullmatch(r"[0#?,.]+", signs):
        shown = _("in a format of its own (%(code)s)") % {"code": code}
        return Unreadable(_otherwise(f"{plain(value * 100)}%" if "%" in signs else shown, text)), ""
    places = len(re.findall(r"[0#?]", signs.partition(".")[2]))
    shown = plain(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return text, "" if shown == text else _otherwise(shown, text)


def _date_text(value: Decimal, code: str, epoch: datetime) -> RawCell:
    """A day as ISO text, a time as hours and minutes; Unreadable where only a part of the day is shown."""
    try:
        found = from_excel(float(value), epoch)
    except (ValueError, OverflowError):
        return Unreadable(_("“%(value)s” is no day of a spreadsheet") % {"value": plain(value)})
    if isinstance(found, time):
        return found.isoformat("minutes")
    if not isinstance(found, datetime):
        return plain(value)
    signs = _date_signs(code) & {"d", "m", "y"}
    if signs == {"y"}:
        return str(found.year)
    if signs and not {"d", "y"} <= signs:
        shown = found.strftime("%d/%m" if "d" in signs else "%m/%Y")
        return Unreadable(_otherwise(shown, found.date().isoformat()))
    return found.isoformat(" ", "minutes") if found.time() != time() else DateText(found.date())


def plain(value: Decimal) -> str:
    """A number with a point and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _masked(digits: str, tokens: list[tuple[str, str]]) -> str:
    """Digits put into a format from the right, as a spreadsheet does: 912345678 in 0000 000 000."""
    places = sum(1 for _letters, sign in tokens if sign)
    filled = digits.rjust(places)
    left, rest = filled[: len(filled) - places], iter(filled[len(filled) - places :])
    shown = ""
    for letters, sign in tokens:
        if sign:
            shown += left + next(rest).replace(" ", sign.strip("#?"))
            left = ""
        shown += letters
    return shown.strip()


def _otherwise(shown: str, stored: str) -> str:
    return _("shown as %(shown)s, stored as %(stored)s") % {"shown": shown, "stored": stored}

"""What a cell of a workbook shows: the number that it holds in its number format (ECMA-376, 18.8.30)."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from festival.tables.raw import DateText, RawCell, Unreadable

_TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|(General|E[+-]|.)', re.I)
Token = tuple[bool, str]


@lru_cache(maxsize=500)
def tokens_of(code: str, section: int = 0) -> tuple[Token, ...]:
    """The parts of a section of a format: (whether it stands as it is, text)."""
    parts: list[list[Token]] = [[]]
    for quoted, escaped, currency, sign in _TOKEN.findall(code):
        if sign == ";":
            parts.append([])
        elif quoted or escaped or currency or (sign and sign in " -()+:$/" and not is_date(code)):
            parts[-1].append((True, quoted or escaped or currency or sign))
        elif sign:
            parts[-1].append((False, sign.lower()))
    return tuple(parts[section if section < len(parts) else 0])


@lru_cache(maxsize=500)
def is_date(code: str) -> bool:
    """Whether a number in this format is a day or a time."""
    signs = "".join(sign.lower() for *_rest, sign in _TOKEN.findall(code))
    return "general" not in signs and bool(set(signs) & set("dmyhs")) and not set(signs) & set("#?")


def number_text(value: Decimal, code: str) -> tuple[RawCell, str]:
    """A number as text, and what the cell shows where that has fewer decimals ("" where it does not).

    Leading zeros and letters of the format are taken as shown ("TS"000 makes TS008 of 8). Unreadable where
    what is shown cannot be rebuilt with certainty: per cent, fractions, amounts with letters.
    """
    text = plain(value)
    tokens = tokens_of(code, 1 if value < 0 else 0)
    signs = "".join(sign for is_literal, sign in tokens if not is_literal)
    is_minus_only = value < 0 and [sign for is_literal, sign in tokens if is_literal] == ["-"]
    if "general" in signs or "@" in signs or "e" in signs:
        return text, ""
    has_letters = any(is_literal for is_literal, _sign in tokens) and not is_minus_only
    if re.fullmatch(r"[0#?]+", signs) and text.isdigit():
        return _masked(text, tokens), ""
    if has_letters or not re.fullmatch(r"[0#?,.]+", signs):
        shown = _("in a format of its own (%(code)s)") % {"code": code}
        if "%" in signs:
            shown = f"{plain(value * 100)}%"
        return _otherwise(shown, text), ""
    places = len(re.findall(r"[0#?]", signs.partition(".")[2]))
    shown = plain(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return text, "" if shown == text else shown


def date_text(value: Decimal, code: str, epoch: datetime) -> RawCell:
    """A day as ISO text, a time as hours and minutes; Unreadable where only a part of the day is shown."""
    try:
        found = from_excel(float(value), epoch)
    except (ValueError, OverflowError):
        return Unreadable(_("“%(value)s” is no day of a spreadsheet") % {"value": plain(value)})
    if isinstance(found, time):
        return found.isoformat("minutes")
    if not isinstance(found, date):
        return plain(value)
    signs = {sign for is_literal, sign in tokens_of(code) if not is_literal}
    if not {"d", "y"} <= signs and signs & {"d", "m", "y"}:
        if not signs & {"d", "m"}:
            return str(found.year)
        shown = found.strftime("%d/%m" if "d" in signs else "%m/%Y")
        return _otherwise(shown, found.date().isoformat() if isinstance(found, datetime) else str(found))
    if isinstance(found, datetime) and found.time() != time():
        return found.isoformat(" ", "minutes")
    return DateText(found.date() if isinstance(found, datetime) else found)


def plain(value: Decimal) -> str:
    """A number with a point and without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _masked(digits: str, tokens: tuple[Token, ...]) -> str:
    """Digits put into a format from the right, as a spreadsheet does: 912345678 in 0000 000 000."""
    left, out = list(digits), []
    first = next(place for place, (is_literal, _sign) in enumerate(tokens) if not is_literal)
    for place, (is_literal, sign) in reversed(list(enumerate(tokens))):
        if is_literal:
            out.append(sign)
        else:
            out.append(left.pop() if left else "0" if sign == "0" else "")
            if place == first:
                out.extend(reversed(left))
    return "".join(reversed(out)).strip()


def _otherwise(shown: str, stored: str) -> Unreadable:
    return Unreadable(_("shown as %(shown)s, stored as %(stored)s") % {"shown": shown, "stored": stored})

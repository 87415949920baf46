"""Form fields for the cells of a table: text in, a value out, and back to text for an export."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices
from django.utils.translation import gettext as _

from festival.signin import normalise_login
from festival.tables.raw import DateText, Unreadable
from festival.text import clean_text, nfc, parse_points, phone_number, search_key, visible_text

YES: Final = frozenset({"1", "co", "x", "yes", "true", "dung"})
NO: Final = frozenset({"0", "khong", "no", "false", "sai"})
DAYS: Final = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), 1),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"), -1),
)


class Guessed(NamedTuple):
    """A value that is not quite what the cell says, with the warning that says so."""

    value: Any
    warning: str


class Cell(forms.Field):
    """One column. `label` is its Vietnamese heading.

    reader  the value of a cell that is not empty; ValidationError with a reason for the person who typed it
    holds   what the cells hold, for docs/BUNDLE.md
    empty   the value of an empty cell
    key     the English column name, where it differs from the name of the field
    also    other headings that people use
    extra   beyond the contract: exported only where a row has a value, and left alone when absent
    path    attributes that lead from an exported object to the value, where they differ from the name
    """

    widget = forms.TextInput

    def __init__(
        self,
        heading: str,
        reader: Callable[[str], Any],
        holds: str,
        *,
        empty: Any = "",
        key: str = "",
        also: Collection[str] = (),
        required: bool = False,
        extra: bool = False,
        path: str = "",
    ) -> None:
        super().__init__(label=heading, required=required)
        self.reader, self.holds, self.empty, self.warning = reader, holds, empty, ""
        self.key, self.also, self.extra, self.path = key, also, extra, path

    def clean(self, value: Any) -> Any:
        """The value of a cell; ValidationError with a reason."""
        self.warning = ""
        if not value:
            if self.required:
                raise ValidationError(_("has no content"))
            return self.empty
        if isinstance(value, Unreadable):
            raise ValidationError(value.reason)
        if isinstance(value, DateText) and self.reader is not read_day:
            raise ValidationError(_("the spreadsheet made a date of this; format the column as text"))
        found = self.reader(value)
        if isinstance(found, Guessed):
            found, self.warning = found
        return found


def written(value: Any) -> str:
    """The text of a value in an export."""
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case tuple():
            return ";".join(value)
    return str(value)


def text_cell(heading: str, limit: int, *, lines: bool = False, typed: bool = False, **options: Any) -> Cell:
    """Text. `lines`: line breaks are kept; `typed`: inner blanks are kept as typed (numbers, codes)."""
    holds = f"chữ, tối đa {limit} ký tự" + (", giữ nguyên như đã gõ" if typed else "")
    return Cell(heading, partial(tidy, limit=limit, lines=lines, typed=typed), holds, **options)


def tidy(text: str, limit: int, *, lines: bool = False, typed: bool = False) -> str:
    """Text in its stored form; ValidationError when it is too long."""
    found = visible_text(text).strip() if typed else clean_text(text, lines=lines)
    if len(found) > limit:
        words = {"length": len(found), "limit": limit}
        raise ValidationError(_("%(length)d letters, at most %(limit)d") % words)
    return found


def points_cell(heading: str, **options: Any) -> Cell:
    """A number with point or comma."""
    return Cell(heading, read_number, "số, dấu phẩy hoặc dấu chấm", empty=None, **options)


def read_number(text: str) -> Decimal:
    """A number with point or comma."""
    try:
        return parse_points(text)
    except ValueError:
        raise refusal(_("“%(typed)s” is not a number"), text) from None


def whole_cell(heading: str, least: int, most: int, **options: Any) -> Cell:
    """A whole number between two bounds."""

    def read(text: str) -> int:
        number = read_number(text)
        if number != number.to_integral_value():
            raise refusal(_("“%(typed)s” is not a whole number"), text)
        if not least <= number <= most:
            raise refusal(_("%(typed)s is not between %(least)s and %(most)s"), text, least=least, most=most)
        return int(number)

    return Cell(heading, read, f"số nguyên {least}–{most}", empty=None, **options)


def flag_cell(heading: str, *, empty: bool | None = False, **options: Any) -> Cell:
    """Yes or no: 1 or 0, "Có" or "Không". `empty` is what an empty cell means."""

    def read(text: str) -> bool:
        word = search_key(text)
        if word not in YES | NO:
            raise refusal(_("“%(typed)s” is neither 1 (yes) nor 0 (no)"), text)
        return word in YES

    holds = "1/Có hoặc 0/Không" + (", trống là chưa rõ" if empty is None else "")
    return Cell(heading, read, holds, empty=empty, **options)


def choice_cell(
    heading: str,
    choices: type[Choices],
    words: Mapping[str, str],
    *,
    guess: Callable[[str], str] = lambda text: "",
    **options: Any,
) -> Cell:
    """One of a few values: the key itself, its name on the pages, another name in `words`, or what
    `guess` makes of the text."""
    known = {word_key(word): value for word, value in words.items()}
    known |= {word_key(str(value)): str(value) for value in choices.values}

    def read(text: str) -> str:
        labels = {word_key(str(label)): str(value) for value, label in choices.choices}
        found = guess(text) or known.get(word_key(text)) or labels.get(word_key(text))
        if found is None:
            *first, last = map(str, choices.labels)
            words = {"column": heading, "first": ", ".join(first), "last": last}
            raise ValidationError(_("%(column)s has to be %(first)s or %(last)s") % words)
        return found

    named = {
        str(key): ", ".join(word for word, value in words.items() if value == key) for key in choices.values
    }
    holds = "; ".join(f"`{key}` ({also})" if also else f"`{key}`" for key, also in named.items())
    return Cell(heading, read, holds, **options)


def day_cell(heading: str, **options: Any) -> Cell:
    """A day: 05/01/2025, 5-1-2025, 05.01.2025, 2025-01-05 or 2025/01/05; a year alone is no day."""
    holds = "ngày 05/01/2025 hoặc 2025-01-05; chỉ có năm thì để trống và có lời nhắc"
    return Cell(heading, read_day, holds, empty=None, **options)


def read_day(text: str) -> date | Guessed:
    """A day as lists write it."""
    if re.fullmatch(r"(19|20)\d\d", text):
        return Guessed(None, _("“%(typed)s” is a year only; the day is left empty") % {"typed": text})
    try:
        parts = next(found.groups()[::step] for form, step in DAYS if (found := form.fullmatch(text)))
        year, month, day = map(int, parts)
        return date(year, month, day)
    except (StopIteration, ValueError):
        raise refusal(_("“%(typed)s” is not a day such as 05/01/2025"), text) from None


def phone_cell(heading: str, **options: Any) -> Cell:
    """A telephone number; a Vietnamese one in one spelling, with the 0 that spreadsheets lose."""

    def read(text: str) -> str:
        found = tidy(text, 20)
        if not re.search(r"\d", found):
            raise refusal(_("“%(typed)s” is not a telephone number"), text)
        try:
            return phone_number(found)
        except ValueError:
            return found

    return Cell(heading, read, "số điện thoại", **options)


def email_cell(heading: str, **options: Any) -> Cell:
    """An e-mail address."""
    return Cell(heading, read_email, "địa chỉ thư điện tử", **options)


def read_email(text: str) -> str:
    """An e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        raise refusal(_("“%(typed)s” is not an e-mail address"), text) from None
    return text


def login_cell(heading: str, **options: Any) -> Cell:
    """A sign-in name: an e-mail address, or a telephone number where there is none."""

    def read(text: str) -> str:
        try:
            return normalise_login(read_email(text) if "@" in text else phone_number(text))
        except ValueError:
            raise refusal(
                _("“%(typed)s” is neither an e-mail address nor a telephone number"), text
            ) from None

    return Cell(heading, read, "thư điện tử, hoặc số điện thoại nếu không có", **options)


def codes_cell(heading: str, **options: Any) -> Cell:
    """Several codes, parted by semicolons."""

    def read(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (tidy(part, 160, typed=True) for part in text.split(";")))))

    return Cell(heading, read, "các mã, ngăn bằng dấu chấm phẩy", empty=(), **options)


def link_cell(heading: str, **options: Any) -> Cell:
    """A web address."""

    def read(text: str) -> str:
        found = tidy(text, 400, typed=True)
        try:
            URLValidator(schemes=["http", "https"])(found)
        except ValidationError:
            raise refusal(_("“%(typed)s” is not an address that begins with https://"), text) from None
        return found

    return Cell(heading, read, "đường dẫn https://", **options)


def refusal(reason: str, typed: str, **words: Any) -> ValidationError:
    """Why a cell cannot be read, with what was typed: one line, not longer than a reader wants."""
    line = "".join(letter if letter.isprintable() else " " for letter in nfc(typed))
    return ValidationError(reason % {"typed": line if len(line) <= 40 else f"{line[:40]}…", **words})


def word_key(text: str) -> str:
    """One spelling of a choice: without marks, capitals and punctuation."""
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))


def plain(value: Decimal) -> str:
    """A number with a point and no needless zeros: 8.50 is 8.5, 20.00 is 20."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"

"""Form fields for the columns of a table and the keys of festival.toml: from the typed text to a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.forms.fields import DAY_LIMITS
from festival.names import suggested_name
from festival.phones import phone_number
from festival.signin import normalise_login
from festival.tables.legacy import from_legacy
from festival.tables.raw import DateText, Unreadable
from festival.tables.xlsx import plain
from festival.text import clean_text, nfc, parse_points, search_key, visible_text, with_scheme

ANSWERS: Final = {
    **dict.fromkeys(("1", "co", "x", "yes", "true", "dung"), True),
    **dict.fromkeys(("0", "khong", "no", "false", "sai"), False),
}
DAYS: Final = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), 1),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"), -1),
)
NOT_A_NUMBER: Final = gettext_lazy("“%(typed)s” is not a number")


class Guessed(NamedTuple):
    """A value with a warning: it is not quite what the cell says, or looks wrong."""

    value: Any
    warning: str


class Cell(forms.Field):
    """One column of a table, or one key of festival.toml.

    heading the Vietnamese heading of a column, and others that people use, parted by " | "
    reader  the value of what is not empty; ValidationError with a reason for the person who typed it
    holds   what the cells hold, for docs/BUNDLE.md
    wrong   the reason where the reader raises a plain ValueError or KeyError, or a validator refuses
    empty   the value of an empty cell, or of a key that is absent
    key     the English column name, where it differs from the name of the field
    extra   beyond the contract: exported only where a row has a value, and left alone when absent
    path    attributes that lead from an exported object to the value, where they differ from the name
    """

    widget = forms.TextInput
    default_error_messages = {"required": gettext_lazy("has no content")}

    def __init__(
        self,
        heading: str,
        reader: Callable[[Any], Any],
        holds: str = "",
        *,
        wrong: Any = "",
        empty: Any = "",
        key: str = "",
        extra: bool = False,
        path: str = "",
        **options: Any,
    ) -> None:
        label, *self.also = heading.split(" | ")
        super().__init__(label=label, **{"required": False, **options})
        self.reader, self.holds, self.wrong, self.empty, self.warning = reader, holds, wrong, empty, ""
        self.key, self.extra, self.path = key, extra, path

    def clean(self, value: Any) -> Any:
        """The value; ValidationError with a reason."""
        self.warning = ""
        if isinstance(value, Unreadable):
            raise ValidationError(value.reason)
        if isinstance(value, DateText) and self.reader is not read_day:
            raise ValidationError(_("the spreadsheet made a date of this; format the column as text"))
        try:
            found = self.empty if value is None or value == "" else self.reader(value)
        except (ValueError, LookupError):
            raise refusal(self.wrong, value) from None
        if isinstance(found, Guessed):
            found, self.warning = found
        try:
            self.run_validators(found)
        except ValidationError as error:
            raise (error if isinstance(found, date) else refusal(self.wrong, found)) from None
        if self.required and (found is None or found == ""):
            raise ValidationError(self.error_messages["required"])
        return found


def refusal(reason: Any, typed: Any, **words: Any) -> ValidationError:
    """Why a cell cannot be read, with what was typed, shortened to one line."""
    line = "".join(letter if letter.isprintable() else " " for letter in nfc(str(typed)))
    return ValidationError(reason % {"typed": line if len(line) <= 40 else f"{line[:40]}…", **words})


def written(value: Any) -> str:
    """The text of a value in an export."""
    match value:
        case bool():
            return str(int(value))
        case Decimal():
            return plain(value)
        case tuple():
            return ";".join(value)
    return "" if value is None else str(value)


def text_cell(heading: str, limit: int, *, lines: bool = False, typed: bool = False, **options: Any) -> Cell:
    """Text. `lines`: line breaks are kept; `typed`: inner blanks are kept as typed (numbers, codes)."""
    holds = f"chữ, tối đa {limit} ký tự" + (", giữ nguyên như đã gõ" if typed else "")
    return Cell(heading, partial(tidy, limit=limit, lines=lines, typed=typed), holds, **options)


def name_cell(heading: str, limit: int, **options: Any) -> Cell:
    """The name of a person, or names with commas between them, with a warning about capitals."""
    return Cell(heading, partial(read_name, limit=limit), f"chữ, tối đa {limit} ký tự", **options)


def read_name(text: str, limit: int) -> str | Guessed:
    """The name in its stored form, with a warning where `suggested_name` offers another."""
    name = tidy(text, limit)
    offered = suggested_name(name)
    if not offered:
        return name
    return Guessed(
        name, _("“%(name)s” is usually written “%(offered)s”") % {"name": name, "offered": offered}
    )


def tidy(text: str, limit: int, *, lines: bool = False, typed: bool = False) -> str:
    """Text in its stored form; ValidationError when it is too long."""
    found = visible_text(text).strip() if typed else clean_text(text, lines=lines)
    if len(found) > limit:
        words = {"length": len(found), "limit": limit}
        raise ValidationError(_("%(length)d letters, at most %(limit)d") % words)
    return found


def points_cell(heading: str, **options: Any) -> Cell:
    """A number with point or comma."""
    holds = "số, dấu phẩy hoặc dấu chấm"
    return Cell(heading, parse_points, holds, wrong=NOT_A_NUMBER, empty=None, **options)


def whole_cell(heading: str, least: int, most: int, **options: Any) -> Cell:
    """A whole number between two bounds."""

    def read(text: str) -> int:
        number = parse_points(text)
        if number != number.to_integral_value():
            raise refusal(_("“%(typed)s” is not a whole number"), text)
        return between(least, most, int(number))

    return Cell(heading, read, f"số nguyên {least}–{most}", wrong=NOT_A_NUMBER, empty=None, **options)


def between(least: int, most: int, number: int) -> int:
    """The number; ValidationError when it is out of bounds."""
    if not least <= number <= most:
        raise refusal(_("%(typed)s is not between %(least)s and %(most)s"), number, least=least, most=most)
    return number


def flag_cell(heading: str, *, empty: bool | None = False, **options: Any) -> Cell:
    """Yes or no: 1 or 0, "Có" or "Không". `empty` is what an empty cell means."""
    wrong = gettext_lazy("“%(typed)s” is neither 1 (yes) nor 0 (no)")
    holds = "1/Có/x hoặc 0/Không" + (", trống là chưa rõ" if empty is None else "")

    def read(text: str) -> bool | Guessed:
        found = ANSWERS[search_key(text)]
        return Guessed(found, _("“%(typed)s” is taken for yes") % {"typed": text}) if text in "xX" else found

    return Cell(heading, read, holds, wrong=wrong, empty=empty, **options)


def choice_cell(
    heading: str,
    choices: type[Choices],
    words: Mapping[str, Sequence[str]],
    *,
    guess: Callable[[str], str] = lambda text: "",
    **options: Any,
) -> Cell:
    """One of a few values: the key itself, its label on the pages, another of its `words`, or what `guess`
    makes of the text."""
    names = [(str(key), words.get(str(key), ())) for key in choices.values]
    known = {word_key(name): key for key, others in names for name in (*others, key)}

    def read(text: str) -> str:
        labels = {word_key(str(label)): str(value) for value, label in choices.choices}
        found = guess(text) or known.get(word_key(text)) or labels.get(word_key(text))
        if found is None:
            *first, last = map(str, choices.labels)
            words = {"column": heading.split(" | ")[0], "first": ", ".join(first), "last": last}
            reason = _("%(column)s has to be %(first)s or %(last)s")
            if legacy := from_legacy(text):
                words["encoding"] = legacy[1]
                reason += "; " + _("“%(typed)s” is perhaps typed in %(encoding)s")
            raise refusal(reason, text, **words)
        return found

    holds = "; ".join(f"`{key}` ({', '.join(others)})" if others else f"`{key}`" for key, others in names)
    return Cell(heading, read, holds, **options)


def word_key(text: str) -> str:
    """One spelling of a choice: without marks, capitals and punctuation."""
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))


def day_cell(heading: str, **options: Any) -> Cell:
    """A day: 05/01/2025, 5-1-2025, 05.01.2025, 2025-01-05 or 2025/01/05; a year alone is no day."""
    holds = "ngày 05/01/2025 hoặc 2025-01-05; chỉ có năm thì để trống và có lời nhắc"
    wrong = gettext_lazy("“%(typed)s” is not a day such as 05/01/2025")
    options.setdefault("validators", DAY_LIMITS)
    return Cell(heading, read_day, holds, wrong=wrong, empty=None, **options)


def read_day(text: str) -> date | Guessed:
    """A day as lists write it; ValueError for any other text."""
    if re.fullmatch(r"(19|20)\d\d", text):
        return Guessed(None, _("“%(typed)s” is a year only; the day is left empty") % {"typed": text})
    found = [match.groups()[::step] for form, step in DAYS if (match := form.fullmatch(text))]
    year, month, day = map(int, found[0])
    return date(year, month, day)


def phone_cell(heading: str, **options: Any) -> Cell:
    """A telephone number in one spelling, with the 0 that spreadsheets lose; an odd one with a warning."""

    def read(text: str) -> str | Guessed:
        found = tidy(text, 20)
        try:
            return read_phone(found)
        except ValueError:
            if not re.search(r"\d", found):
                raise
        warning = _("“%(typed)s” is not a phone number of 10 digits; kept as it is")
        return Guessed(found, warning % {"typed": found})

    wrong = gettext_lazy("“%(typed)s” is not a telephone number")
    return Cell(heading, read, "số điện thoại, số 0 đầu bị mất được thêm lại", wrong=wrong, **options)


def read_phone(text: str) -> str | Guessed:
    """A phone number in its stored spelling; ValueError for any other text."""
    number = phone_number(text)
    if re.sub(r"[^0-9]", "", text) != number[1:]:
        return number
    return Guessed(
        number, _("“%(typed)s” lacks its first 0; read as “%(number)s”") % {"typed": text, "number": number}
    )


def email_cell(heading: str, **options: Any) -> Cell:
    """An e-mail address."""
    wrong = gettext_lazy("“%(typed)s” is not an e-mail address")
    return Cell(heading, str, "địa chỉ thư điện tử", wrong=wrong, validators=[validate_email], **options)


def login_cell(heading: str, **options: Any) -> Cell:
    """A sign-in name: an e-mail address, or a telephone number where there is none."""

    def read(text: str) -> str | Guessed:
        return normalise_login(email_cell(heading).clean(text)) if "@" in text else read_phone(text)

    wrong = gettext_lazy("“%(typed)s” is neither an e-mail address nor a telephone number")
    return Cell(heading, read, "thư điện tử, hoặc số điện thoại nếu không có", wrong=wrong, **options)


def codes_cell(heading: str, **options: Any) -> Cell:
    """Several codes, parted by semicolons."""

    def read(text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (tidy(part, 160, typed=True) for part in text.split(";")))))

    return Cell(heading, read, "các mã, ngăn bằng dấu chấm phẩy", empty=(), **options)


def link_cell(heading: str, **options: Any) -> Cell:
    """A web address."""
    checks = [URLValidator(schemes=["http", "https"])]
    wrong = gettext_lazy("“%(typed)s” is not an address that begins with https://")
    holds = "đường dẫn; thiếu https:// thì được thêm vào"

    def read(text: str) -> str:
        return with_scheme(tidy(text, 390, typed=True))

    return Cell(heading, read, holds, wrong=wrong, validators=checks, **options)

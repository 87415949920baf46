"""What one cell holds: `read` gives the value or refuses with a reason, `write` gives the text back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Choices
from django.utils.translation import gettext as _

from festival.signin import normalise_login
from festival.tables.raw import Refused as Refused
from festival.text import nfc, parse_points, phone_number, search_key


class Cell(Protocol):
    """A kind of cell. `read` is never asked about an empty one: that is `empty`."""

    @property
    def empty(self) -> Any: ...
    def read(self, text: str) -> Any: ...
    def write(self, value: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words. `lines`: line breaks are kept; `typed`: blanks inside are kept as typed (numbers, codes)."""

    limit: int
    lines: bool = False
    typed: bool = False
    empty: str = ""

    def read(self, text: str) -> str:
        refuse_control_characters(text)
        if self.typed:
            tidy = unicodedata.normalize("NFC", text).strip()
        elif self.lines:
            tidy = "\n".join(nfc(line) for line in text.splitlines()).strip()
        else:
            tidy = nfc(text)
        if len(tidy) > self.limit:
            raise Refused(
                _("%(length)d letters, at most %(limit)d") % {"length": len(tidy), "limit": self.limit}
            )
        return tidy

    def write(self, value: Any) -> str:
        return str(value or "")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int = 0
    most: int = 32767
    empty: None = None

    def read(self, text: str) -> int:
        number = Number().read(text)
        if number != number.to_integral_value():
            raise Refused(_("“%(typed)s” is not a whole number") % {"typed": text})
        if not self.least <= number <= self.most:
            raise Refused(
                _("%(typed)s is not between %(least)s and %(most)s")
                % {"typed": text, "least": self.least, "most": self.most}
            )
        return int(number)

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with point or comma."""

    empty: None = None

    def read(self, text: str) -> Decimal:
        try:
            return parse_points(text)
        except ValueError:
            raise Refused(_("“%(typed)s” is not a number") % {"typed": shown(text)}) from None

    def write(self, value: Any) -> str:
        return "" if value is None else plain(value)


YES = frozenset({"1", "co", "x", "yes", "true", "dung"})
NO = frozenset({"0", "khong", "no", "false", "sai"})


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no: 1 or 0, "Có" or "Không"."""

    empty: bool | None = False

    def read(self, text: str) -> bool:
        word = search_key(text)
        if word in YES:
            return True
        if word in NO:
            return False
        raise Refused(_("“%(typed)s” is neither 1 (yes) nor 0 (no)") % {"typed": shown(text)})

    def write(self, value: Any) -> str:
        return "" if value is None else str(int(value))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words: the key itself, its Vietnamese name, or another name in `also`."""

    choices: type[Choices]
    also: Mapping[str, str] = field(default_factory=dict)
    empty: str = ""

    def read(self, text: str) -> str:
        words = self.words()
        found = words.get(word_key(text))
        if found is None:
            raise Refused(
                _("“%(typed)s” is not one of: %(choices)s")
                % {"typed": shown(text), "choices": ", ".join(map(str, self.choices.values))}
            )
        return found

    def words(self) -> dict[str, str]:
        """Every word that is understood, in one spelling, and the key that it means."""
        return {
            **{word_key(word): value for word, value in self.also.items()},
            **{word_key(str(value)): str(value) for value in self.choices.values},
        }

    def write(self, value: Any) -> str:
        return str(value or "")


@dataclass(frozen=True, slots=True)
class Day:
    """A day: 05/01/2025 or 2025-01-05."""

    empty: None = None

    def read(self, text: str) -> date:
        numbers = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text) or re.fullmatch(
            r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text
        )
        try:
            parts = [int(part) for part in numbers.groups()] if numbers else []
            year, month, day = parts if text[4:5] == "-" else parts[::-1]
            return date(year, month, day)
        except ValueError:
            raise Refused(_("“%(typed)s” is not a day such as 05/01/2025") % {"typed": shown(text)}) from None

    def write(self, value: Any) -> str:
        return "" if value is None else value.isoformat()


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number; a Vietnamese one in one spelling, with the 0 that spreadsheets lose."""

    limit: int = 20
    empty: str = ""

    def read(self, text: str) -> str:
        tidy = Text(self.limit).read(text)
        if not re.search(r"\d", tidy):
            raise Refused(_("“%(typed)s” is not a telephone number") % {"typed": shown(text)})
        try:
            return phone_number(tidy)
        except ValueError:
            return tidy

    def write(self, value: Any) -> str:
        return str(value or "")


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address."""

    empty: str = ""

    def read(self, text: str) -> str:
        try:
            validate_email(text)
        except ValidationError:
            raise Refused(_("“%(typed)s” is not an e-mail address") % {"typed": shown(text)}) from None
        return text

    def write(self, value: Any) -> str:
        return str(value or "")


@dataclass(frozen=True, slots=True)
class Login:
    """A person's sign-in name: an e-mail address, or a telephone number where there is none."""

    empty: str = ""

    def read(self, text: str) -> str:
        if "@" in text:
            return normalise_login(Email().read(text))
        try:
            return normalise_login(phone_number(text))
        except ValueError:
            raise Refused(
                _("“%(typed)s” is neither an e-mail address nor a telephone number") % {"typed": shown(text)}
            ) from None

    def write(self, value: Any) -> str:
        return str(value or "")


@dataclass(frozen=True, slots=True)
class Codes:
    """Several codes, parted by semicolons."""

    limit: int = 40
    empty: tuple[str, ...] = ()

    def read(self, text: str) -> tuple[str, ...]:
        code = Text(self.limit, typed=True)
        return tuple(dict.fromkeys(found for part in text.split(";") if (found := code.read(part))))

    def write(self, value: Any) -> str:
        return ";".join(value)


@dataclass(frozen=True, slots=True)
class Link:
    """A web address."""

    limit: int = 400
    empty: str = ""

    def read(self, text: str) -> str:
        tidy = Text(self.limit, typed=True).read(text)
        try:
            URLValidator(schemes=["http", "https"])(tidy)
        except ValidationError:
            raise Refused(
                _("“%(typed)s” is not an address that begins with https://") % {"typed": shown(text)}
            ) from None
        return tidy

    def write(self, value: Any) -> str:
        return str(value or "")


def refuse_control_characters(text: str) -> None:
    """Refused when the text holds what no keyboard types (NUL and its kind)."""
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text if letter not in "\t\r\n"):
        raise Refused(_("holds control characters"))


def shown(text: str, *, limit: int = 40) -> str:
    """What was typed, as a reason quotes it: one line, not longer than a reader wants."""
    line = "".join(letter if letter.isprintable() else " " for letter in nfc(text))
    return line if len(line) <= limit else f"{line[:limit]}…"


def word_key(text: str) -> str:
    """One spelling of a choice: without marks, capitals and punctuation."""
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))


def plain(value: Decimal | int) -> str:
    """A number with a point and no needless zeros: 8.50 is 8.5, 20.00 is 20."""
    text = f"{Decimal(value):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def joined(words: Iterable[str]) -> str:
    """Several words in one reason."""
    return ", ".join(words)

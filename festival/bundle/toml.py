"""Reading festival.toml: every key by its kind, unknown keys as warnings, decimals exact."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Choices
from django.utils import timezone
from django.utils.translation import gettext as _

from festival.tables.cells import Refused, Text
from festival.tables.report import Report

FILE: Final = "festival.toml"
SLUG: Final = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*")


def parsed(data: bytes, report: Report) -> dict[str, Any] | None:
    """The whole file; None with a fault when it is no TOML."""
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"), parse_float=Decimal)
    except UnicodeDecodeError:
        report.fault(FILE, None, "", _("not UTF-8"))
    except (tomllib.TOMLDecodeError, ArithmeticError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        row = int(place[1]) if place else None
        report.fault(FILE, row, "", _("not valid TOML (%(error)s)") % {"error": error})
    return None


@dataclass(slots=True)
class Section:
    """A table of the file. Each reading takes a key, with its default where it is absent or wrong."""

    report: Report
    where: str
    data: dict[str, Any]
    is_sound: bool = True
    _read: set[str] = field(default_factory=set)
    _wrong: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        """Whether the key stands in the file."""
        return key in self.data

    def is_at_fault(self, key: str) -> bool:
        """Whether this key itself was faulted."""
        return key in self._wrong

    def fault(self, key: str, reason: str) -> None:
        """Note what is wrong with a key."""
        self.is_sound = False
        self._wrong.add(key)
        self.report.fault(FILE, None, self.where, f"{key}: {reason}" if key else reason)

    def text(self, key: str, *, limit: int, required: bool = False, lines: bool = False) -> str:
        """Words, tidied; empty by default."""
        value = self._take(key)
        if value is not None and not isinstance(value, str):
            self.fault(key, _("has to be text in quotation marks"))
            return ""
        try:
            words = Text(limit, lines=lines).read(value or "")
        except Refused as refusal:
            self.fault(key, refusal.reason)
            return ""
        if required and not words:
            self.fault(key, _("is missing"))
        return words

    def slug(self, key: str, *, limit: int = 60) -> str:
        """A name that can stand in an address."""
        words = self.text(key, limit=limit, required=True)
        if words and not SLUG.fullmatch(words):
            self.fault(
                key, _("“%(typed)s” may hold only letters without marks, digits and -") % {"typed": words}
            )
            return ""
        return words

    def code(self, key: str, *, limit: int = 60, required: bool = True) -> str:
        """A code as typed."""
        return self.text(key, limit=limit, required=required)

    def number(
        self, key: str, default: Decimal | None, *, places: int = 6, digits: int = 12
    ) -> Decimal | None:
        """An exact number from 0 on."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(key, _("has to be a number without quotation marks"))
            return default
        number = Decimal(value)
        if not number.is_finite():
            self.fault(key, _("%(value)s is not a number") % {"value": number})
            return default
        if number < 0:
            self.fault(key, _("%(value)s is below 0") % {"value": number})
            return default
        if not _fits(number, places=places, digits=digits):
            self.fault(
                key,
                _("%(value)s has more than %(places)d decimals, or is too large")
                % {"value": number, "places": places},
            )
            return default
        return number

    def whole(self, key: str, default: int | None, *, least: int = 0, most: int = 32767) -> int | None:
        """A whole number within bounds."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, _("has to be a whole number"))
            return default
        if not least <= value <= most:
            self.fault(
                key,
                _("%(typed)s is not between %(least)s and %(most)s")
                % {"typed": value, "least": least, "most": most},
            )
            return default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self.fault(key, _("has to be true or false"))
            return default
        return default if value is None else value

    def choice(self, key: str, choices: type[Choices], default: str) -> str:
        """One of a few words."""
        value = self._take(key)
        if value is None:
            return default
        if value not in choices.values:
            self.fault(
                key,
                _("“%(typed)s” is not one of: %(choices)s")
                % {"typed": value, "choices": ", ".join(choices.values)},
            )
            return default
        return str(value)

    def day(self, key: str) -> date | None:
        """A day without a time."""
        value = self._take(key)
        if isinstance(value, str) and not value:
            return None
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            self.fault(key, _("has to be a day such as 2025-01-10, without quotation marks"))
            return None
        return value

    def instant(self, key: str) -> datetime | None:
        """A day with a time; without an offset it is the time of the place."""
        value = self._take(key)
        if value is None or value == "":
            return None
        if not isinstance(value, datetime):
            self.fault(
                key,
                _("has to be a day with a time such as 2024-12-20T17:00:00+07:00, without quotation marks"),
            )
            return None
        return value if value.tzinfo else timezone.make_aware(value)

    def texts(self, key: str, *, limit: int) -> list[str]:
        """A list of words."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(key, _("has to be a list of texts in square brackets"))
            return []
        try:
            return [Text(limit).read(item) for item in value]
        except Refused as refusal:
            self.fault(key, refusal.reason)
            return []

    def part(self, key: str, where: str = "") -> Section | None:
        """A table below this one."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(key, _("has to be a table"))
            return None
        return Section(self.report, where or f"{self.where}.{key}", value)

    def parts(self, key: str, name: str) -> Iterator[Section]:
        """The tables of a list, each named in reasons by its slug, code or place."""
        value = self._take(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, _("has to be a list of tables, each begun with [[…]]"))
            return
        above = "" if self.where in {"", FILE} else f"{self.where}: "
        for place, item in enumerate(value, start=1):
            label = item.get("slug") or item.get("code") or place
            yield Section(self.report, f'{above}{name} "{label}"', item)

    def skip(self, *keys: str) -> None:
        """Keys that somebody else reads."""
        self._read.update(keys)

    def rest(self) -> None:
        """Warn of the keys that nobody asked for."""
        for key in self.data:
            if key not in self._read:
                words = _("unknown key “%(key)s”") % {"key": key}
                self.report.warn(FILE, f"{self.where}: {words}" if self.where else words)

    def _take(self, key: str) -> Any:
        self._read.add(key)
        return self.data.get(key)


def _fits(number: Decimal, *, places: int, digits: int) -> bool:
    """Whether the number is below 10^(digits - places) and has at most so many decimals."""
    _sign, figures, exponent = number.as_tuple()
    if not isinstance(exponent, int) or abs(exponent) > 100 or len(figures) > 100:
        return False
    too_fine = -exponent - places
    return number < 10 ** (digits - places) and not any(figures[-too_fine:] if too_fine > 0 else ())

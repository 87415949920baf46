"""Sections of festival.toml as forms: typed values in, exact decimals, unknown keys as warnings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.forms.cells import tidy
from festival.forms.table import Row
from festival.tables.report import Report

FILE: Final = "festival.toml"
SLUG: Final = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*")


class Value(forms.Field):
    """The value of a key that `reader` reads; `default` where the key is absent or wrong."""

    widget = forms.TextInput

    def __init__(self, reader: Callable[[Any], Any], *, default: Any = None, required: bool = False) -> None:
        super().__init__(required=required)
        self.reader, self.default = reader, default

    def clean(self, value: Any) -> Any:
        """The value; ValidationError with a reason."""
        found = self.default if value is None or value == "" else self.reader(value)
        if self.required and (found is None or found == ""):
            raise ValidationError(_("is missing"))
        return found


def of_type(kinds: type | UnionType, value: Any, reason: Any, *, but: type | tuple[()] = ()) -> Any:
    """The value, if it is of the kind that TOML makes of what was meant."""
    if not isinstance(value, kinds) or isinstance(value, but):
        raise ValidationError(reason)
    return value


def text_value(limit: int, *, lines: bool = False, slug: bool = False, **options: Any) -> Value:
    """Text in quotation marks."""

    def read(value: Any) -> str:
        words = tidy(of_type(str, value, _("has to be text in quotation marks")), limit, lines=lines)
        if slug and words and not SLUG.fullmatch(words):
            reason = _("“%(typed)s” may hold only letters without marks, digits and -")
            raise ValidationError(reason % {"typed": words})
        return words

    return Value(read, **{"default": "", **options})


def texts_value(limit: int) -> Value:
    """A list of texts."""

    def read(value: Any) -> list[str]:
        reason = _("has to be a list of texts in square brackets")
        return [tidy(of_type(str, item, reason), limit) for item in of_type(list, value, reason)]

    return Value(read, default=[])


def number_value(*, places: int = 6, digits: int = 12, **options: Any) -> Value:
    """An exact number from 0 on."""

    def read(value: Any) -> Decimal:
        reason = _("has to be a number without quotation marks")
        number = Decimal(of_type(int | Decimal, value, reason, but=bool))
        if not number.is_finite():
            raise ValidationError(_("%(value)s is not a number") % {"value": number})
        if number < 0:
            raise ValidationError(_("%(value)s is below 0") % {"value": number})
        if not fits(number, places=places, digits=digits):
            words = {"value": number, "places": places}
            raise ValidationError(_("%(value)s has more than %(places)d decimals, or is too large") % words)
        return number

    return Value(read, **options)


def whole_value(most: int = 32767, **options: Any) -> Value:
    """A whole number from 0 on."""

    def read(value: Any) -> int:
        number: int = of_type(int, value, _("has to be a whole number"), but=bool)
        if not 0 <= number <= most:
            words = {"typed": value, "least": 0, "most": most}
            raise ValidationError(_("%(typed)s is not between %(least)s and %(most)s") % words)
        return number

    return Value(read, **options)


def choice_value(choices: Collection[str], **options: Any) -> Value:
    """One of a few words."""

    def read(value: Any) -> str:
        if value not in choices:
            words = {"typed": value, "choices": ", ".join(choices)}
            raise ValidationError(_("“%(typed)s” is not one of: %(choices)s") % words)
        return str(value)

    return Value(read, **options)


def flag_value(**options: Any) -> Value:
    """true or false."""
    return Value(lambda value: of_type(bool, value, _("has to be true or false")), **options)


def day_value(**options: Any) -> Value:
    """A day without a time."""
    reason = gettext_lazy("has to be a day such as 2025-01-10, without quotation marks")
    return Value(lambda value: of_type(date, value, reason, but=datetime), **options)


def instant_value(**options: Any) -> Value:
    """A day with a time; without an offset it is the time of the place."""
    reason = gettext_lazy(
        "has to be a day with a time such as 2024-12-20T17:00:00+07:00, without quotation marks"
    )

    def read(value: Any) -> datetime:
        found: datetime = of_type(datetime, value, reason)
        return found if found.tzinfo else timezone.make_aware(found)

    return Value(read, **options)


class SectionForm(forms.Form):
    """The keys of one section."""


def section_form(
    model: type[models.Model], names: Collection[str], required: Collection[str] = (), /, **own: Value
) -> type[SectionForm]:
    """A form with the values of these columns of a model, and fields of its own."""
    fields = {name: own[name] if name in own else value_of(model, name, required) for name in names}
    return type(f"{model.__name__}Section", (SectionForm,), {**fields, **own})


def value_of(model: type[models.Model], name: str, required: Collection[str]) -> Value:
    """The field of a key that is stored in a column."""
    column = cast("models.Field[Any, Any]", model._meta.get_field(name))
    options: dict[str, Any] = {"required": name in required}
    if column.has_default() and not callable(column.default):
        options["default"] = column.to_python(column.default)
    match column:
        case models.CharField() if column.choices:
            return choice_value([str(value) for value, _label in column.flatchoices], **options)
        case models.CharField() | models.TextField():
            kinds = {
                "lines": isinstance(column, models.TextField),
                "slug": isinstance(column, models.SlugField),
            }
            return text_value(column.max_length or 6000, **kinds, **options)
        case models.DecimalField():
            return number_value(places=column.decimal_places, digits=column.max_digits, **options)
        case models.IntegerField():
            return whole_value(**options)
    kinds_of = {
        models.BooleanField: flag_value,
        models.DateField: day_value,
        models.DateTimeField: instant_value,
    }
    return kinds_of[type(column)](**options)


class Section(Row):
    """A section that was read: a row whose sections below it are read in their turn."""

    __slots__ = ("_known", "children", "data")

    def __init__(self, report: Report, where: str, data: dict[str, Any], *forms: type[SectionForm]) -> None:
        values: dict[str, Any] = {}
        super().__init__(report, FILE, None, values, dict.fromkeys(data, ""), where=where)
        self.data: dict[str, Any] = data
        self.children: dict[str, list[Section]] = {}
        self._known: set[str] = set()
        for form_class in forms:
            form = form_class(data)
            form.full_clean()
            values |= {name: cast(Value, field).default for name, field in form.fields.items()}
            values |= form.cleaned_data
            self._known |= set(form.fields)
            for name, errors in form.errors.as_data().items():
                self.fault(name, errors[0].messages[0])

    def part(self, key: str, *forms: type[SectionForm]) -> Section | None:
        """The section under a key; None without one."""
        self._known.add(key)
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(key, _("has to be a table"))
            return None
        mark = "." if self.where.startswith("festival") else ": "
        return Section(self.report, f"{self.where}{mark}{key}" if self.where else key, value, *forms)

    def parts(self, key: str, *forms: type[SectionForm]) -> Iterator[Section]:
        """The sections of a list; faults call each by its slug, code or place."""
        self._known.add(key)
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(key, _("has to be a list of tables, each begun with [[…]]"))
            return
        for place, item in enumerate(value, start=1):
            label = item.get("slug") or item.get("code") or place
            above = f"{self.where}: " if self.where else ""
            yield Section(self.report, f'{above}{key} "{label}"', item, *forms)

    def refuse_backwards(self, first: str, last: str) -> None:
        """Report a period that ends before it starts."""
        if self[first] and self[last] and self[last] < self[first]:
            self.fault(last, _("lies before %(first)s") % {"first": first})
            self.values[last] = None

    def warn_unknown(self) -> None:
        """Warn of the keys that nothing has read."""
        for key in self.data:
            if key not in self._known:
                words = _("unknown key “%(key)s”") % {"key": key}
                self.report.warn(FILE, f"{self.where}: {words}" if self.where else words)


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


def fits(number: Decimal, *, places: int, digits: int) -> bool:
    """Whether the number is below 10^(digits - places) and has at most so many decimals."""
    _sign, figures, exponent = number.as_tuple()
    if not isinstance(exponent, int) or abs(exponent) > 100 or len(figures) > 100:
        return False
    too_fine = -exponent - places
    return number < 10 ** (digits - places) and not any(figures[-too_fine:] if too_fine > 0 else ())

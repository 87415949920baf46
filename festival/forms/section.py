"""Sections of festival.toml as forms: typed values, exact decimals, unknown keys as warnings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.forms.cells import Cell, between, refusal, tidy
from festival.forms.fields import DAY_LIMITS, INSTANT_LIMITS
from festival.forms.table import Row, TableForm
from festival.tables.report import Fault, Report

FILE: Final = "festival.toml"
SLUG: Final = RegexValidator(r"\A[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*\Z")
A_DAY: Final = gettext_lazy("has to be a day such as 2025-01-10, without quotation marks")
TEXT: Final = gettext_lazy("has to be text in quotation marks")
AN_INSTANT: Final = gettext_lazy(
    "has to be a day with a time such as 2024-12-20T17:00:00+07:00, without quotation marks"
)


def toml_key(reason: Any, *kinds: type, reader: Callable[[Any], Any] | None = None, **options: Any) -> Cell:
    """A key whose value is of the kinds (or of any) that TOML makes of what was meant; `reader` checks it."""

    def read(value: Any) -> Any:
        if kinds and type(value) not in kinds:
            raise ValidationError(reason)
        return reader(value) if reader else value

    errors = {"required": gettext_lazy("is missing")}
    return Cell("", read, **{"empty": None, "error_messages": errors, **options})


def text_value(limit: int, *, lines: bool = False, slug: bool = False, **options: Any) -> Cell:
    """Text in quotation marks."""
    if slug:
        wrong = gettext_lazy("“%(typed)s” may hold only letters without marks, digits and -")
        options |= {"validators": [SLUG], "wrong": wrong}
    reader = partial(tidy, limit=limit, lines=lines)
    return toml_key(TEXT, str, reader=reader, **{"empty": "", **options})


def texts_value(limit: int) -> Cell:
    """A list of texts."""

    def read(items: list[Any]) -> list[str]:
        if not all(isinstance(item, str) for item in items):
            raise ValidationError(reason)
        return [tidy(item, limit) for item in items]

    reason = gettext_lazy("has to be a list of texts in square brackets")
    return toml_key(reason, list, reader=read, empty=[])


def number_value(*, places: int = 6, digits: int = 12, **options: Any) -> Cell:
    """An exact number from 0 on."""

    def read(value: int | Decimal) -> Decimal:
        number = Decimal(value)
        if not number.is_finite():
            raise ValidationError(_("%(value)s is not a number") % {"value": number})
        if number < 0:
            raise ValidationError(_("%(value)s is below 0") % {"value": number})
        if number >= 10 ** (digits - places) or number != round(number, places):
            words = {"value": number, "places": places}
            raise ValidationError(_("%(value)s has more than %(places)d decimals, or is too large") % words)
        return number

    reason = gettext_lazy("has to be a number without quotation marks")
    return toml_key(reason, int, Decimal, reader=read, **options)


def whole_value(most: int = 32767, **options: Any) -> Cell:
    """A whole number from 0 on."""
    return toml_key(
        gettext_lazy("has to be a whole number"), int, reader=partial(between, 0, most), **options
    )


def choice_value(choices: Collection[str], **options: Any) -> Cell:
    """One of a few words."""

    def read(value: Any) -> Any:
        if value not in choices:
            raise refusal(_("“%(typed)s” is not one of: %(choices)s"), value, choices=", ".join(choices))
        return value

    return toml_key("", reader=read, **options)


def aware(instant: datetime) -> datetime:
    """An instant; without an offset it is the time of the place."""
    return instant if instant.tzinfo else timezone.make_aware(instant)


def section_form(
    model: type[models.Model],
    names: Collection[str] | Mapping[str, str],
    required: Collection[str] = (),
    extra: Collection[str] = (),
    /,
    **own: Cell,
) -> type[TableForm]:
    """A form with the values of these columns of a model, and fields of its own.

    names  the columns, or the column by key; `extra`: keys that an export writes only where they have a value
    """
    columns = names if isinstance(names, Mapping) else dict(zip(names, names, strict=True))
    fields = {
        key: own.get(key) or column_value(model, name, required=key in required)
        for key, name in columns.items()
    } | own
    for key, cell in fields.items():
        cell.path, cell.extra = cell.path or columns.get(key, ""), key in extra
    return type(f"{model.__name__}Section", (TableForm,), fields)


def column_value(model: type[models.Model], name: str, **options: Any) -> Cell:
    """The field of a key that is stored in a column."""
    column = cast("models.Field[Any, Any]", model._meta.get_field(name))
    if column.has_default() and not callable(column.default):
        options["empty"] = column.to_python(column.default)
    match column:
        case models.CharField() if column.choices:
            return choice_value([str(value) for value, _label in column.flatchoices], **options)
        case models.CharField() | models.TextField():
            lines, slug = isinstance(column, models.TextField), isinstance(column, models.SlugField)
            return text_value(column.max_length or 6000, lines=lines, slug=slug, **options)
        case models.DecimalField():
            return number_value(places=column.decimal_places, digits=column.max_digits, **options)
        case models.IntegerField():
            return whole_value(**options)
        case models.DateTimeField():
            return toml_key(AN_INSTANT, datetime, reader=aware, validators=INSTANT_LIMITS, **options)
        case models.DateField():
            return toml_key(A_DAY, date, validators=DAY_LIMITS, **options)
    return toml_key(gettext_lazy("has to be true or false"), bool, **options)


class Section(Row):
    """A section that was read: a row whose sections below it are read in their turn."""

    __slots__ = ("_known", "children", "data")

    def __init__(self, report: Report, where: str, data: dict[str, Any], *forms: type[TableForm]) -> None:
        super().__init__(report, FILE, None, {}, dict.fromkeys(data, ""), where=where)
        self.data: dict[str, Any] = data
        self.children: dict[str, list[Section]] = {}
        self._known: set[str] = set()
        for form_class in forms:
            self.read(form_class({}), data)
            self._known |= set(form_class.base_fields)

    def part(self, key: str, *forms: type[TableForm]) -> Section | None:
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

    def parts(self, key: str, *forms: type[TableForm]) -> Iterator[Section]:
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
                self.report.warn(Fault(FILE, None, self.where, words))


def parsed(data: bytes, report: Report) -> dict[str, Any] | None:
    """The whole file; None with a fault when it is no TOML."""
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"), parse_float=Decimal)
    except UnicodeDecodeError:
        report.fault(Fault(FILE, reason=_("not UTF-8")))
    except (tomllib.TOMLDecodeError, ArithmeticError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        row = int(place[1]) if place else None
        report.fault(Fault(FILE, row, reason=_("not valid TOML (%(error)s)") % {"error": error}))
    return None

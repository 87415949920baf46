"""Form fields for text, whole numbers, dates and times: cleaned once, and within the limits of the columns.

Forms use these in place of Django's `CharField`, `IntegerField`, `DateField`; a test refuses the plain ones.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from festival.phones import phone_number
from festival.text import clean_text, format_school_year, parse_school_year, with_scheme

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 10_000
LARGEST_NUMBER: Final = 2**31 - 1
NAMES: Final = {"authors", "full_name", "person", "head", "delegation_head"}
"""Columns with the name of a person."""
PHONE_TYPING: Final = 40
"""Characters of a phone number as people type it, with blanks and brackets."""
LARGEST_KEY: Final = 2**63 - 1
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
WRONG_YEAR: Final = gettext_lazy("The year has to be between 1900 and 2199.")
WRONG_BIRTHDAY: Final = gettext_lazy("The date of birth has to be between 1900 and today.")
DAY_LIMITS: Final[list[Callable[[Any], None]]] = [
    MinValueValidator(FIRST_DAY, WRONG_YEAR),
    MaxValueValidator(LAST_DAY, WRONG_YEAR),
]
BIRTHDAY_LIMITS: Final[list[Callable[[Any], None]]] = [
    MinValueValidator(FIRST_DAY, WRONG_BIRTHDAY),
    MaxValueValidator(timezone.localdate, WRONG_BIRTHDAY),
]
INSTANT_LIMITS: Final[list[Callable[[Any], None]]] = [
    MinValueValidator(datetime(1900, 1, 2, tzinfo=UTC), WRONG_YEAR),
    MaxValueValidator(datetime(2199, 12, 31, tzinfo=UTC), WRONG_YEAR),
]


class CleanedText(forms.Field):
    """Mixin: the value is `clean_text` of what was typed; several lines where the widget is a text area."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values:
            value = clean_text(str(value), lines=isinstance(self.widget, forms.Textarea))
        return super().to_python(value)


class TextField(CleanedText, forms.CharField):
    """Text in its stored form. Without `max_length`: 500 characters in one line, 10,000 in several."""

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        if max_length is None:
            limit = LONGEST_TEXT if isinstance(self.widget, forms.Textarea) else LONGEST_LINE
            self.max_length = limit
            self.validators.append(forms.CharField(max_length=limit).validators[0])


class LinkField(CleanedText, forms.URLField):
    """A web address; without a scheme it gets https://, which browsers would refuse in a field for URLs."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})
    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(with_scheme(clean_text(str(value or ""))))


class NameField(TextField):
    """The name of a person, or names in a list; their right form is offered by js/names.js."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The text of the offer."""
        return super().widget_attrs(widget) | {"data-offer-name": gettext_lazy("Write “{name}”")}


class PhoneField(TextField):
    """A phone number, stored in the spelling of `phone_number`; empty where it is not required."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    default_error_messages = {
        "no-phone": gettext_lazy("“%(typed)s” is no phone number: it has 10 digits, a landline 11.")
    }

    def __init__(self, *, max_length: int = PHONE_TYPING, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        typed: str = super().to_python(value)
        try:
            return phone_number(typed) if typed else ""
        except ValueError:
            message = self.error_messages["no-phone"]
            raise ValidationError(message, code="no-phone", params={"typed": typed}) from None


class SlugField(CleanedText, forms.SlugField):
    """A slug: letters, digits and hyphens."""


class PastedTableField(forms.CharField):
    """A pasted table. Tabs and line breaks are kept; the table reader cleans the cells."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)


class SchoolYearField(TextField):
    """A school year in any usual form; stored as "2026-2027", shown as "2026 - 2027"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)
        try:
            return parse_school_year(text) if text else ""
        except ValueError:
            message = _("Write two years in a row, such as 2026 - 2027.")
            raise ValidationError(message, code="school-year") from None

    def prepare_value(self, value: Any) -> Any:
        return format_school_year(value) if isinstance(value, str) else value


class NumberField(forms.IntegerField):
    """A whole number that an integer column holds, from 0 up unless `min_value` says otherwise."""

    def __init__(
        self, *, min_value: int | None = 0, max_value: int | None = LARGEST_NUMBER, **kwargs: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)


class KeyField(forms.IntegerField):
    """A primary key in a hidden field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput, **kwargs)


class DayField(forms.DateField):
    """A date of the years 1900 to 2199; others are typing errors or cannot be stored."""

    default_validators = DAY_LIMITS
    first, last = FIRST_DAY, LAST_DAY

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The limits, for the browser's own calendar."""
        attrs = super().widget_attrs(widget)
        if getattr(widget, "input_type", "") == "date":
            attrs |= {"min": f"{self.first:%Y-%m-%d}", "max": f"{self.last:%Y-%m-%d}"}
        return attrs


class BirthdayField(DayField):
    """A date of birth: from 1900 to today."""

    default_validators = BIRTHDAY_LIMITS


class InstantField(forms.DateTimeField):
    """A date and time of the years 1900 to 2199, in the local time zone."""

    default_validators = INSTANT_LIMITS


FIELDS: Final[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
    models.CharField: {"form_class": TextField},
    models.TextField: {"form_class": TextField},
    models.DateField: {"form_class": DayField},
    models.DateTimeField: {"form_class": InstantField},
    models.PositiveSmallIntegerField: {"form_class": NumberField, "max_value": 2**15 - 1},
    models.PositiveIntegerField: {"form_class": NumberField},
}
"""The form field of a column by its type, with its limits on every database."""


def field_of_column(column: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: `PhoneField` by its name, of `FIELDS` by its type, else Django's."""
    more = {} if column.choices else FIELDS.get(type(column), {})
    if column.name == "phone" or column.name.endswith("_phone"):
        more = {"form_class": PhoneField, "max_length": PHONE_TYPING}
    if column.name in NAMES:
        more = {"form_class": NameField}
    return column.formfield(**{**more, **kwargs})

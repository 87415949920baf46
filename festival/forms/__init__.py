"""Shared by all forms: calls of actions with clean data, refusals, numbers in Vietnamese format."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import DecimalValidator
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from festival.forms.stale_check import StaleCheckMixin
from festival.refusals import RuleBroken, StaleState
from festival.text import format_points, parse_points


def attempt(form: forms.BaseForm, action: Callable[..., object], **context: object) -> bool:
    """Run `action` with the clean data; False when the form is invalid or the action was refused."""
    if not form.is_valid():
        return False
    save = form.unless_changed(action) if isinstance(form, StaleCheckMixin) else action
    refusal = refusal_of(partial(save, **form.cleaned_data), **context)
    if refusal is not None:
        refuse(form, refusal)
        if isinstance(form, StaleCheckMixin) and isinstance(refusal, StaleState) and form.seen:
            form.show_current()
            add_stale_hint(form)
    return refusal is None


def refusal_of(action: Callable[..., object], **context: object) -> RuleBroken | None:
    """Run `action`; return its refusal, or None on success.

    After a refusal every row in `context` except the user is read again, so that the page shows what the
    database holds. Http404 when a row was deleted.
    """
    try:
        action(**context)
    except RuleBroken as refusal:
        for name, row in context.items():
            if name != "by" and isinstance(row, Model):
                _read_again(row)
        return refusal
    return None


def _read_again(row: Model) -> None:
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        raise Http404 from None


def refuse(form: forms.BaseForm, refusal: RuleBroken) -> None:
    """Add a refusal to the form's errors."""
    form.add_error(None, ValidationError(refusal.message, code=refusal.code))
    if isinstance(refusal, StaleState):
        form.is_stale = True  # type: ignore[attr-defined]


def add_stale_hint(form: forms.BaseForm) -> None:
    """Say below a refusal that what was typed is kept, and what saving again does."""
    hint = _("What you typed is still here. Saving again replaces what the other person saved.")
    form.add_error(None, ValidationError(hint, code="stale-hint"))


def status_of_refusal(refusal: RuleBroken) -> int:
    """HTTP status of a page that shows a refusal: 409 for StaleState, else 422."""
    return 409 if isinstance(refusal, StaleState) else 422


def status_of(form: forms.BaseForm) -> int:
    """HTTP status of a form shown again: 409 when it is stale, else 422."""
    return 409 if getattr(form, "is_stale", False) else 422


class PointsField(forms.Field):
    """A decimal with comma or point that fits its column; shown with a comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(DecimalValidator(max_digits, decimal_places))

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            return parse_points(str(value))
        except ValueError:
            raise ValidationError(
                _("“%(typed)s” is not a number."), code="invalid", params={"typed": value}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return format_points(value) if isinstance(value, Decimal) else value


class PercentField(PointsField):
    """A share typed in per cent: 10 or 10% becomes Decimal("0.1")."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=8, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        points = super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)
        return None if points is None else points / 100

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value((value * 100).normalize()) if isinstance(value, Decimal) else value


class ConfirmForm(forms.Form):
    """A confirmation without fields, which shows refusals."""


class SubmitForm(forms.Form):
    """The confirmation of a submission: `seen` are the versions of the rows that were shown."""

    seen = forms.Field(widget=forms.HiddenInput)


Row = TypeVar("Row", bound=Model)


class RowsField(forms.ModelMultipleChoiceField[Row]):
    """Ticked rows; a number too large for the database is an invalid choice."""

    def _check_values(self, value: Any) -> QuerySet[Row]:
        try:
            return super()._check_values(value)  # type: ignore[misc, no-any-return]
        except OverflowError:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": value[0]}) from None

"""Forms that have the fields of a model's row, and change nothing: an action does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass, model_to_dict

from festival.forms.fields import field_of_column
from festival.forms.stale_check import StaleCheckMixin


class RowFormType(ModelFormMetaclass):
    """Gives every form of a row the project's own text fields, whatever its `Meta` says."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], attributes: dict[str, Any], **kwargs: Any
    ) -> RowFormType:
        if "Meta" in attributes:
            attributes["Meta"].formfield_callback = staticmethod(field_of_column)
        made: RowFormType = super().__new__(cls, name, bases, attributes, **kwargs)
        return made


class RowForm(StaleCheckMixin, forms.ModelForm, metaclass=RowFormType):  # type: ignore[type-arg]
    """The form of one row: `of` fills it with a row's values, which are kept for comparison and not changed.

    is_versioned  the row has a `version` column, which the form carries instead
    """

    is_versioned = False

    def __init__(self, data: Any = None, *args: Any, of: models.Model | None = None, **kwargs: Any) -> None:
        if of is not None:
            values = self.values_of(of)
            kwargs["initial"] = {**values, **kwargs.get("initial", {})}
        super().__init__(data, *args, **kwargs)
        if of is not None and not self.is_versioned:
            self.set_fingerprint(*self.locks_of(of), shown=values, read=self.values_of)

    def values_of(self, row: models.Model) -> dict[str, Any]:
        """What the form shows of the row."""
        return model_to_dict(row, fields=self._meta.fields)

    def locks_of(self, row: models.Model) -> Sequence[models.Model]:
        """What a save locks, in the order of the locks; the row itself is the last."""
        return (row,)

    def clean(self) -> dict[str, Any]:
        """The clean values; constraints of the table are not checked."""
        super().clean()
        return self.cleaned_data

    def _post_clean(self) -> None:
        """No row is made or judged here."""


class DayInput(forms.DateInput):
    """A day with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class InstantInput(forms.DateTimeInput):
    """A day and time with the browser's own calendar, in the time of the place."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

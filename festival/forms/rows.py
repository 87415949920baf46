"""Forms that have the fields of a model's row, and change nothing: an action does."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.db import models
from django.forms.models import model_to_dict

from festival.forms.seen import Remembering
from festival.text import nfc


class RowForm(Remembering, forms.ModelForm):  # type: ignore[type-arg]
    """The typing of one row: `of` fills it with a row's values, which stay untouched, and are remembered."""

    def __init__(self, data: Any = None, *args: Any, of: models.Model | None = None, **kwargs: Any) -> None:
        if of is not None:
            kwargs["initial"] = {**model_to_dict(of, fields=self._meta.fields), **kwargs.get("initial", {})}
        super().__init__(data, *args, **kwargs)
        if of is not None:
            self.remember(kwargs["initial"])

    def clean(self) -> dict[str, Any]:
        """Every text in its one stored form: composed, without stray blanks."""
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = one_form(value)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """No row is made or judged here."""


def one_form(text: str) -> str:
    """NFC; a single line loses double blanks, a text of several lines keeps its lines."""
    return nfc(text) if "\n" not in text else unicodedata.normalize("NFC", text).strip()


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

"""A field for several files, each checked by its content."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from django import forms
from django.core.exceptions import ValidationError

from festival.refusals import RuleBroken


class SeveralFiles(forms.ClearableFileInput):
    """`<input type="file" multiple>`."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The list of `cleaner(file, name=…)` of each file; `valid` keeps the results when another file fails."""

    widget = SeveralFiles

    def __init__(self, *args: Any, cleaner: Callable[..., object], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cleaner = cleaner
        self.valid: list[Any] = []

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        self.valid, faults = [], []
        for file in files:
            try:
                self.valid.append(self._clean_one(file))
            except ValidationError as fault:
                faults.append(fault)
        if faults:
            raise ValidationError(faults)
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.valid

    def _clean_one(self, file: IO[bytes]) -> object:
        try:
            return self.cleaner(file, name=str(file.name))
        except RuleBroken as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from None

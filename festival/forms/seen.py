"""Forms that remember what their person saw: a save on an older copy is refused instead of lost or undone."""

from __future__ import annotations

from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError

from festival.forms.fields import TextField
from festival.states import stale


class Remembering(forms.BaseForm):
    """A form with a hidden fingerprint of the values that it was filled with."""

    fingerprint = ""
    is_stale = False

    def remember(self, values: object) -> None:
        """Carry the fingerprint of `values`; whatever was typed on other values is refused as overtaken."""
        self.fingerprint = sha256(repr(values).encode()).hexdigest()[:16]
        self.fields["seen"] = TextField(required=False, widget=forms.HiddenInput, initial=self.fingerprint)

    def full_clean(self) -> None:
        """As ever; then compare, and keep the fingerprint out of the clean data."""
        super().full_clean()
        if not self.is_bound:
            return
        seen = self.cleaned_data.pop("seen", "")
        if seen and seen != self.fingerprint:
            self.is_stale = True
            refusal = stale()
            self.add_error(None, ValidationError(refusal.message, code=refusal.code))


class SeenForm(Remembering, forms.Form):
    """What stands beside rows that are saved all together: refusals, and what the person saw."""

    def __init__(self, *args: object, seen: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.remember(seen)

"""Forms that remember what their page showed: a save on an older copy is refused instead of lost or undone.

The page carries a fingerprint of the values that it showed. `festival.forms.attempt` runs the action by
`festival.actions.unchanged`, which locks the row and compares the fingerprint with what stands there then, in
the transaction of the action. Rows with a `version` column (booths, entries) carry that instead, see
`festival.states.next_version`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model

from festival.actions.unchanged import run_unchanged
from festival.forms.fields import TextField
from festival.locks import fingerprint_of


class Remembering(forms.BaseForm):
    """A form with a hidden fingerprint of the values that its page showed."""

    seen = ""
    _subject: tuple[Sequence[Model], Callable[[Any], object]]

    def remember(self, *rows: Model, shown: object, read: Callable[[Any], object]) -> None:
        """Carry the fingerprint of `shown`, which is what `read` gives of the last of `rows`.

        rows  what a save locks, in the order of the locks; the last is the one that `read` is given
        """
        self.fields["seen"] = TextField(
            required=False, widget=forms.HiddenInput, initial=fingerprint_of(shown)
        )
        self._subject = rows, read

    def full_clean(self) -> None:
        """As ever; the fingerprint is kept out of the clean data."""
        super().full_clean()
        if self.is_bound:
            self.seen = self.cleaned_data.pop("seen", "")

    def unless_changed(self, action: Callable[..., object]) -> Callable[..., object]:
        """The action, refused with StaleState when the rows are no longer as the page showed them."""
        if not self.seen:
            return action
        return partial(run_unchanged, action, *self._subject, self.seen)


class SeenForm(Remembering, forms.Form):
    """What stands beside rows that are saved all together: refusals, and what the page showed of `row`."""

    def __init__(
        self, data: Any, *, row: Model, shown: object, read: Callable[[Any], object], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.remember(row, shown=shown, read=read)

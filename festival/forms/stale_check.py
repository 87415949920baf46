"""Forms that refuse a save when the stored values changed after the page was rendered.

The page holds a fingerprint of the values that it was rendered with. `festival.forms.attempt` runs the action
by `festival.actions.unchanged`, which locks the row and compares the fingerprint with that of the stored
values in the transaction of the action. Rows with a `version` column (booths, entries) use that instead, see
`festival.states.next_version`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict

from festival.actions.unchanged import run_unchanged
from festival.forms.fields import TextField
from festival.locks import fingerprint_of


class StaleCheckMixin(forms.BaseForm):
    """Adds a hidden field `seen` with the fingerprint of the values that the page was rendered with."""

    seen = ""
    _subject: tuple[Sequence[Model], Callable[[Any], object]]

    def set_fingerprint(self, *rows: Model, shown: object, read: Callable[[Any], object]) -> None:
        """Set the fingerprint of `shown`, the values that `read` returned for the last of `rows`.

        rows  the rows that a save locks, in the order of the locks; `read` is called with the last
        """
        self.fields["seen"] = TextField(
            required=False, widget=forms.HiddenInput, initial=fingerprint_of(shown)
        )
        self._subject = rows, read

    def full_clean(self) -> None:
        """Clean the form and move the submitted fingerprint from the clean data to `seen`."""
        super().full_clean()
        if self.is_bound:
            self.seen = self.cleaned_data.pop("seen", "")

    def show_current(self) -> None:
        """Set the fingerprint of the stored values: the typed ones stay, the next save replaces them."""
        rows, read = self._subject
        current = type(rows[-1])._default_manager.get(pk=rows[-1].pk)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("seen")] = fingerprint_of(read(current))
        self.data = data

    def unless_changed(self, action: Callable[..., object]) -> Callable[..., object]:
        """The action, preceded by the comparison: StaleState when the stored values changed."""
        if not self.seen:
            return action
        return partial(run_unchanged, action, *self._subject, self.seen)


class StaleCheckForm(StaleCheckMixin, forms.Form):
    """The form beside a formset: shows refusals and holds the fingerprint of the rows."""

    def __init__(
        self, data: Any, *, row: Model, shown: object, read: Callable[[Any], object], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.set_fingerprint(row, shown=shown, read=read)

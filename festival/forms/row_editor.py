"""Rows that a page adds, changes and removes together: signers, rounds, criteria, prizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory


class EditorRow(forms.Form):
    """One row. A new row in which nothing of `typed` is filled in is empty: it is neither checked nor saved.

    key    the hidden field with the primary key of a row that is stored; "" where rows have none
    typed  the fields that make a row; the others have preset values, which alone are no row
    """

    key: ClassVar[str] = ""
    typed: ClassVar[Sequence[str]] = ()

    def is_blank(self) -> bool:
        """Whether this is a new row in which nothing was typed."""
        names = [self.key, *self.typed] if self.key else self.typed
        return self.is_bound and not any((self[name].data or "").strip() for name in names)

    def has_changed(self) -> bool:
        """Whether the row differs from its initial values; never for an empty row."""
        return not self.is_blank() and super().has_changed()

    def full_clean(self) -> None:
        """Clean the row; an empty one has no clean values and no errors."""
        self.empty_permitted = self.is_blank()
        super().full_clean()


class ReplacingRows(BaseFormSet):  # type: ignore[type-arg]
    """Rows that together replace the stored ones.

    Rows that were sent are not compared with the stored ones, which the page may have saved itself meanwhile:
    a new row that equals its initial values counts as empty, and would be removed.
    """

    def __init__(self, data: Any = None, *, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial=initial if data is None else None, **kwargs)


class EditorRows(BaseFormSet):  # type: ignore[type-arg]
    """The rows of a page. `needed` is the message when there are no rows and none are typed."""

    needed: ClassVar[Any] = ""

    def clean(self) -> None:
        """Refuse a page without any row where one is needed."""
        if self.needed and not self.initial_form_count() and not self.rows():
            raise ValidationError(self.needed, code="no-row")

    def typed_rows(self) -> list[dict[str, Any]]:
        """What the rows hold as it was typed, unchecked, without the empty ones."""
        names = [name for name in self.form.base_fields if name not in {"DELETE", "ORDER"}]
        return [{name: form[name].data for name in names} for form in self.forms if not form.is_blank()]

    def rows(self) -> list[dict[str, Any]]:
        """Clean rows that are neither empty nor removed, by their order; rows without one come last."""
        found = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        kept = [row for row in found if row and not row.get("DELETE")]
        if self.can_order:
            kept.sort(key=lambda row: (row.get("ORDER") is None, row.get("ORDER") or 0))
        return [{key: value for key, value in row.items() if key not in {"DELETE", "ORDER"}} for row in kept]


def rows_as_sent(rows: Sequence[Mapping[str, Any]], *, prefix: str) -> dict[str, Any]:
    """The data of a page that sends these new rows, in this order."""
    counts = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    values = {
        f"{prefix}-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in {**row, "ORDER": place + 1}.items()
    }
    return {**counts, **values}


def editor_rows(form: type[EditorRow], *, formset: type[EditorRows] = EditorRows, **options: Any) -> Any:
    """The formset class for rows of `form`, which can be removed."""
    return formset_factory(form, formset=formset, can_delete=True, **options)

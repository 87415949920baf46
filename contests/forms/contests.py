"""Forms of contests for the organiser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from contests.models import Contest, Round
from festival.forms.fields import KeyField, TextField
from festival.forms.rows import InstantInput, RowForm


class LinesField(TextField):
    """A list typed as lines, each at most `longest` characters."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [line for line in str(super().to_python(value)).split("\n") if line]
        for line in lines:
            if len(line) > self.longest:
                message = _("“%(line)s…” is longer than %(limit)d characters.")
                raise ValidationError(message, params={"line": line[:40], "limit": self.longest})
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class ContestForm(RowForm):
    """A contest: what competes, who may enter, until when."""

    categories = LinesField(
        label=_("Categories"),
        longest=120,
        required=False,
        help_text=_(
            "One per line, for example “Tiểu học” and “THCS”; each is ranked and awarded "
            "separately. May be empty."
        ),
    )

    class Meta:
        model = Contest
        fields = ["name", "kind", "quota_per_school", "opens_at", "closes_at", "anonymous"]
        widgets = {"opens_at": InstantInput, "closes_at": InstantInput, "kind": forms.RadioSelect}
        labels = {"anonymous": _("Judges see a code instead of the name and school")}
        help_texts = {
            "name": _("In full, as printed on papers."),
            "quota_per_school": _("Empty: as many as a school likes."),
            "opens_at": _("Empty: with the festival."),
            "closes_at": _("Empty: with the festival."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Contest.Kind.choices  # type: ignore[attr-defined]
        self.order_fields(["name", "kind", "categories"])

    def clean(self) -> dict[str, Any]:
        """Check the order of the instants."""
        data = super().clean()
        if data.get("opens_at") and data.get("closes_at") and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_at", _("Registration closes before it opens."))
        return data


class ContestEditForm(ContestForm):
    """The form of an existing contest, with its position among the others."""

    class Meta(ContestForm.Meta):
        fields = [*ContestForm.Meta.fields, "position"]
        labels = {**ContestForm.Meta.labels, "position": _("Place in lists")}
        help_texts = {**ContestForm.Meta.help_texts, "position": _("Lower numbers come first.")}

    def values_of(self, row: Any) -> dict[str, Any]:
        """The columns, and the names of the categories."""
        return {**super().values_of(row), "categories": [part.name for part in row.categories.all()]}


class RoundForm(forms.Form):
    """One round."""

    round = KeyField(required=False)
    name = TextField(
        label=_("Round"), max_length=120, required=False, help_text=_("One round alone needs no name.")
    )
    weight = forms.DecimalField(
        label=_("Weight"),
        min_value=0,
        max_digits=12,
        decimal_places=6,
        initial=1,
        localize=True,
        help_text=_("0,3 and 0,7 for thirty and seventy per cent."),
    )
    marking = forms.ChoiceField(
        label=_("Marked by"), choices=Round.Marking.choices, initial=Round.Marking.JUDGES
    )


RoundFormSet = formset_factory(RoundForm, extra=1, can_delete=True, max_num=10)

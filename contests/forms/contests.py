"""Forms of contests for the organiser."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from contests.models import Contest, Round
from festival.forms import PercentField
from festival.forms.fields import KeyField, TextField
from festival.forms.row_editor import EditorRow, EditorRows, editor_rows
from festival.forms.rows import InstantInput, RowForm
from festival.forms.stale_check import StaleCheckForm
from festival.text import format_points


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


class RoundForm(EditorRow):
    """One round; its weight is typed in per cent."""

    key, typed = "round", ("name", "weight")
    round = KeyField(required=False)
    name = TextField(
        label=_("Round"), max_length=120, required=False, help_text=_("One round alone needs no name.")
    )
    weight = PercentField(label=_("Share of the result (%)"), validators=[MinValueValidator(0)])
    marking = forms.ChoiceField(
        label=_("Marked by"), choices=Round.Marking.choices, initial=Round.Marking.JUDGES
    )


RoundFormSet = editor_rows(RoundForm, extra=1, max_num=10)


class RoundsForm(StaleCheckForm):
    """The rounds of a contest together: their shares add up to 100 per cent, unless that is not meant.

    The clean data are the argument `rows` of `set_rounds`.
    """

    is_other_sum = forms.BooleanField(
        required=False,
        label=_("The sum is not 100 per cent on purpose"),
        help_text=_("For example when the points of the rounds are simply added: 100 per cent each."),
    )

    def __init__(self, data: Any, *, formset: EditorRows, contest: Contest, shown: Any, read: Any) -> None:
        super().__init__(data, row=contest, shown=shown, read=read)
        self.formset = formset
        self.sum = sum((row["weight"] for row in shown), Decimal(0))
        self.fields["is_other_sum"].initial = self.sum != 1

    def clean(self) -> dict[str, Any]:
        """Check the rows, then their sum. The fingerprint of the page stays for `StaleCheckMixin`."""
        if not self.formset.is_valid():
            raise ValidationError(_("Please correct the rounds below."), code="rows")
        rows = self.formset.rows()
        self.sum = sum((row["weight"] for row in rows), Decimal(0))
        if rows and self.sum != 1 and not self.cleaned_data["is_other_sum"]:
            message = _("The shares add up to %(sum)s%%, not 100%%. Correct them, or tick the box below.")
            raise ValidationError(message, code="sum", params={"sum": format_points(self.sum * 100)})
        return {"rows": rows, "seen": self.cleaned_data.get("seen", "")}

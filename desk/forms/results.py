"""What the pages of results ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.queries.results_page import TieQuestion
from festival.forms import PointsField
from judging.models import Settlement


class ReasonForm(forms.Form):
    """A reason in writing."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("It is kept in the record and printed in the minutes."),
    )


class TieForm(ReasonForm):
    """Whom the chair gives the prize."""

    given = forms.TypedMultipleChoiceField(
        label=_("Who gets this prize"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, question: TieQuestion, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{question.category}-{question.tier}", **kwargs)
        self.question = question
        choices = [(entry.pk, f"{entry.number} · {entry} · {entry.school}") for entry in question.entries]
        self.fields["given"].choices = choices  # type: ignore[attr-defined]


class SettlementForm(ReasonForm):
    """How a discrepancy was settled."""

    kind = forms.ChoiceField(
        label=_("How it was settled"),
        choices=[
            (Settlement.Kind.AGREED, Settlement.Kind.AGREED.label),
            (Settlement.Kind.THIRD_JUDGE, Settlement.Kind.THIRD_JUDGE.label),
            (Settlement.Kind.HEAD, Settlement.Kind.HEAD.label),
        ],
        widget=forms.RadioSelect,
    )
    points = PointsField(
        label=_("Points decided by the head of the jury"),
        required=False,
        help_text=_("Empty: the judges' result stands. The judges' own marks are never altered."),
    )

    field_order = ["kind", "points", "reason"]

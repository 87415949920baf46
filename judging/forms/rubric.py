"""Forms of a rubric's rows and of the scoring settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from festival.forms import PercentField, PointsField
from festival.forms.fields import KeyField, NumberField, TextField
from festival.forms.row_editor import EditorRow, EditorRows, editor_rows
from festival.forms.stale_check import StaleCheckMixin
from judging.models import Scoring
from judging.presets import RubricPreset


class CriterionForm(EditorRow):
    """One criterion."""

    key, typed = "criterion", ("name", "maximum", "description")
    criterion = KeyField(required=False)
    name = TextField(label=_("Criterion"), max_length=300)
    maximum = PointsField(label=_("Maximum"), max_digits=8, decimal_places=2)
    step = PointsField(label=_("Step"), initial=Decimal("0.25"), max_digits=6, decimal_places=2)
    weight = PointsField(label=_("Weight"), initial=Decimal(1))
    round = forms.TypedChoiceField(
        label=_("Round"), required=False, coerce=int, empty_value=None, choices=[("", _("Every round"))]
    )
    description = TextField(
        label=_("Levels"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 1, "placeholder": _("What a judge considers, in a line or two.")}
        ),
    )

    def __init__(self, *args: Any, rounds: list[tuple[int, str]] = [], **kwargs: Any) -> None:  # noqa: B006
        super().__init__(*args, **kwargs)
        if len(rounds) > 1:
            self.fields["round"].choices = [("", _("Every round")), *rounds]  # type: ignore[attr-defined]
        else:
            self.fields["round"].widget = forms.HiddenInput()


class CriterionRows(EditorRows):
    """The criteria of a contest."""

    needed = _("Enter at least one criterion.")


RubricFormSet = editor_rows(
    CriterionForm, formset=CriterionRows, extra=0, min_num=1, can_order=True, max_num=60
)


def rows_with_preset(typed: list[dict[str, Any]], preset: RubricPreset) -> list[dict[str, Any]]:
    """The typed rows, followed by the criteria of the preset that are not among them by name."""
    names = {row["name"] for row in typed}
    return typed + [
        {"name": line.name, "description": line.description, "maximum": line.maximum, "step": "0,25"}
        for line in preset.criteria
        if line.name not in names
    ]


class ScoringForm(StaleCheckMixin, forms.Form):
    """The settings of a contest, or of one round (`is_exception`), where empty means “as the contest”."""

    combine = forms.ChoiceField(label=_("What is combined"), choices=Scoring.Combine.choices)
    method = forms.ChoiceField(label=_("How"), choices=Scoring.Method.choices)
    drop_high = NumberField(label=_("Highest left out"), max_value=9, required=False)
    drop_low = NumberField(label=_("Lowest left out"), max_value=9, required=False)
    clip = PointsField(
        label=_("Distance in points"),
        required=False,
        help_text=_("Clipped mean: a mark farther from the mean is moved to this distance."),
    )
    round_marks = forms.BooleanField(label=_("Round each moved mark"), required=False)
    decimals = NumberField(label=_("Decimals"), max_value=6, initial=2)
    rounding = forms.ChoiceField(label=_("Halves"), choices=Scoring.Rounding.choices)
    min_judges = NumberField(
        label=_("Minimum number of judges"),
        max_value=50,
        initial=1,
        help_text=_("Fewer: no result."),
    )
    discrepancy_agree = PercentField(
        label=_("Judges agree below"),
        required=False,
        help_text=_("Per cent of the maximum between highest and lowest judge. Empty: no check."),
    )
    discrepancy_discuss = PercentField(
        label=_("A third judge above"),
        required=False,
        help_text=_(
            "Per cent. Between the two thresholds the judges discuss the difference and write minutes."
        ),
    )
    rounds = forms.ChoiceField(label=_("Several rounds"), choices=Scoring.Rounds.choices)
    tie_1 = forms.ChoiceField(label=_("Equal totals: first decides"), required=False)
    tie_2 = forms.ChoiceField(label=_("Then"), required=False)
    tie_3 = forms.ChoiceField(label=_("Then"), required=False)

    def __init__(
        self, *args: Any, ties: list[tuple[str, str]], is_exception: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tie_1", "tie_2", "tie_3"):
            self.fields[name].choices = [("", _("— they share the rank —")), *ties]  # type: ignore[attr-defined]
        if is_exception:
            self._make_exception()

    def _make_exception(self) -> None:
        for name in ("rounds", "tie_1", "tie_2", "tie_3"):
            del self.fields[name]
        for name in ("combine", "method", "rounding"):
            field = self.fields[name]
            field.choices = [("", _("as the contest")), *field.choices]  # type: ignore[attr-defined]
        self.fields["round_marks"] = forms.TypedChoiceField(
            label=_("Round each moved mark"),
            choices=[("", _("as the contest")), ("1", _("yes")), ("0", _("no"))],
            coerce=lambda value: value == "1",
            empty_value=None,
            required=False,
        )
        for field in self.fields.values():
            field.required, field.initial = False, None

    def clean(self) -> dict[str, Any]:
        """Check that both thresholds or none are given; combine the tie-breaks into one list."""
        data = super().clean() or {}
        if (data.get("discrepancy_agree") is None) != (data.get("discrepancy_discuss") is None):
            self.add_error("discrepancy_discuss", _("Enter both thresholds or neither."))
        if "tie_1" in self.fields:
            chosen = [data.pop(name, "") for name in ("tie_1", "tie_2", "tie_3")]
            data["tie_break"] = [word for word in chosen if word]
        for name in ("combine", "method", "rounding"):
            data[name] = data.get(name) or None
        return data


def tie_choices(contest: Contest, criteria: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices for a tie-break: each criterion, and each round where there are several."""
    rounds = [(f"round:{row.code}", str(row)) for row in contest.rounds.all() if row.code]
    return [(f"criterion:{code}", name) for code, name in criteria] + (rounds if len(rounds) > 1 else [])

"""The form of a prize scheme: its settings and its tiers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import PrizeScheme
from festival.forms import PercentField, PointsField
from festival.forms.fields import KeyField, NumberField, TextField
from festival.forms.row_editor import EditorRow, EditorRows, editor_rows
from festival.forms.stale_check import StaleCheckMixin


class SchemeForm(StaleCheckMixin, forms.Form):
    """The settings for all tiers."""

    base = forms.ChoiceField(
        label=_("Shares are calculated from"), choices=PrizeScheme.Base.choices, initial="scored"
    )
    max_share_of_entrants = PercentField(
        label=_("Prizes altogether, at most (per cent)"),
        required=False,
        help_text=_("Of the entries; TT 17/2023 says 60. Empty: no limit."),
    )
    rounding = forms.ChoiceField(label=_("A share is rounded"), choices=PrizeScheme.Rounding.choices)
    at_least_one = forms.BooleanField(
        label=_("A share gives at least one prize"), required=False, initial=True
    )
    boundary_tie = forms.ChoiceField(
        label=_("Equal totals across a boundary"), choices=PrizeScheme.BoundaryTie.choices
    )


class TierForm(EditorRow):
    """One tier."""

    key = "prize"
    typed = ("name", "count", "share_of_entrants", "share_of_prizes", "minimum", "amount")
    prize = KeyField(required=False)
    name = TextField(label=_("Prize"), max_length=80)
    count = NumberField(label=_("Number"), max_value=10_000, required=False)
    share_of_entrants = PercentField(label=_("or per cent of entries"), required=False)
    share_of_prizes = PercentField(label=_("or per cent of prizes"), required=False)
    cumulative = forms.BooleanField(label=_("The number includes higher prizes"), required=False)
    minimum = PointsField(label=_("Minimum points"), required=False)
    amount = NumberField(label=_("Money (đồng)"), required=False)


class TierRows(EditorRows):
    """The tiers of a scheme."""

    needed = _("Enter at least one prize.")


TierFormSet = editor_rows(TierForm, formset=TierRows, extra=0, min_num=1, can_order=True, max_num=20)

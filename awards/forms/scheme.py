"""The form of a prize scheme: its settings and its tiers."""

from __future__ import annotations

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from awards.models import PrizeScheme
from festival.forms import PointsField
from festival.forms.fields import KeyField, NumberField, TextField
from festival.forms.stale_check import StaleCheckMixin
from judging.forms.rubric import PercentField


class SchemeForm(StaleCheckMixin, forms.Form):
    """The settings for all tiers."""

    base = forms.ChoiceField(
        label=_("A share is a share of"), choices=PrizeScheme.Base.choices, initial="scored"
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


class TierForm(forms.Form):
    """One tier."""

    prize = KeyField(required=False)
    name = TextField(label=_("Prize"), max_length=80)
    count = NumberField(label=_("Number"), max_value=10_000, required=False)
    share_of_entrants = PercentField(label=_("or per cent of entries"), required=False)
    share_of_prizes = PercentField(label=_("or per cent of prizes"), required=False)
    cumulative = forms.BooleanField(label=_("including higher prizes"), required=False)
    minimum = PointsField(label=_("Minimum points"), required=False)
    amount = NumberField(label=_("Money (đồng)"), required=False)


TierFormSet = formset_factory(TierForm, extra=0, min_num=1, can_delete=True, can_order=True, max_num=20)

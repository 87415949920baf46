"""Forms for settling what blocks a freeze."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from festival.forms import PointsField
from festival.forms.fields import TextField
from judging.models import Settlement


class ReasonForm(forms.Form):
    """A reason."""

    reason = TextField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The reason is kept in the audit log and printed in the minutes."),
    )


class SettlementForm(ReasonForm):
    """How a discrepancy was settled."""

    kind = forms.ChoiceField(
        label=_("How it was settled"),
        choices=[
            (kind.value, kind.label)
            for kind in (Settlement.Kind.AGREED, Settlement.Kind.THIRD_JUDGE, Settlement.Kind.HEAD)
        ],
        widget=forms.RadioSelect,
    )
    points = PointsField(
        label=_("Points decided by the head of the jury"),
        required=False,
        help_text=_("Needed with that decision. The judges' own marks are never altered."),
    )

    field_order = ["kind", "points", "reason"]

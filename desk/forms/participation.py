"""The answer to the invitation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from festival.forms.fields import NumberField
from festival.forms.rows import RowForm
from festival.models import School

ANSWERS = [
    (School.Participation.CONFIRMED.value, _("Yes, our school takes part")),
    (School.Participation.DECLINED.value, _("No, our school does not take part")),
]


class ParticipationForm(RowForm):
    """Whether the school takes part, and its delegation."""

    participation = forms.ChoiceField(
        label=_("Does your school take part?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    delegation_size = NumberField(label=_("Number of people"), min_value=1, max_value=2000, required=False)

    class Meta:
        model = School
        fields = ["participation", "delegation_head", "delegation_phone", "delegation_size"]
        labels = {"delegation_head": _("Head of the delegation"), "delegation_phone": _("Phone")}
        help_texts = {"delegation_phone": _("For the organisers only; never shown to the public.")}

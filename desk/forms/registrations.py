"""Filters of the list of registrations, and the remark of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import RegistrationState
from festival.forms.fields import SlugField, TextField


class RegistrationFilterForm(forms.Form):
    """Filters of the list; invalid values are ignored."""

    q = TextField(required=False)
    state = forms.ChoiceField(choices=RegistrationState.choices, required=False)
    contest = SlugField(required=False)
    school = TextField(required=False)

    def chosen(self) -> dict[str, str]:
        """The filters that were set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RemarkForm(forms.Form):
    """The remark to the school."""

    remark = TextField(
        label=_("What the school should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when it is sent back or declined."),
    )

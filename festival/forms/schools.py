"""Forms of schools and users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from django import forms
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from festival.forms.fields import NameField, PastedTableField, TextField
from festival.forms.rows import RowForm
from festival.models import Membership, School
from festival.phones import phone_number
from festival.signin import normalise_login

LEVELS = [("", "—"), (1, "1"), (2, "2"), (3, "3")]


class SchoolForm(RowForm):
    """One school, as the office enters it."""

    digital_teaching = forms.TypedChoiceField(
        label=_("Digital level, teaching"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    digital_management = forms.TypedChoiceField(
        label=_("Digital level, management"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = School
        fields = [
            "code",
            "name",
            "level",
            "commune",
            "commune_old",
            "cluster",
            "head",
            "phone",
            "email",
            "digital_teaching",
            "digital_management",
            "participation",
        ]
        help_texts = {
            "code": _("Short, and never changed: it links the tables, for example thcs-an-khanh."),
            "email": _("Where the invitation goes. Empty: by phone."),
        }
        labels = {"participation": _("Takes part?")}

    def locks_of(self, row: Any) -> Sequence[models.Model]:
        """The festival before the school, as `change_school` locks them."""
        return (row.festival, row)


class SchoolFilterForm(forms.Form):
    """Filters of a list of schools; invalid values are ignored."""

    q = TextField(required=False)
    level = forms.ChoiceField(choices=School.Level.choices, required=False)
    participation = forms.ChoiceField(choices=School.Participation.choices, required=False)
    commune = TextField(required=False)
    cluster = TextField(required=False)

    def chosen(self) -> dict[str, str]:
        """The filters that were set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TableForm(forms.Form):
    """A table, pasted from a spreadsheet or uploaded as CSV or XLSX."""

    pasted = PastedTableField(
        label=_("Paste the table here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("With its heading row, straight from the spreadsheet."),
    )
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("XLSX or CSV."))

    def clean(self) -> dict[str, Any]:
        """Require either the pasted table or the file."""
        data = super().clean() or {}
        if not data.get("file") and not (data.get("pasted") or "").strip():
            raise forms.ValidationError(gettext("Paste a table or choose a file."))
        return data

    def table(self) -> IO[bytes]:
        """The pasted or uploaded table as a named binary file."""
        if self.cleaned_data.get("file"):
            upload: IO[bytes] = self.cleaned_data["file"]
            return upload
        return ContentFile(self.cleaned_data["pasted"].encode(), name=gettext("pasted table"))


class PersonForm(forms.Form):
    """A user of the office."""

    full_name = NameField(label=_("Full name"), max_length=120)
    login = TextField(
        label=_("E-mail address or phone number"), max_length=254, help_text=_("The sign-in name.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.ORGANISER, _("Organiser — may do everything")),
            (Membership.Role.SECRETARY, _("Secretary — the work of the day, no settings, no freezing")),
        ],
    )

    def clean_login(self) -> str:
        """Return the normalised login."""
        return clean_login(self.cleaned_data["login"])


def clean_login(typed: str) -> str:
    """The normalised login; ValidationError when it is neither e-mail address nor phone number."""
    if "@" in typed:
        forms.EmailField().clean(typed)
        return normalise_login(typed)
    try:
        return phone_number(typed)
    except ValueError:
        message = gettext("Please give an e-mail address or a phone number with 10 digits.")
        raise forms.ValidationError(message) from None


class ContactForm(forms.Form):
    """The contact of a school."""

    full_name = NameField(label=_("Full name"), max_length=120)
    login = TextField(
        label=_("E-mail address or phone number"), max_length=254, help_text=_("The sign-in name.")
    )

    def clean_login(self) -> str:
        """Return the normalised login."""
        return clean_login(self.cleaned_data["login"])

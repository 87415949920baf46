"""Forms of schools and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from django import forms
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from festival.forms.fields import PastedTableField, TextField
from festival.forms.rows import RowForm
from festival.models import Membership, School
from festival.signin import normalise_login
from festival.text import phone_number

LEVELS = [("", "—"), (1, "1"), (2, "2"), (3, "3")]


class SchoolForm(RowForm):
    """One school, as the office types it."""

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
            "code": _("Short and for ever: it links tables, for example thcs-an-khanh."),
            "email": _("Where the invitation goes. Empty: by phone."),
        }
        labels = {"participation": _("Takes part?")}

    def locks_of(self, row: Any) -> Sequence[models.Model]:
        """The festival before the school, as `change_school` locks them."""
        return (row.festival, row)

    def clean_phone(self) -> str:
        """One spelling of a phone number."""
        return clean_phone(self.cleaned_data["phone"])


def clean_phone(typed: str) -> str:
    """Digits with a leading 0; a fault that says what is wanted."""
    try:
        return phone_number(typed) if typed else ""
    except ValueError:
        raise forms.ValidationError(gettext("A phone number has 10 digits.")) from None


class SchoolFilterForm(forms.Form):
    """What a list of schools is narrowed by; whatever makes no sense is left out."""

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
        """One of the two."""
        data = super().clean() or {}
        if not data.get("file") and not (data.get("pasted") or "").strip():
            raise forms.ValidationError(gettext("Paste a table or choose a file."))
        return data

    def table(self) -> IO[bytes]:
        """The bytes of whichever was given, with a name."""
        if self.cleaned_data.get("file"):
            upload: IO[bytes] = self.cleaned_data["file"]
            return upload
        return ContentFile(self.cleaned_data["pasted"].encode(), name=gettext("pasted table"))


class PersonForm(forms.Form):
    """Somebody who helps in the office."""

    full_name = TextField(label=_("Full name"), max_length=120)
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
        """One spelling; must look like an address or a number."""
        return clean_login(self.cleaned_data["login"])


def clean_login(typed: str) -> str:
    """The one spelling of a sign-in name; a fault when it is neither address nor number."""
    login = normalise_login(typed)
    if "@" in login:
        forms.EmailField().clean(login)
        return login
    if not (login.isdigit() and 9 <= len(login) <= 15):
        raise forms.ValidationError(gettext("Please give an e-mail address or a phone number."))
    return login


class ContactForm(forms.Form):
    """Who signs in for a school."""

    full_name = TextField(label=_("Full name"), max_length=120)
    login = TextField(
        label=_("E-mail address or phone number"), max_length=254, help_text=_("The sign-in name.")
    )

    def clean_login(self) -> str:
        """One spelling; must look like an address or a number."""
        return clean_login(self.cleaned_data["login"])

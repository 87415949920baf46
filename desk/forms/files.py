"""Forms of import and export."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from festival.forms.fields import TextField

KINDS: Final = (".zip", ".xlsx", ".csv", ".toml")
LARGEST: Final = 100 * 1024 * 1024


class BundleForm(forms.Form):
    """One file: a ZIP of a festival, a workbook, or one table."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A ZIP of the files, a workbook (XLSX), or one table as CSV such as schools.csv."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
    )

    def clean_file(self) -> Any:
        """Check the kind of the file and its size, at most 100 MB."""
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in KINDS:
            raise ValidationError(_("Please choose a ZIP, XLSX or CSV file."), code="kind")
        if file.size > LARGEST:
            raise ValidationError(_("This file is larger than 100 MB."), code="size")
        return file


class TokenForm(forms.Form):
    """The file that was previewed, named by a signed text."""

    token = TextField(max_length=1000, widget=forms.HiddenInput)

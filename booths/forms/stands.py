"""Forms of the floor plan."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from festival.forms.fields import TextField
from festival.text import nfc

MOST = 300


class StandsForm(forms.Form):
    """New stands, as a range or a list."""

    codes = TextField(
        label=_("Codes"), max_length=2000, help_text=_("A range such as A1-A20, or codes with commas.")
    )
    zone = TextField(label=_("Zone"), max_length=80, required=False)

    def clean_codes(self) -> list[str]:
        """The list of codes, with ranges expanded."""
        codes: list[str] = []
        for part in re.split(r"[,;\n]", self.cleaned_data["codes"]):
            codes += _written_out(nfc(part))
        if len(codes) > MOST:
            raise forms.ValidationError(gettext("At most 300 stands at once."))
        if any(len(code) > 20 for code in codes):
            raise forms.ValidationError(gettext("A code has at most 20 letters."))
        return codes


def _written_out(part: str) -> list[str]:
    """ "A1-A20" as its codes; anything else as it is."""
    found = re.fullmatch(r"(\D*)(\d{1,4})\s*[-–]\s*(\D*)(\d{1,4})", part)
    if found is None or found[3] not in ("", found[1]):
        return [part] if part else []
    first, last, width = int(found[2]), int(found[4]), len(found[2])
    return [f"{found[1]}{number:0{width}d}" for number in range(first, last + 1)]


class PlacesForm(forms.Form):
    """The choice of a stand for each booth."""

    def __init__(self, *args: Any, booths: Any, stands: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((stand.pk, str(stand)) for stand in stands)]
        for booth in booths:
            self.fields[f"booth-{booth.pk}"] = forms.TypedChoiceField(
                label=f"{booth.school} · {booth}",
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=booth.stand_id,
            )

    def clean(self) -> dict[str, Any]:
        """Return the argument of `place_booths`: stands by booth."""
        data = super().clean() or {}
        return {"placements": {int(name.partition("-")[2]): stand for name, stand in data.items()}}

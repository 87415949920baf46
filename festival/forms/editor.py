"""A page with a form and formsets that is saved as one, against a version."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from festival.forms import refuse, status_of
from festival.refusals import RuleBroken, StaleState


class Editor:
    """Shows refusals of such a page; `form` has the field `version`."""

    form: forms.BaseForm

    def refuse(self, refusal: RuleBroken, *, version: int) -> None:
        """Show a refusal. After StaleState the input is kept; saving again overwrites the other change."""
        refuse(self.form, refusal)
        if isinstance(refusal, StaleState):
            data = QueryDict(mutable=True)
            data.update(self.form.data)
            data["version"] = str(version)
            self.form.data = data
            hint = _("What you typed is still here. Saving again replaces what the other person saved.")
            self.form.add_error(None, ValidationError(hint, code="stale-hint"))

    @property
    def status(self) -> int:
        """HTTP status of the page when it is shown again."""
        return status_of(self.form)

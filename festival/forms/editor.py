"""A page with a form and formsets that is saved as one, against a version."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from festival.forms import add_stale_hint, refuse, status_of
from festival.refusals import RuleBroken, StaleState


class Editor:
    """Shows refusals of such a page; `form` has the field `version`."""

    form: forms.BaseForm

    def refuse(self, refusal: RuleBroken, *, version: int) -> None:
        """Show a refusal. After StaleState the input is kept; saving again overwrites the other change."""
        refuse(self.form, refusal)
        if isinstance(refusal, StaleState):
            self.show_version(version)
            add_stale_hint(self.form)

    def show_version(self, version: int) -> None:
        """Let the bound form hold this version, as after a save that is shown in the same response."""
        data = QueryDict(mutable=True)
        data.update(self.form.data)
        data["version"] = str(version)
        self.form.data = data

    @property
    def status(self) -> int:
        """HTTP status of the page when it is shown again."""
        return status_of(self.form)

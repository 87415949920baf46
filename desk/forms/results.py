"""Forms of the pages of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from desk.actions.name_corrections import NameChange
from desk.pages.results import TieQuestion
from desk.queries.names import PrintedName
from festival.forms.fields import TextField
from judging.forms.settle import ReasonForm


class TieForm(ReasonForm):
    """The entries that get the prize, as the chair decided."""

    given = forms.TypedMultipleChoiceField(
        label=_("Who gets this prize"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, question: TieQuestion) -> None:
        super().__init__(data, prefix=f"{question.category}-{question.tier}")
        self.question = question
        choices = [(entry.pk, f"{entry.numbers} · {entry} · {entry.school}") for entry in question.entries]
        self.fields["given"].choices = choices  # type: ignore[attr-defined]


LONGEST: Final[Mapping[str, int]] = {"person": 120, "title": 200, "school": 160}
"""The lengths of the columns of the corrected names."""
TITLES: Final[Mapping[str, Promise]] = {
    Contest.Kind.INDIVIDUAL: _("Title of the work"),
    Contest.Kind.PRODUCT: _("Name of the product"),
    Contest.Kind.BOOTH: _("Name of the booth"),
}


class NamesForm(ReasonForm):
    """The names of a frozen line, each with a hidden field for the name that the page showed.

    The clean data are the reason and the changes, for `desk.actions.name_corrections`.
    """

    def __init__(self, data: Any = None, *, names: Sequence[PrintedName], kind: str) -> None:
        super().__init__(data)
        self.fields["reason"].help_text = _("The reason is kept beside the results and in the audit log.")
        self.names = names
        people = sum(name.field == "person" for name in names)
        labels = {"title": TITLES[kind], "school": _("School"), "person": _("Full name")}
        for name in names:
            number = f" {name.place + 1}" if name.field == "person" and people > 1 else ""
            label, longest = f"{labels[name.field]}{number}", LONGEST[name.field]
            self.fields[name.key] = TextField(label=label, max_length=longest, initial=name.text)
            self.fields[f"old-{name.key}"] = TextField(widget=forms.HiddenInput, initial=name.text)
        self.order_fields([*(name.key for name in names), "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        pairs = [(name, data.get(f"old-{name.key}"), data.get(name.key)) for name in self.names]
        changes = [NameChange(one.field, one.place, old, new) for one, old, new in pairs if old and new]
        return {"reason": data.get("reason", ""), "changes": [one for one in changes if one.old != one.new]}

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Label, old and new name of each change; of a valid form."""
        labels = {(name.field, name.place): str(self[name.key].label) for name in self.names}
        return [(labels[one.field, one.place], one.old, one.new) for one in self.cleaned_data["changes"]]

    def show_current_if_stale(self) -> None:
        """Set the hidden names of a stale form to those that are printed now; what was typed stays."""
        if not getattr(self, "is_stale", False):
            return
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in self.names:
            data[f"old-{name.key}"] = name.text
        self.data = data

"""Forms of the pages of results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.pages.results import TieQuestion
from judging.forms.settle import ReasonForm


class TieForm(ReasonForm):
    """The entries that get the prize, as the chair decided."""

    given = forms.TypedMultipleChoiceField(
        label=_("Who gets this prize"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, question: TieQuestion) -> None:
        super().__init__(data, prefix=f"{question.category}-{question.tier}")
        self.question = question
        choices = [(entry.pk, f"{entry.number} · {entry} · {entry.school}") for entry in question.entries]
        self.fields["given"].choices = choices  # type: ignore[attr-defined]

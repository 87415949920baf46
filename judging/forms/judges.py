"""Forms of judges, panels and assignments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contests.models import Category, Contest, Entry, Round
from festival.forms import RowsField
from festival.forms.fields import TextField
from festival.forms.schools import clean_login
from festival.forms.stale_check import StaleCheckMixin
from festival.models import Festival, School
from judging.models import Judge, Panel


class JudgeForm(StaleCheckMixin, forms.Form):
    """One judge."""

    full_name = TextField(label=_("Full name"), max_length=120)
    login = TextField(
        label=_("E-mail address or phone number"), max_length=254, help_text=_("The sign-in name.")
    )
    school: forms.ModelChoiceField[School] = forms.ModelChoiceField(
        label=_("School"),
        queryset=None,
        required=False,
        empty_label="—",
        help_text=_("The judge's own school, whose entries are never assigned to this judge."),
    )
    position = TextField(label=_("Position"), max_length=120, required=False)

    def __init__(self, *args: Any, festival: Festival, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = festival.schools.all()  # type: ignore[attr-defined]
        if known:
            del self.fields["login"]

    def clean_login(self) -> str:
        """The normalised sign-in name; it must be an e-mail address or a phone number."""
        return clean_login(self.cleaned_data["login"])


class PanelForm(forms.Form):
    """A panel's name."""

    name = TextField(label=_("Name of the panel"), max_length=120)


class EntriesField(RowsField[Entry]):
    """A choice of entries, labelled by number and school."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {obj} · {obj.school.name}"


class AssignForm(forms.Form):
    """The judges and the entries that they shall mark."""

    ALL, CATEGORY, SELECTED, EVENLY = "all", "category", "selected", "evenly"
    round: forms.ModelChoiceField[Round] = forms.ModelChoiceField(
        label=_("Round"), queryset=None, empty_label=None
    )
    panel: forms.ModelChoiceField[Panel] = forms.ModelChoiceField(
        label=_("Panel"), queryset=None, required=False, empty_label=_("without a panel")
    )
    judges: RowsField[Judge] = RowsField(
        label=_("Judges"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    which = forms.ChoiceField(
        label=_("Entries"),
        widget=forms.RadioSelect,
        initial=ALL,
        choices=[
            (ALL, _("All, each marked by every judge chosen")),
            (CATEGORY, _("One category, each marked by every judge chosen")),
            (SELECTED, _("Those ticked below, each marked by every judge chosen")),
            (EVENLY, _("All, split evenly among the judges chosen: one judge for each")),
        ],
    )
    category: forms.ModelChoiceField[Category] = forms.ModelChoiceField(
        label=_("Category"), queryset=None, required=False, empty_label="—"
    )
    entries = EntriesField(
        label=_("Ticked entries"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, contest: Contest, judges: QuerySet[Judge], entries: QuerySet[Entry], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        choices: dict[str, QuerySet[Any]] = {
            "round": contest.rounds.filter(marking=Round.Marking.JUDGES),
            "panel": contest.panels.filter(state=Panel.State.OPEN),
            "judges": judges,
            "category": contest.categories.all(),
            "entries": entries,
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not choices["category"]:
            del self.fields["category"]
        if len(choices["round"]) == 1:
            self.fields["round"].widget = forms.HiddenInput()
            self.initial["round"] = choices["round"][0]

    def clean(self) -> dict[str, Any]:
        """Check that the field that `which` requires is filled in."""
        data = super().clean() or {}
        if data.get("which") == self.CATEGORY and not data.get("category"):
            self.add_error("which", _("Choose the category."))
        if data.get("which") == self.SELECTED and not data.get("entries"):
            self.add_error("entries", _("Tick at least one entry."))
        return data

    def chosen_entries(self, entries: Iterable[Entry]) -> list[Entry]:
        """The chosen entries, out of all that can be assigned."""
        data = self.cleaned_data
        if data["which"] == self.SELECTED:
            return list(data["entries"])
        if data["which"] == self.CATEGORY:
            return [entry for entry in entries if entry.category_id == data["category"].pk]
        return list(entries)

    def distribution(self, entries: Iterable[Entry]) -> dict[str, Any]:
        """The keyword arguments of `distribute_entries`."""
        data = self.cleaned_data
        return {
            "round": data["round"],
            "panel": data["panel"],
            "judges": list(data["judges"]),
            "entries": self.chosen_entries(entries),
            "evenly": data["which"] == self.EVENLY,
        }

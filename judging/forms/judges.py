"""Forms of judges, panels and assignments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contests.models import Category, Contest, Entry, Round
from festival.forms import RowsField
from festival.forms.fields import NameField, TextField
from festival.forms.schools import clean_login
from festival.forms.stale_check import StaleCheckMixin
from festival.models import Festival, School
from judging.models import Judge, Panel


class JudgeForm(StaleCheckMixin, forms.Form):
    """One judge."""

    full_name = NameField(label=_("Full name"), max_length=120)
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
    """A choice of entries, labelled by numbers, title and school."""

    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(filter(None, [obj.numbers, str(obj), obj.school.name]))


class AssignForm(forms.Form):
    """The judges and the entries that they shall mark; without ticks all entries, or those of a category."""

    EVERY, EVENLY = "every", "evenly"
    round: forms.ModelChoiceField[Round] = forms.ModelChoiceField(
        label=_("Round"), queryset=None, empty_label=None
    )
    panel: forms.ModelChoiceField[Panel] = forms.ModelChoiceField(
        label=_("Panel"), queryset=None, required=False, empty_label=_("without a panel")
    )
    judges: RowsField[Judge] = RowsField(
        label=_("Judges"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(
        label=_("Who marks an entry"),
        widget=forms.RadioSelect,
        initial=EVERY,
        choices=[(EVERY, _("Every judge chosen")), (EVENLY, _("One of the judges chosen, split evenly"))],
    )
    category: forms.ModelChoiceField[Category] = forms.ModelChoiceField(
        label=_("Category"), queryset=None, required=False, empty_label=_("all categories")
    )
    entries = EntriesField(
        label=_("Entries"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the ticked entries are assigned. Without a tick: all of them."),
    )
    move = forms.BooleanField(
        label=_("Move entries that a judge has in another panel to this one"),
        required=False,
        help_text=_("Otherwise they stay where they are. Entries of a closed panel stay in any case."),
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
        """Refuse ticks outside the chosen category, so that neither is passed over."""
        data = super().clean() or {}
        category, ticked = data.get("category"), data.get("entries") or []
        if category and any(entry.category_id != category.pk for entry in ticked):
            self.add_error("category", _("A ticked entry is not in this category."))
        return data

    def chosen_entries(self, entries: Iterable[Entry]) -> list[Entry]:
        """The ticked entries; without ticks those of the category, out of all that can be assigned."""
        ticked, category = self.cleaned_data["entries"], self.cleaned_data.get("category")
        if ticked:
            return list(ticked)
        return [entry for entry in entries if category is None or entry.category_id == category.pk]

    def distribution(self, entries: Iterable[Entry]) -> dict[str, Any]:
        """The keyword arguments of `distribute_entries`."""
        data = self.cleaned_data
        return {
            "round": data["round"],
            "panel": data["panel"],
            "judges": list(data["judges"]),
            "entries": self.chosen_entries(entries),
            "evenly": data["way"] == self.EVENLY,
            "move": data["move"],
        }

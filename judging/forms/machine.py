"""The form of a machine round's marks: a pasted table, which is previewed and then saved."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy, ngettext

from contests.models import Contest, Round
from festival.forms.fields import PastedTableField, TextField
from festival.forms.stale_check import StaleCheckMixin
from festival.locks import fingerprint_of
from festival.models import Festival
from judging.forms.pasted_marks import MachineCriterion, MarkLine, read_lines
from judging.models import Criterion
from judging.queries.machine import MachineEntry, machine_entries, machine_values
from judging.queries.rubric import criteria_of, rule_of_criteria

LONGEST: Final = 200_000


class MachineMarksForm(StaleCheckMixin, forms.Form):
    """The pasted lines. The clean data are the argument `marks` of `save_machine_marks`.

    previewed  the fingerprint of the text that was previewed: another text is previewed before it is saved
    """

    pasted = PastedTableField(
        label=gettext_lazy("Numbers and points"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "pasted"}),
        help_text=gettext_lazy(
            "One line for each entry: its number, then its points. Copy the two columns from the "
            "spreadsheet, or type them with a blank between. A line without points changes nothing."
        ),
    )
    previewed = TextField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, round: Round, fill: bool = False) -> None:
        super().__init__(data)
        self.round = round
        self.criteria: list[Criterion] = criteria_of(round)
        self.entries: list[MachineEntry] = machine_entries(round)
        self.lines: list[MarkLine] = []
        if fill:
            self.fields["pasted"].initial = "".join(
                f"{row.number}\t\n" for row in self.entries if row.number and self.is_open_for(row)
            )
        contest = round.contest
        self.set_fingerprint(
            contest.festival,
            contest,
            shown=machine_values(round),
            read=partial(_values_of, round=round),
        )

    def is_open_for(self, entry: MachineEntry) -> bool:
        """Whether the entry lacks a mark."""
        return len(entry.marks) < len(self.criteria)

    @property
    def is_open(self) -> bool:
        """Whether marks may change: contest and festival are not closed."""
        contest = self.round.contest
        return contest.takes_scores and contest.festival.state != Festival.State.CLOSED

    @property
    def marked(self) -> int:
        """The number of entries with all their marks."""
        return sum(not self.is_open_for(row) for row in self.entries)

    @property
    def is_confirmed(self) -> bool:
        """Whether “Save” was pressed for the text that was previewed."""
        return "save" in self.data and self.data.get("previewed") == self._fingerprint()

    @property
    def changes(self) -> int:
        """The number of entries whose marks change."""
        return sum(bool(line.changed) for line in self.lines if not line.fault)

    def clean(self) -> dict[str, Any]:
        """Read the lines; one error tells how many are faulty."""
        self.read_lines()
        faulty = sum(bool(line.fault) for line in self.lines)
        if faulty:
            text = ngettext(
                "%(n)d line is to be corrected; nothing was saved.",
                "%(n)d lines are to be corrected; nothing was saved.",
                faulty,
            )
            self.add_error("pasted", ValidationError(text, code="lines", params={"n": faulty}))
        marks = {line.entry.pk: line.changed for line in self.lines if line.entry and line.changed}
        return {**self.cleaned_data, "marks": marks}

    def read_lines(self) -> None:
        """Read the pasted lines against the marks that are stored now."""
        parts = zip(rule_of_criteria(self.criteria), self.criteria, strict=True)
        criteria = [MachineCriterion(rule, row.name) for rule, row in parts]
        text = self.data.get("pasted", "")
        self.lines = read_lines(text, entries=self.entries, criteria=criteria) if criteria else []

    def full_clean(self) -> None:
        """Clean the form; only `marks` is passed to the action."""
        super().full_clean()
        if self.is_bound:
            self.cleaned_data = {key: value for key, value in self.cleaned_data.items() if key == "marks"}

    def offer_save(self) -> None:
        """Make the shown preview the one that “Save” confirms."""
        self.entries = machine_entries(self.round)
        self.read_lines()
        self.show_current()
        assert isinstance(self.data, QueryDict)
        self.data["previewed"] = self._fingerprint()

    def _fingerprint(self) -> str:
        return fingerprint_of(self.data.get("pasted", "").replace("\r\n", "\n"))


def _values_of(_contest: Contest, *, round: Round) -> object:
    return machine_values(round)

"""Editors of whole pages: all people of a contest in rows, or one product with its members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from contests.actions.entries import EntryInput
from contests.forms.entries import (
    EntryForm,
    MemberFormSet,
    entrant_initial,
    entrant_rows,
    member_initial,
)
from contests.models import Category, Entry, Member
from festival.forms import refuse, status_of
from festival.forms.editor import Editor
from festival.refusals import RuleBroken

BLANKS = 4
Files = MultiValueDict[str, Any]


class PageForm(BaseForm):
    """Shows refusals of a page of rows as a whole."""

    base_fields: dict[str, Any] = {}


class PeopleEditor:
    """The rows of a school's entrants in one contest, with empty rows for more."""

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        categories: Sequence[Category],
        suggested: int | None,
        left: int | None,
        data: QueryDict | None = None,
    ) -> None:
        self.form = PageForm({} if data is None else data)
        rows = entrant_rows(extra=BLANKS if left is None else max(1 if not entries else 0, min(left, BLANKS)))
        kwargs = {"categories": categories, "suggested": suggested}
        self.rows = rows(data, initial=entrant_initial(entries), prefix="people", form_kwargs=kwargs)

    def is_valid(self) -> bool:
        """Whether every row is valid."""
        return self.rows.is_valid()

    def is_offered(self, *, is_open: bool) -> bool:
        """Whether there is a row to fill in: one that was sent back, or any while registration is open."""
        return self.rows.initial_form_count() > 0 or (is_open and len(self.rows.forms) > 0)

    def inputs(self) -> list[EntryInput]:
        """The entries of the page."""
        return self.rows.inputs()

    def refuse(self, refusal: RuleBroken) -> None:
        """Show a refusal; the input is kept."""
        self.form.full_clean()
        refuse(self.form, refusal)

    @property
    def status(self) -> int:
        """HTTP status of the page when it is shown again."""
        return status_of(self.form)


class EntryEditor(Editor):
    """One product: its form and the rows of its members."""

    form: EntryForm

    def __init__(
        self,
        entry: Entry,
        *,
        members: Sequence[Member],
        categories: Sequence[Category],
        suggested: int | None = None,
        data: QueryDict | None = None,
        files: Files | None = None,
    ) -> None:
        initial = {
            "version": entry.version,
            "category": entry.category_id or suggested,
            "mentor": members[0].mentor if members else "",
        }
        self.entry = entry
        self.form = EntryForm(data, files, of=entry, initial=initial, categories=categories)
        self.people = MemberFormSet(data, initial=member_initial(members), prefix="people")

    def is_valid(self) -> bool:
        """Whether both forms are valid; both are cleaned, so that all faults show."""
        return all([self.form.is_valid(), self.people.is_valid()])

    def inputs(self) -> EntryInput:
        """The clean values of the form; for invalid fields, the stored ones."""
        data = {"title": self.entry.title, "summary": self.entry.summary, **self.form.cleaned_data}
        return EntryInput(
            pk=self.entry.pk,
            seen=data.get("version", -1),
            title=data["title"] or self.entry.title,
            summary=data["summary"],
            category=data.get("category"),
            people=self.people.people(mentor=data.get("mentor", "")),
        )

"""Forms of a school's entries: people in rows, or one product with its members and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contests.actions.entries import EntryInput, MemberInput
from contests.files import ACCEPT, clean_file
from contests.models import Category, Entry, Member
from festival.forms.fields import BirthdayField, KeyField, NameField, NumberField
from festival.forms.row_editor import ReplacingRows
from festival.forms.rows import DayInput, RowForm
from festival.forms.uploads import FilesField, SeveralFiles
from festival.text import nfc

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
NO_CHOICE = ("", "–")
MEMBER = ["salutation", "full_name", "role", "born_on", "position", "class_name", "phone"]


class MemberForm(RowForm):
    """One member; an empty row is ignored."""

    born_on = BirthdayField(label=_("Date of birth"), input_formats=DAYS, widget=DayInput(), required=False)

    class Meta:
        model = Member
        fields = ["salutation", "full_name", "role", "position", "class_name", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        for name in ("salutation", "role"):
            named = [choice for choice in self.fields[name].choices if choice[0]]  # type: ignore[attr-defined]
            self.fields[name].choices = [NO_CHOICE, *named]  # type: ignore[attr-defined]

    def clean_full_name(self) -> str:
        """Return the name in NFC; ValidationError when it has no letters."""
        name = nfc(self.cleaned_data["full_name"])
        if name and not any(letter.isalpha() for letter in name):
            raise ValidationError(gettext("Please write the full name."))
        return name

    def clean(self) -> dict[str, Any]:
        """Require a name in a row that is not empty."""
        data = super().clean()
        asked = any(data.get(name) for name in self.significant_fields())
        if asked and not data.get("full_name") and "full_name" not in self.errors and not data.get("DELETE"):
            self.add_error("full_name", gettext("Please write the full name."))
        return data

    def significant_fields(self) -> Sequence[str]:
        """Names of the fields that make a row count as filled in."""
        return ("salutation", "role", "born_on", "position", "class_name", "phone")

    def person(self) -> MemberInput | None:
        """The member of a valid row; None for an empty or removed one."""
        data = self.cleaned_data
        if not data.get("full_name") or data.get("DELETE"):
            return None
        return MemberInput(**{name: data[name] for name in MEMBER})


class EntrantForm(MemberForm):
    """One entrant of a contest of people: the person and his entry."""

    pk = KeyField(required=False)
    version = NumberField(widget=forms.HiddenInput, required=False)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)

    def __init__(
        self, *args: Any, categories: Sequence[Category] = (), suggested: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_categories(self, categories, suggested=suggested)

    def significant_fields(self) -> Sequence[str]:
        """A row with an entry always counts as filled in."""
        return ("pk", *super().significant_fields())

    def inputs(self) -> EntryInput | None:
        """The entry of a valid row; None for an empty one."""
        data, person = self.cleaned_data, self.person()
        pk, seen = data.get("pk"), data.get("version") or 0
        if data.get("DELETE"):
            return EntryInput(pk=pk, seen=seen, remove=True) if pk else None
        if person is None:
            return None
        return EntryInput(pk=pk, seen=seen, category=data.get("category"), people=[person])


def offer_categories(
    form: forms.BaseForm, categories: Sequence[Category], *, suggested: int | None = None
) -> None:
    """Set the choices of the category, or remove the field where there are none."""
    if not categories:
        del form.fields["category"]
        return
    choices = [NO_CHOICE, *((each.pk, each.name) for each in categories)]
    form.fields["category"].choices = choices  # type: ignore[attr-defined]
    form.fields["category"].initial = suggested


class EntrantRows(BaseFormSet):  # type: ignore[type-arg]
    """All rows of the page."""

    def inputs(self) -> list[EntryInput]:
        """The entries of the valid rows, in their order."""
        return [row for row in (form.inputs() for form in self.forms) if row is not None]


class MemberRows(ReplacingRows):
    """The members of one product."""

    def clean(self) -> None:
        """Refuse namesakes with the same date of birth and class."""
        people = [(person.full_name, person.born_on, person.class_name) for person in self.people()]
        twice = {person[0] for person in people if people.count(person) > 1}
        if twice:
            raise ValidationError(gettext("%(name)s appears twice.") % {"name": min(twice)})

    def people(self, *, mentor: str = "") -> list[MemberInput]:
        """The members of the valid rows, all with this mentor."""
        found = [form.person() for form in self.forms if hasattr(form, "cleaned_data")]
        return [
            MemberInput(**{**{name: getattr(person, name) for name in MEMBER}, "mentor": mentor})
            for person in found
            if person is not None
        ]


def entrant_rows(*, extra: int) -> type[EntrantRows]:
    """The formset class with `extra` empty rows."""
    return formset_factory(  # type: ignore[return-value]
        EntrantForm, formset=EntrantRows, extra=extra, can_delete=True, max_num=60, validate_max=True
    )


MemberFormSet: type[MemberRows] = formset_factory(  # type: ignore[assignment]
    MemberForm, formset=MemberRows, extra=1, can_delete=True, max_num=30, validate_max=True
)


class NewEntryForm(RowForm):
    """The first fields of a new product."""

    class Meta:
        model = Entry
        fields = ["title"]
        labels = {"title": _("Name of the product")}
        help_texts = {"title": _("You can change it until you submit.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True


class EntryForm(RowForm):
    """A product that competes. An incomplete form is valid, so that drafts can be saved."""

    is_versioned = True
    version = NumberField(widget=forms.HiddenInput)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, empty_value=None, required=False)
    mentor = NameField(label=_("Mentor"), max_length=200, required=False)
    uploads = FilesField(
        cleaner=clean_file,
        label=_("Add files"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint, Scratch, ZIP, pictures or MP4; up to 20 MB each."),
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
    )

    class Meta:
        model = Entry
        fields = ["title", "summary"]
        labels = {"title": _("Name of the product")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, categories: Sequence[Category] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        offer_categories(self, categories)

    @property
    def valid_files(self) -> list[Any]:
        """The valid files, also when other fields are invalid."""
        field = self.fields["uploads"]
        assert isinstance(field, FilesField)
        return field.valid


def member_initial(members: Sequence[Member]) -> list[dict[str, object]]:
    """The initial rows of the members."""
    return [{name: getattr(member, name) for name in MEMBER} for member in members]


def entrant_initial(entries: Sequence[Entry]) -> list[dict[str, object]]:
    """The initial rows of entries that may be changed, each with its person."""
    rows = []
    for entry in entries:
        people = member_initial(list(entry.members.all())[:1])
        data: dict[str, object] = people[0] if people else {}
        rows.append({**data, "pk": entry.pk, "version": entry.version, "category": entry.category_id})
    return rows

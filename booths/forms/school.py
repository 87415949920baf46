"""Forms of a booth's registration. An incomplete form is valid, so that drafts can be saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from booths.models import Booth, Photo, Product
from booths.pictures import clean_picture
from contests.models import Contest
from festival.forms.fields import KeyField, LinkField, NumberField, TextField
from festival.forms.row_editor import ReplacingRows
from festival.forms.rows import RowForm
from festival.forms.uploads import FilesField, SeveralFiles

MOST_PRODUCTS = 30


class NewBoothForm(RowForm):
    """The first fields of a new booth."""

    class Meta:
        model = Booth
        fields = ["title", "field"]
        help_texts = {"title": _("You can change it until you submit.")}


class BoothForm(RowForm):
    """The booth's own fields."""

    is_versioned = True
    version = NumberField(widget=forms.HiddenInput)
    tables = NumberField(label=_("Tables"), min_value=0, max_value=50, required=False)
    partners = forms.TypedMultipleChoiceField(
        label=_("Schools that share the booth"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They take part, and are named on papers, as yours is."),
    )
    competes = forms.ChoiceField(
        label=_("Contest"),
        required=False,
        help_text=_("A booth that competes is visited and marked by the judges."),
    )
    pictures = FilesField(
        cleaner=clean_picture,
        label=_("Add pictures"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 12 MB each, several at once. The first one is seen first."),
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "data-preview": ""}),
    )

    class Meta:
        model = Booth
        fields = ["title", "field", "summary", "description", "person", "phone"]
        fields += ["power", "tables", "internet", "note"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"summary": _("In one sentence"), "description": _("Shown at the booth")}
        help_texts = {
            "summary": _("Shown below the name in the list of booths. At most 300 characters."),
            "description": _("What visitors see, hear and may try at your booth."),
            "phone": _("For the organisers only; never shown to the public."),
            "person": _("For the organisers only; never shown to the public."),
            "note": _("For the organisers: what else they should know."),
        }

    def __init__(
        self,
        *args: Any,
        partners: Sequence[tuple[int, str]] = (),
        contests: Sequence[Contest] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "version"
        self.fields["partners"].choices = partners  # type: ignore[attr-defined]
        self.fields["competes"].choices = contest_choices(contests)  # type: ignore[attr-defined]

    def clean_competes(self) -> tuple[int | None, int | None]:
        """Return the primary keys of contest and category of `""`, `"7"` or `"7:2"`."""
        contest, _colon, category = self.cleaned_data["competes"].partition(":")
        return (int(contest) if contest else None, int(category) if category else None)

    @property
    def valid_pictures(self) -> list[Any]:
        """The valid pictures, also when other fields are invalid."""
        field = self.fields["pictures"]
        assert isinstance(field, FilesField)
        return field.valid

    def values(self) -> dict[str, Any]:
        """The valid values of the booth's own columns."""
        return {
            name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data
        }


def contest_choices(contests: Sequence[Contest]) -> list[tuple[str, str]]:
    """Choices: none, every contest of booths, and each of its categories."""
    choices = [("", gettext("Does not compete"))]
    for contest in contests:
        categories = list(contest.categories.all())
        choices += [(f"{contest.pk}:{each.pk}", f"{contest.name}: {each.name}") for each in categories]
        if not categories:
            choices.append((str(contest.pk), contest.name))
    return choices


def first_choice(booth: Booth, contests: Sequence[Contest]) -> str:
    """The initial choice: the contest and category of the booth's entry."""
    if booth.entry is None:
        return ""
    return (
        f"{booth.entry.contest_id}:{booth.entry.category_id}"
        if booth.entry.category_id
        else str(booth.entry.contest_id)
    )


class ProductForm(RowForm):
    """One product, by the fields of the product board."""

    link = LinkField(label=_("Link"), max_length=400, required=False)

    class Meta:
        model = Product
        fields = ["name", "topic", "authors", "class_name", "materials", "purpose", "link"]
        labels = {"name": _("Name of the product"), "purpose": _("What it does, what it means")}
        widgets = {"purpose": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"authors": _("Names of pupils, separated by commas; never shown to the public.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        """Require a name in a row that is not empty."""
        values = super().clean()
        if (
            not values.get("name")
            and "name" not in self.errors
            and any(values.get(n) for n in self._meta.fields or ())
        ):
            self.add_error("name", gettext("Please write the name of the product."))
        return values


class ProductRows(ReplacingRows):
    """The products of a booth."""

    def clean(self) -> None:
        """Refuse two products of the same name, which papers could not distinguish."""
        names = [row["name"] for row in self.rows()]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValidationError(gettext("Two products have the name “%(name)s”.") % {"name": min(twice)})

    def rows(self) -> list[dict[str, str]]:
        """The valid values of the rows in their order, without empty and removed rows."""
        kept = []
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            if values.get("name") and not values.get("DELETE"):
                kept.append({name: values.get(name, "") for name in ProductForm.Meta.fields})
        return kept


ProductFormSet: type[ProductRows] = formset_factory(  # type: ignore[assignment]
    ProductForm, formset=ProductRows, extra=1, can_delete=True, max_num=MOST_PRODUCTS, validate_max=True
)


class PhotoForm(forms.Form):
    """The caption and marks of an existing photo."""

    pk = KeyField()
    caption = TextField(label=_("Caption"), max_length=200, required=False)
    shows_pupils = forms.BooleanField(
        label=_("Pupils can be recognised"),
        required=False,
        help_text=_("Such a picture is seen by the organisers only."),
    )


class PhotoRows(BaseFormSet):  # type: ignore[type-arg]
    """The photos of a booth."""

    def rows(self) -> dict[int, dict[str, object]]:
        """By primary key of the photo: caption, shows_pupils, remove."""
        clean = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("pk")]
        return {
            row["pk"]: {
                "caption": row["caption"],
                "shows_pupils": row["shows_pupils"],
                "remove": row.get("DELETE", False),
            }
            for row in clean
        }


PhotoFormSet: type[PhotoRows] = formset_factory(  # type: ignore[assignment]
    PhotoForm, formset=PhotoRows, extra=0, can_delete=True
)


def photo_initial(photos: Sequence[Photo]) -> list[dict[str, object]]:
    """The initial rows of the photos."""
    return [{"pk": p.pk, "caption": p.caption, "shows_pupils": p.shows_pupils} for p in photos]


def product_initial(products: Sequence[Product]) -> list[dict[str, object]]:
    """The initial rows of the products."""
    return [{name: getattr(p, name) for name in ProductForm.Meta.fields} for p in products]

"""Editor of a booth's registration: its form and the rows of products and photos."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from booths.forms.school import (
    BoothForm,
    PhotoFormSet,
    ProductFormSet,
    first_choice,
    photo_initial,
    product_initial,
)
from booths.models import Booth
from booths.queries.school import BoothChoices
from festival.forms.editor import Editor
from festival.text import is_key


class BoothEditor(Editor):
    """Form and formsets of one booth; `arguments` are those of `save_booth`."""

    form: BoothForm

    def __init__(
        self,
        booth: Booth,
        offers: BoothChoices,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        initial = {
            "version": booth.version,
            "partners": offers.chosen_partners,
            "competes": first_choice(booth, offers.contests),
        }
        more: dict[str, Any] = {"partners": offers.partners, "contests": offers.contests}
        self.form = BoothForm(data, files, of=booth, initial=initial, **more)
        self.products = ProductFormSet(data, initial=product_initial(offers.products), prefix="products")
        self.photos = PhotoFormSet(data, initial=photo_initial(offers.photos), prefix="photos")
        by_key = {photo.pk: photo for photo in offers.photos}
        self.pictures = [(form, by_key.get(_key(form["pk"].value()))) for form in self.photos]

    def is_valid(self) -> bool:
        """Whether all three forms are valid; all are cleaned, so that all faults show."""
        return all([self.form.is_valid(), self.products.is_valid(), self.photos.is_valid()])

    def arguments(self) -> dict[str, Any]:
        """The valid values as arguments of `save_booth`."""
        clean = self.form.cleaned_data
        arguments: dict[str, Any] = {"seen": clean.get("version", -1), "values": self.form.values()}
        arguments["partners"] = clean.get("partners")
        arguments["competes"] = clean.get("competes")
        if self.products.is_bound:
            arguments["products"] = self.products.rows()
        return arguments


def _key(value: object) -> int:
    return int(str(value)) if is_key(str(value)) else 0

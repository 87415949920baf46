"""Forms to create, change and copy a festival, and for its signers."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from festival.forms.fields import SchoolYearField, SlugField, TextField
from festival.forms.row_editor import EditorRow, editor_rows
from festival.forms.rows import DayInput, InstantInput, RowForm
from festival.models import Festival
from festival.office_names import sentence_name
from festival.presets import Preset, filled_in

NAMES = ["name", "school_year", "level", "parent_body", "issuing_body", "body_name"]
DAYS = ["place", "venue", "starts_on", "ends_on"]
ENTERING = ["registration_opens_at", "registration_closes_at", "booths_per_school", "booth_word"]
PAPERS = ["issuer", "invitation_number", "decision_number", "decision_on"]


def school_year_field() -> SchoolYearField:
    """The school year, which may be empty."""
    return SchoolYearField(label=_("School year"), required=False, help_text=_("For example 2026 - 2027."))


class FestivalForm(RowForm):
    """The settings of a festival."""

    school_year = school_year_field()

    class Meta:
        model = Festival
        fields = NAMES + DAYS + ENTERING + PAPERS
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "decision_on": DayInput,
            "registration_opens_at": InstantInput,
            "registration_closes_at": InstantInput,
        }
        help_texts = {
            "level": _("The word on papers: cấp xã, cấp cụm, cấp thành phố …"),
            "parent_body": _("First line on papers, in capitals. May be empty."),
            "issuing_body": _("Second line on papers, in capitals: the issuing body."),
            "body_name": _("As in “Phòng Giáo dục và Đào tạo huyện Hoài Đức trân trọng kính mời …”."),
            "issuer": _(
                "Printed on certificates before “chứng nhận”, such as “Ủy ban nhân dân xã Sơn Đồng” or "
                "“Ban Tổ chức Ngày hội STEM”. Empty: the issuing body."
            ),
            "invitation_number": _("For example 12/GM-PGDĐT. Empty: a dotted line to be filled in by hand."),
            "place": _("Printed before the date on papers: “Hoài Đức, ngày …”."),
            "booths_per_school": _("Empty: as many as a school likes."),
            "booth_word": _("Empty: gian hàng. Some say “gian trưng bày”."),
            "decision_number": _("Often comes later; then fill it in here."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True
        self.helper.layout = self.sections()
        self._show_what_empty_means()

    def _show_what_empty_means(self) -> None:
        """Show in the empty fields of names what is printed instead."""
        body = sentence_name(self.initial.get("issuing_body", ""))
        self.fields["body_name"].widget.attrs["placeholder"] = body
        self.fields["issuer"].widget.attrs["placeholder"] = self.initial.get("body_name") or body

    def sections(self) -> Layout:
        """The sections of the page."""
        return Layout(
            Fieldset(_("Names"), *NAMES),
            Fieldset(_("Days and place"), *DAYS),
            Fieldset(_("Registration"), *ENTERING),
            Fieldset(_("Certificates, invitations, decision"), *PAPERS),
        )

    def clean(self) -> dict[str, Any]:
        """Check the order of dates and times."""
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day is before the first."))
        opens, closes = data.get("registration_opens_at"), data.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", _("Registration closes before it opens."))
        return data


def slug_field() -> SlugField:
    """The slug of a festival that is made: optional, suggested from the name and the school year."""
    return SlugField(
        label=_("Address"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"data-slug-of": "id_name id_school_year", "autocapitalize": "none"}),
        help_text=_("Short word in the address bar. Empty: made from the name."),
    )


class NewFestivalForm(FestivalForm):
    """A new festival, with its slug and signer."""

    slug = slug_field()
    signer_authority = TextField(
        label=_("Authority line"),
        max_length=120,
        required=False,
        help_text=_("TM., KT. or TL.; may be empty."),
    )
    signer_title = TextField(label=_("Signer's title"), max_length=120, required=False)
    signer_name = TextField(label=_("Signer's name"), max_length=120, required=False)

    class Meta(FestivalForm.Meta):
        fields = NAMES + DAYS + ENTERING + ["issuer"]

    def sections(self) -> Layout:
        """The same sections, without the decision."""
        return Layout(
            Fieldset(_("Names"), "name", "school_year", "slug", *NAMES[2:]),
            Fieldset(_("Days and place"), *DAYS),
            Fieldset(_("Registration"), *ENTERING),
            Fieldset(_("Who signs the papers"), "issuer", "signer_authority", "signer_title", "signer_name"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse the placeholder “…” of a preset that was not filled in."""
        data = super().clean()
        for name in ("parent_body", "issuing_body", "body_name", "issuer"):
            if "…" in data.get(name, ""):
                self.add_error(name, _("Put the place's own name where “…” stands."))
        return data


def form_of_preset(preset: Preset, typed: QueryDict) -> NewFestivalForm:
    """The form as it was sent, unchecked, with the values of a preset in its empty fields."""
    return NewFestivalForm(initial={**typed.dict(), **filled_in(preset, typed.dict())})


class CopyForm(RowForm):
    """Next year's festival."""

    school_year = school_year_field()
    slug = slug_field()

    class Meta:
        model = Festival
        fields = ["name", "school_year"]


class SignerForm(EditorRow):
    """Who signs one kind of paper."""

    typed = ("authority", "title", "name")

    KINDS = [
        ("", _("All papers")),
        ("certificates", _("Certificates")),
        ("participation", _("Certificates of participation")),
        ("prize-table", _("Prize list")),
        ("minutes", _("Minutes")),
        ("invitations", _("Letters of invitation")),
    ]
    kind = forms.ChoiceField(label=_("Kind of paper"), choices=KINDS, required=False)
    authority = TextField(label=_("Authority line"), max_length=120, required=False)
    title = TextField(label=_("Signer's title"), max_length=120)
    name = TextField(label=_("Signer's name"), max_length=120, required=False)


SignerFormSet = editor_rows(SignerForm, extra=1, max_num=10)

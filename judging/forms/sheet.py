"""The plain form of a sheet, and the form that resolves a conflict."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from festival.forms import PointsField
from festival.forms.fields import NumberField, TextField
from festival.text import format_points
from judging.forms.ops import LONGEST_COMMENT
from judging.models import Criterion
from judging.pages.sheet import SheetPage
from judging.rules.levels import Level, levels_of
from judging.rules.marks import mark_fault
from judging.rules.policy import CriterionRule
from judging.rules.sync import Payload, hundredths_of, points_of


@dataclass(frozen=True, slots=True)
class CriterionCard:
    """One criterion with its field; for the script, points in hundredths, the weight in millionths."""

    criterion: Criterion
    rule: CriterionRule
    field: BoundField

    @property
    def maximum(self) -> int:
        """The maximum in hundredths."""
        return hundredths_of(self.rule.maximum)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of the description; empty for one that is no scale."""
        return levels_of(self.criterion.description)

    @property
    def step(self) -> int:
        """The step in hundredths."""
        return hundredths_of(self.rule.step)

    @property
    def weight(self) -> int:
        """The weight in millionths."""
        return int(self.rule.weight.scaleb(6))

    @property
    def faults(self) -> dict[str, str]:
        """The messages that the script shows without a request."""
        codes = {"max": "above-maximum", "step": "not-a-step", "number": "not-a-number"}
        return {key: fault_sentence(code, self.rule) for key, code in codes.items()}


class SheetForm(forms.Form):
    """A field for each criterion, the comment, and the values that make submitting twice harmless.

    `schema` is the hash of the rubric on the page, `version` the sheet's version when the page was made; the
    op's id is computed from `nonce` and the content.
    """

    comment = TextField(
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
    version = NumberField(widget=forms.HiddenInput)
    schema = TextField(max_length=64, widget=forms.HiddenInput)
    nonce = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, page: SheetPage) -> None:
        self.page = page
        marks = page.payload.marks
        initial: dict[str, Any] = {
            "comment": page.payload.comment,
            "version": page.sheet.version,
            "schema": page.schema,
            "nonce": uuid.uuid4(),
        }
        super().__init__(data, initial=initial)
        self.fields["comment"].label = _("Comment")
        for row in page.criteria:
            field = PointsField(required=False, label=row.name, max_digits=40, decimal_places=20)
            field.widget.attrs.update(
                {"class": "points", "data-points": "", "placeholder": _("not marked"), "aria-label": row.name}
            )
            points = marks.get(row.code)
            field.initial = None if points is None else points_of(points)
            self.fields[field_name(row.code)] = field

    @property
    def cards(self) -> list[CriterionCard]:
        """The criteria as the page shows them."""
        pairs = zip(self.page.criteria, self.page.rules, strict=True)
        return [CriterionCard(row, rule, self[field_name(row.code)]) for row, rule in pairs]

    @property
    def is_submitting(self) -> bool:
        """Whether the judge pressed “Submit sheet”, not “Save draft”."""
        return "submit" in self.data

    def clean(self) -> dict[str, Any]:
        """The whole sheet, the version that it is based on, and the seed of the op's id."""
        cleaned = super().clean() or {}
        marks: dict[str, int | None] = {}
        for rule in self.page.rules:
            name = field_name(rule.code)
            marks[rule.code] = self._hundredths(name, rule, cleaned.get(name))
        payload = Payload(marks, cleaned.get("comment", ""), self.is_submitting)
        return {
            "payload": payload,
            "base_version": cleaned.get("version", 0),
            "schema": cleaned.get("schema", ""),
            "nonce": cleaned.get("nonce"),
        }

    @property
    def valid_part(self) -> dict[str, Any] | None:
        """What a form with invalid marks can save: a draft in which those stay as they are stored.

        None when something else is invalid than marks.
        """
        names = {field_name(rule.code): rule.code for rule in self.page.rules}
        if not set(self.errors) <= set(names):
            return None
        wrong = {names[name] for name in self.errors if not self.has_error(name, "not-marked")}
        payload, stored = self.cleaned_data["payload"], self.page.payload.marks
        marks = {code: stored[code] if code in wrong else mark for code, mark in payload.marks.items()}
        return {**self.cleaned_data, "payload": replace(payload, marks=marks, submitted=False)}

    def follow(self, version: int) -> None:
        """Base the form, as it is shown again, on the version that its valid part made."""
        self.data = {**dict(self.data.items()), "version": str(version)}

    def _hundredths(self, name: str, rule: CriterionRule, points: Decimal | None) -> int | None:
        if points is None:
            if self.is_submitting and name not in self.errors:
                self.add_error(name, ValidationError(_("Not marked yet."), code="not-marked"))
            return None
        fault = mark_fault(points, rule)
        if fault is not None:
            self.add_error(name, ValidationError(fault_sentence(fault, rule), code=fault))
            return None
        return hundredths_of(points)


def field_name(code: str) -> str:
    """The form field of a criterion."""
    return f"points-{code}"


def fault_sentence(fault: str, rule: CriterionRule) -> str:
    """The message about invalid points."""
    maximum, step = format_points(rule.maximum), format_points(rule.step)
    return {
        "below-zero": _("Points start at 0."),
        "above-maximum": _("At most %(maximum)s points.") % {"maximum": maximum},
        "not-a-step": _("Points are multiples of %(step)s.") % {"step": step},
    }.get(fault, _("This is not a number."))


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One value in both versions; `field` is the choice where they differ."""

    name: str
    mine: str
    theirs: str
    field: BoundField | None


def _shown(hundredths: int | None) -> str:
    return _("not marked") if hundredths is None else format_points(points_of(hundredths))


def _state(payload: Payload) -> str:
    return _("Submitted") if payload.submitted else _("Draft")


class ConflictForm(forms.Form):
    """Both versions side by side: a choice for each value that differs, or one (`all`) for all."""

    version = NumberField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        mine: Payload,
        theirs: Payload,
        names: Mapping[str, str],
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.mine, self.theirs, self.names = mine, theirs, names
        for code in self.differing:
            self._add_choice(field_name(code), names[code])
        if mine.comment != theirs.comment:
            self._add_choice("comment", _("Comment"))
        if mine.submitted != theirs.submitted:
            self._add_choice("submitted", _("State"))
        if data is not None and data.get("all"):
            one = dict.fromkeys(self.fields, data["all"])
            self.data = {**one, "version": data.get("version")}

    @property
    def differing(self) -> list[str]:
        """The criteria whose marks differ between the two versions."""
        return [code for code in self.names if self.mine.marks[code] != self.theirs.marks[code]]

    @property
    def rows(self) -> list[ConflictRow]:
        """Every value in both versions; those that differ have a choice."""
        lines = [
            (field_name(code), name, _shown(self.mine.marks[code]), _shown(self.theirs.marks[code]))
            for code, name in self.names.items()
        ]
        lines.append(("comment", _("Comment"), self.mine.comment or "–", self.theirs.comment or "–"))
        lines.append(("submitted", _("State"), _state(self.mine), _state(self.theirs)))
        return [
            ConflictRow(name, mine, theirs, self[field] if field in self.fields else None)
            for field, name, mine, theirs in lines
        ]

    def _add_choice(self, name: str, label: str) -> None:
        self.fields[name] = forms.ChoiceField(
            choices=[("mine", _("The version sent")), ("theirs", _("The version saved"))],
            label=label,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one.")},
        )

    def clean(self) -> dict[str, Any]:
        """The whole sheet as chosen. An error when it is submitted with a criterion not marked."""
        chosen = super().clean() or {}

        def pick(name: str) -> Payload:
            return self.mine if chosen.get(name) == "mine" else self.theirs

        marks = {code: pick(field_name(code)).marks[code] for code in self.names}
        submitted = pick("submitted").submitted and None not in marks.values()
        payload = Payload(marks, pick("comment").comment, submitted)
        return {"payload": payload, "base_version": chosen.get("version", 0)}

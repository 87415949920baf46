"""Form fields and query parameters clean pasted text and refuse numbers that no column can store."""

from __future__ import annotations

import pytest
from django import forms
from django.test import RequestFactory

from contests.forms.contests import LinesField
from festival.forms.fields import KeyField, NumberField, PastedTableField, TextField
from festival.forms.schools import SchoolForm
from festival.models import School
from festival.requests import (
    is_in_query,
    is_posted,
    posted_keys,
    posted_text,
    posted_texts,
    query_text,
)

PASTED = " \u00d0o\u0300ng\x00  La\x0bhai "


class SampleForm(forms.Form):
    """A field of each kind."""

    line = TextField(required=False)
    lines = TextField(required=False, widget=forms.Textarea)
    short = TextField(required=False, max_length=4)
    table = PastedTableField(required=False)
    number = NumberField(required=False)
    key = KeyField(required=False)
    names = LinesField(longest=5, required=False)


def test_text_fields_pasted_text_is_cleaned_once() -> None:
    form = SampleForm(
        {"line": PASTED, "lines": PASTED, "short": " a\x00 b ", "table": "\tA\tB\n", "names": PASTED}
    )

    assert form.errors == {"names": ["“Đòng La…” dài quá 5 ký tự."]}
    clean = {name: form.cleaned_data[name] for name in ("line", "lines", "short", "table")}
    assert clean == {"line": "Đòng La hai", "lines": "Đòng La\nhai", "short": "a b", "table": "\tA\tB\n"}


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"number": "2147483647", "key": "9223372036854775807"}, set()),
        ({"number": "2147483648", "key": "9223372036854775808"}, {"number", "key"}),
        ({"number": "-1", "key": "0"}, {"number", "key"}),
        ({"number": "9" * 5000, "key": "²"}, {"number", "key"}),
        ({"line": "a" * 500, "lines": "a" * 10_000, "short": "abcd"}, set()),
        ({"line": "a" * 501, "lines": "a" * 10_001, "short": "abcde"}, {"line", "lines", "short"}),
    ],
)
def test_fields_of_values_beyond_a_column_are_refused(typed: dict[str, str], faults: set[str]) -> None:
    assert set(SampleForm(typed).errors) == faults


def test_row_form_takes_the_cleaned_fields_for_its_columns() -> None:
    form = SchoolForm(
        {"code": "a\x00b", "name": PASTED, "level": School.Level.values[0], "participation": "invited"}
    )

    assert {name for name, field in form.fields.items() if type(field) is TextField} == {
        "code", "name", "commune", "commune_old", "cluster", "email",
    }  # fmt: skip
    form.is_valid()
    assert (form.cleaned_data["code"], form.cleaned_data["name"]) == ("ab", "Đòng La hai")


def test_parameters_are_cleaned_and_bounded() -> None:
    asked = RequestFactory().get("/", {"q": PASTED, "long": "a" * 900, "check": ""})
    sent = RequestFactory().post("/", {"q": PASTED, "row": ["5", "²", "٤", "9" * 19, "-1", ""], "submit": ""})

    assert (query_text(asked, "q"), query_text(asked, "none"), len(query_text(asked, "long"))) == (
        "Đòng La hai", "", 500,
    )  # fmt: skip
    assert (is_in_query(asked, "check"), is_in_query(asked, "none")) == (True, False)
    assert (posted_text(sent, "q"), posted_text(sent, "none")) == ("Đòng La hai", "")
    assert (posted_keys(sent, "row"), len(posted_texts(sent, "row"))) == ([5], 6)
    assert (is_posted(sent, "submit"), is_posted(sent, "q2")) == (True, False)

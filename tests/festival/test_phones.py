"""A phone number has one spelling wherever it is read: forms, imports, sign-in names, stored logins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from booths.forms.school import BoothForm
from config import urls
from contests.forms.entries import MemberForm
from desk.forms.participation import ParticipationForm
from festival.forms.cells import phone_cell
from festival.forms.fields import PhoneField
from festival.forms.schools import PersonForm, SchoolForm
from festival.phones import phone_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084 912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912–345–678", "0912345678"),
        ("912345678", "0912345678"),
        ("0912\u00a0345\u00a0678", "0912345678"),
        ("(+84) 912-345-678", "0912345678"),
        ("(024) 3386-1234", "02433861234"),
        ("+84 24 3386 1234", "02433861234"),
        ("2433861234", "02433861234"),
        ("842433861234", "02433861234"),
        ("841234567", "0841234567"),
        ("400000001", "0400000001"),
        ("1900 1234", "19001234"),
        ("+65 9123 4567", "+6591234567"),
        ("006591234567", "+6591234567"),
    ],
)
def test_a_phone_number_has_one_spelling(text: str, number: str) -> None:
    assert phone_number(text) == number
    assert phone_number(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "091234567",
        "09123456789",
        "01234567890",
        "0912abc678",
        "cô Hoa",
        "a@b.vn",
        "00000000000",
        "+1 212 555 01999 9",
        "0912345678/0987654321",
        "٠٩١٢٣٤٥٦٧٨",
    ],
)
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no phone number"):
        phone_number(text)


@pytest.mark.parametrize(
    ("typed", "stored", "errors"),
    [
        (" +84 (0) 912 - 345 - 678 ", "0912345678", []),
        ("", "", []),
        (
            "091234567",
            None,
            ['"091234567" không phải số điện thoại: số di động có 10 chữ số, máy bàn có 11.'],
        ),
    ],
)
def test_forms_read_phones_by_one_field(typed: str, stored: str | None, errors: list[str]) -> None:
    forms_with_phones: list[tuple[Any, str]] = [
        (SchoolForm, "phone"),
        (MemberForm, "phone"),
        (BoothForm, "phone"),
        (ParticipationForm, "delegation_phone"),
    ]
    for form_class, name in forms_with_phones:
        form = form_class({name: typed})
        found = list(form.errors.get(name, []))
        assert (form.cleaned_data.get(name), found) == (stored, errors), name


def form_classes(base: Any) -> Iterator[type[forms.BaseForm]]:
    for kind in base.__subclasses__():
        yield kind
        yield from form_classes(kind)


def test_every_field_for_a_phone_is_a_phone_field() -> None:
    assert urls.urlpatterns  # imports every form
    own = {config.label for config in apps.get_app_configs()}
    named = {
        (kind.__module__, name, type(field))
        for kind in form_classes(forms.BaseForm)
        if kind.__module__.partition(".")[0] in own
        for name, field in getattr(kind, "base_fields", {}).items()
        if "phone" in name
    }
    fields = {kind for module, _name, kind in named if not module.endswith(".tables")}
    assert len(named) >= 8
    assert fields == {PhoneField}


def test_odd_phone_in_a_table_is_kept_with_a_warning() -> None:
    cell = phone_cell("SĐT")
    assert (cell.clean("0912.345.678"), cell.warning) == ("0912345678", "")
    assert cell.clean("912345678") == "0912345678"
    assert cell.warning == '"912345678" thiếu số 0 đầu; hiểu là "0912345678"'
    assert cell.clean("024.33861234 (VP)") == "024.33861234 (VP)"
    assert cell.warning == '"024.33861234 (VP)" không phải số điện thoại 10 chữ số; được giữ nguyên'


@pytest.mark.parametrize(
    ("typed", "login"), [("912345678", "0912345678"), (" Lan@Truong.VN", "lan@truong.vn")]
)
def test_sign_in_name_of_a_new_user_regains_its_zero(typed: str, login: str) -> None:
    form = PersonForm({"full_name": "Lan", "login": typed, "role": "secretary"})
    assert (form.is_valid(), form.cleaned_data["login"]) == (True, login)


def test_sign_in_name_of_a_wrong_length_is_refused() -> None:
    form = PersonForm({"full_name": "Lan", "login": "09123456789", "role": "secretary"})
    assert form.errors == {"login": ["Xin nhập địa chỉ thư điện tử hoặc số điện thoại 10 chữ số."]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_stored_logins_regain_their_zero_unless_taken() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("festival", "0004_paths_of_jobs")])
    users = executor.loader.project_state([("festival", "0004_paths_of_jobs")]).apps
    old = users.get_model("festival", "User").objects
    for login in ("912345678", "84987654321", "977777777", "0977777777", "12345678", "a@b.vn"):
        old.create(login=login, full_name="A", search_key=f"a {login}")

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    found = list(old.order_by("pk").values_list("login", "search_key"))
    assert found == [
        ("0912345678", "a 0912345678"),
        ("0987654321", "a 0987654321"),
        ("977777777", "a 977777777"),
        ("0977777777", "a 0977777777"),
        ("12345678", "a 12345678"),
        ("a@b.vn", "a a@b.vn"),
    ]

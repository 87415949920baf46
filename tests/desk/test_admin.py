"""The office tables: for staff, to look at."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from festival.models import User
from tests import make
from tests.desk.conftest import Office

pytestmark = pytest.mark.django_db
OURS = {"festival", "contests", "booths", "judging", "awards"}


@pytest.fixture
def technician(client: Client, office: Office) -> Client:
    """A superuser, signed in."""
    client.force_login(make.make_user(is_staff=True, is_superuser=True))
    return client


def test_every_table_opens_and_nothing_can_be_added(technician: Client) -> None:
    tables = [model for model in admin.site._registry if model._meta.app_label in OURS]
    assert len(tables) >= 20
    for model in tables:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert technician.get(reverse(f"{name}_changelist")).status_code == 200, model
        assert technician.get(reverse(f"{name}_add")).status_code == 403, model


def test_a_row_is_shown_and_not_deleted(technician: Client, office: Office) -> None:
    url = reverse("admin:contests_entry_change", args=[office.entry.pk])
    assert technician.get(url).status_code == 200
    assert technician.post(url, {"title": "X"}).status_code == 403
    delete = reverse("admin:contests_entry_delete", args=[office.entry.pk])
    assert technician.post(delete, {"post": "yes"}).status_code == 403


def test_technician_bars_a_person_and_changes_nothing_else(technician: Client, office: Office) -> None:
    url = reverse("admin:festival_user_change", args=[office.stranger.pk])
    technician.post(url, {"login": "other@x.vn", "is_staff": ""})
    person = User.objects.get(pk=office.stranger.pk)
    assert (person.is_active, person.login) == (False, office.stranger.login)


def test_organiser_does_not_enter(client: Client, office: Office) -> None:
    client.force_login(office.organiser)
    assert client.get("/admin/").status_code == 302

"""The system checks find a missing guard and an unsound SQLite."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.db import connection

from festival import append_only
from festival.checks import sqlite_faults

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_database_as_migrated_has_no_fault() -> None:
    assert run_checks(databases=["default"]) == []


def test_missing_trigger_is_an_error() -> None:
    append_only.drop(connection)
    assert [fault.id for fault in run_checks(databases=["default"])] == ["festival.E001"]


def test_unsound_sqlite_is_an_error() -> None:
    assert [fault.id for fault in sqlite_faults((3, 40, 1))] == ["festival.E002"]
    assert sqlite_faults((3, 51, 3)) == []

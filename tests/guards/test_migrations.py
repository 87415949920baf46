"""Migrations import no application code, which may change after them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.guards.tree import APPS, ROOT, imported, shown


def foreign_imports(source: str) -> list[str]:
    """Imports of a migration other than Django's and the standard library's, with their lines."""
    return [
        f"{line}: {name}"
        for line, name in imported(source)
        if (top := name.partition(".")[0]) != "django" and top not in sys.stdlib_module_names
    ]


def migrations() -> list[Path]:
    """Every migration of every app."""
    return [path for app in APPS for path in sorted((ROOT / app / "migrations").glob("0*.py"))]


def test_migrations_import_django_and_the_standard_library_alone() -> None:
    found = migrations()
    assert len(found) >= 7
    assert [f"{shown(path)}:{fault}" for path in found for fault in foreign_imports(path.read_text())] == []


def test_migration_that_imports_application_code_is_found() -> None:
    source = "import festival.models\nfrom festival import append_only\nfrom django.db import migrations\n"
    inline = "def f(apps, editor):\n    from judging.rules import totals\n    import_module('awards.rules')\n"
    assert foreign_imports(source) == ["1: festival.models", "2: festival.append_only"]
    assert foreign_imports(inline) == ["2: judging.rules.totals", "3: awards.rules"]
    assert foreign_imports("from decimal import Decimal\nfrom django.conf import settings\n") == []

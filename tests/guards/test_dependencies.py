"""Imports and foreign keys run downwards only."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.guards.tree import APPS, BELOW, ROOT, imported, package_of, python_files, shown


def wrong_imports(app: str, source: str, *, package: str = "") -> list[str]:
    """Imports of `source`, a module of `app`, that do not run downwards."""
    allowed = BELOW[app] | {app}
    return [
        f"{line}: {name}"
        for line, name in imported(source, package=package or app)
        if (top := name.partition(".")[0]) in {*APPS, "config", "demo", "tests"} and top not in allowed
    ]


def wrong_arrows(dependencies: Iterable[tuple[str, str, str]]) -> list[str]:
    """Of (app, field, app it points at), those that do not run downwards."""
    return [
        f"{field} → {target}"
        for app, field, target in dependencies
        if app in BELOW and target in APPS and target not in BELOW[app] | {app}
    ]


def relations() -> list[tuple[str, str, str]]:
    """Every relation declared by a model of ours."""
    return [
        (model._meta.app_label, str(field), field.related_model._meta.app_label)
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, (ForeignKey, ManyToManyField)) and not isinstance(field.related_model, str)
    ]


def test_imports_run_downwards() -> None:
    seen = 0
    faults: list[str] = []
    for app in APPS:
        for path in python_files(app):
            source = path.read_text()
            seen += sum(1 for _ in imported(source))
            faults += [f"{shown(path)}:{f}" for f in wrong_imports(app, source, package=package_of(path))]
    assert seen >= 1500
    assert faults == []


def test_imports_running_upwards_are_found() -> None:
    source = "def f():\n    from judging import models\n    import_module('awards.tasks')\n"
    assert wrong_imports("booths", source) == ["2: judging.models", "3: awards.tasks"]
    assert wrong_imports("festival", "from . import models\nfrom ..desk import views") == ["2: desk.views"]
    assert wrong_imports("judging", "from booths.models import Booth") == ["1: booths.models.Booth"]


def test_foreign_keys_run_downwards() -> None:
    dependencies = relations()
    assert len(dependencies) >= 60
    assert wrong_arrows(dependencies) == []


def test_foreign_keys_running_upwards_are_found() -> None:
    dependencies = [
        ("judging", "judging.Panel.booth", "booths"),
        ("booths", "booths.Booth.entry", "contests"),
    ]
    assert wrong_arrows(dependencies) == ["judging.Panel.booth → booths"]


def test_nothing_below_imports_the_demo_or_the_tests() -> None:
    files = python_files("config")
    assert len(files) >= 5
    faults = [
        f"{shown(path)}:{line}: {name}"
        for path in files
        for line, name in imported(path.read_text(), package=package_of(path))
        if name.partition(".")[0] in {"demo", "tests"}
    ]
    assert faults == []


def test_no_drawer_for_everything_exists() -> None:
    drawers = {"common", "core", "utils", "helpers", "services", "manager"}
    names = [path for app in (*APPS, "config") for path in (ROOT / app).rglob("*.py")]
    assert len(names) >= 200
    assert [shown(path) for path in names if drawers & {path.stem, *path.relative_to(ROOT).parts}] == []

"""Imports and foreign keys lead only to lower layers."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model

from tests.guards.tree import APPS, BELOW, ROOT, imported, package_of, python_files, shown


def wrong_imports(app: str, source: str, *, package: str = "") -> list[str]:
    """Imports in `source`, a module of `app`, of apps that it may not import."""
    allowed = BELOW[app] | {app}
    return [
        f"{line}: {name}"
        for line, name in imported(source, package=package or app)
        if (top := name.partition(".")[0]) in {*APPS, "config", "demo", "tests"} and top not in allowed
    ]


def wrong_arrows(dependencies: Iterable[tuple[str, str, str]]) -> list[str]:
    """Of (app, field, related app), those that do not lead to a lower layer."""
    return [
        f"{field} → {target}"
        for app, field, target in dependencies
        if app in BELOW and target in APPS and target not in BELOW[app] | {app}
    ]


def relations() -> list[tuple[str, str, str]]:
    """Every relation declared by a model of the project."""
    return [
        (model._meta.app_label, str(field), field.related_model._meta.app_label)
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, (ForeignKey, ManyToManyField)) and not isinstance(field.related_model, str)
    ]


NAMED = {"select_related", "prefetch_related", "values", "values_list", "order_by", "only", "defer"} | {
    "F",
    "OuterRef",
    "Prefetch",
    "Count",
    "Sum",
    "getattr",
    "hasattr",
    "attrgetter",
}
"""Calls whose strings name relations."""
FILTERS = {"filter", "exclude", "get", "get_or_create", "update_or_create", "Q", "aggregate"}
"""Calls whose keywords name relations."""


@cache
def paths_from(model: type[Model]) -> dict[str, tuple[type[Model], str]]:
    """What a lookup or attribute may name on the model: (the model it leads to, the app that declares it)."""
    found: dict[str, tuple[type[Model], str]] = {}
    for field in model._meta.get_fields(include_hidden=False):
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Model):
            owner = (target if field.auto_created else model)._meta.app_label
            names = {field.name}
            if field.auto_created and hasattr(field, "get_accessor_name"):
                names.add(str(field.get_accessor_name()))
            found |= dict.fromkeys(names, (target, owner))
    return found


def is_upward(path: str, app: str) -> bool:
    """Whether a path from some model that `app` may name crosses into an app that it may not name."""
    allowed = BELOW[app] | {app}
    for model in apps.get_models():
        here: type[Model] = model
        if here._meta.app_label not in allowed:
            continue
        for name in path.lstrip("-").split("__"):
            if name not in paths_from(here):
                break
            here, owner = paths_from(here)[name]
            if owner in APPS and owner not in allowed:
                return True
    return False


def relation_names(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything in `source` that may name a relation: string, keyword or attribute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            yield node.lineno, node.value
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in NAMED:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            yield from ((node.lineno, text) for text in texts if isinstance(text, str) and "__" not in text)
        if called in FILTERS:
            yield from ((node.lineno, word.arg) for word in node.keywords if word.arg)


def upward_paths(app: str, source: str) -> list[str]:
    """Relations of apps above or beside `app` that `source`, a module of it, names."""
    return [f"{line}: {text}" for line, text in sorted(relation_names(source)) if is_upward(text, app)]


def test_no_relation_path_runs_upwards() -> None:
    seen = 0
    faults: list[str] = []
    for app in APPS:
        for path in python_files(app):
            source = path.read_text()
            seen += sum(1 for _ in relation_names(source))
            faults += [f"{shown(path)}:{fault}" for fault in upward_paths(app, source)]
    assert seen >= 800
    assert faults == []


def test_relation_paths_running_upwards_are_found() -> None:
    source = """
getattr(entry, "booth", None)
FOR_SHEET = ("assignment__entry__members", "assignment__entry__booth__stand")
Entry.objects.filter(booth=None, contest__festival=festival).select_related("booth")
"""
    assert upward_paths("judging", source) == [
        "2: booth",
        "3: assignment__entry__booth__stand",
        "4: booth",
        "4: booth",
    ]
    assert upward_paths("contests", "entries.filter(assignments__judge=judge)") == ["1: assignments__judge"]
    assert upward_paths("contests", "part.assignments.exists()") == ["1: assignments"]
    assert upward_paths("desk", source) == []


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

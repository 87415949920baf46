"""What each layer of an app may contain."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from tests.guards.tree import APPS, ROOT, imported, package_of, python_files, shown

IMPURE = {
    "os",
    "io",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "pathlib",
    "logging",
    "uuid",
    "urllib",
}
CLOCK = {"now", "today", "utcnow", "localtime"}
WRITERS = {"actions", "imports", "exports", "models", "management", "migrations", "admin"}


def layer_of(path: Path) -> str:
    """`judging/rules/ranking.py` → `rules`; `judging/views.py` → `views`."""
    return Path(path.relative_to(ROOT).parts[1]).stem


def impure(source: str, *, app: str) -> list[str]:
    """What a rules module uses besides the pure part of the standard library."""
    own = {f"{app}.rules"}
    faults = []
    for line, name in imported(source, package=f"{app}.rules"):
        top = name.partition(".")[0]
        is_own = any(name == rules or name.startswith(f"{rules}.") for rules in own)
        if not is_own and (top not in sys.stdlib_module_names or top in IMPURE):
            faults.append(f"{line}: {name}")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            faults.append(f"{node.lineno}: {ast.unparse(node.func)}()")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"open", "print"}
        ):
            faults.append(f"{node.lineno}: {node.func.id}()")
    return faults


def orm_calls(source: str) -> list[str]:
    """Uses of a manager, of `transaction`, or of `.save()`/`.delete()`, which views may not use."""
    faults = [
        f"{line}: {name}"
        for line, name in imported(source)
        if name in {"django.db.transaction", "django.db.connection"}
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager"}:
            faults.append(f"{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            called = ast.unparse(node.func)
            if called.endswith((".delete", "form.save")):
                faults.append(f"{node.lineno}: {called}()")
    return sorted(faults)


def layers(*names: str) -> list[Path]:
    return [path for app in APPS for path in python_files(app) if layer_of(path) in names]


def test_rules_stand_on_the_standard_library_alone() -> None:
    files = layers("rules")
    assert len(files) >= 8
    faults = [
        f"{shown(p)}:{f}" for p in files for f in impure(p.read_text(), app=p.relative_to(ROOT).parts[0])
    ]
    assert faults == []


def test_impure_rules_are_found() -> None:
    source = "import random\nfrom django.db import models\nfrom judging.rules import ranking\nd.now()\n"
    assert impure(source, app="judging") == ["1: random", "2: django.db.models", "4: d.now()"]


def test_views_leave_the_database_to_other_layers() -> None:
    files = layers("views", "api", "forms", "documents")
    assert len(files) >= 60
    assert [f"{shown(p)}:{fault}" for p in files for fault in orm_calls(p.read_text())] == []


def test_views_that_call_the_orm_are_found() -> None:
    source = "from django.db import transaction\nBooth.objects.all()\nform.save()\nbooth.delete()\n"
    assert orm_calls(source) == [
        "1: django.db.transaction",
        "2: Booth.objects",
        "3: form.save()",
        "4: booth.delete()",
    ]


def words_for_the_screen(source: str) -> list[str]:
    """Imports of translations and of `reverse`, which are for pages, labels and messages."""
    asked = {"gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "reverse", "reverse_lazy"}
    return [f"{line}: {name}" for line, name in imported(source) if name.rpartition(".")[2] in asked]


def test_queries_are_reads_only() -> None:
    files = layers("queries")
    assert len(files) >= 30
    faults = [f"{shown(p)}:{fault}" for p in files for fault in words_for_the_screen(p.read_text())]
    assert faults == []


def test_queries_with_labels_or_addresses_are_found() -> None:
    source = "from django.urls import reverse\nfrom django.utils.translation import gettext as _, ngettext\n"
    assert words_for_the_screen(source) == [
        "1: django.urls.reverse",
        "2: django.utils.translation.gettext",
        "2: django.utils.translation.ngettext",
    ]


def test_no_signals() -> None:
    files = python_files(*APPS)
    assert len(files) >= 200
    faults = [
        f"{shown(path)}:{line}"
        for path in files
        for line, name in imported(path.read_text(), package=package_of(path))
        if "signals" in name or name == "django.dispatch.receiver"
    ]
    assert faults == []


def test_transactions_belong_to_actions() -> None:
    """`transaction.atomic` is used in actions, imports and commands alone."""
    files = [path for path in python_files(*APPS) if layer_of(path) not in WRITERS]
    assert len(files) >= 150
    allowed = {"audit.py", "states.py", "printing.py", "group_commit.py"}
    faults = [
        f"{shown(path)}:{line}"
        for path in files
        for line, name in imported(path.read_text())
        if name == "django.db.transaction" and path.name not in allowed
    ]
    assert faults == []

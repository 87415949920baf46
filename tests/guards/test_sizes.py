"""Size budgets. The exceptions below may only shrink: a smaller file needs a smaller number here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards.tree import APPS, ROOT, python_files, shown

FILE, FUNCTION, VIEW, TEMPLATE, SCRIPT = 400, 40, 20, 150, 150
EXCEPTIONS: dict[str, int] = {}  # what is too long → how long it may be at most


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and length of every function, from its `def` to its last line, without the docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            docstring = node.body[0] if ast.get_docstring(node) else None
            saved = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - saved


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def is_view(path: Path) -> bool:
    return any(part in {"views", "views.py", "api.py", "api"} for part in path.parts)


def measured() -> Iterator[tuple[str, int, int]]:
    """(what, length, budget) of everything that has a budget."""
    for path in [*python_files(*APPS, "config", "tests"), ROOT / "manage.py"]:
        source = path.read_text()
        yield shown(path), lines(path), FILE
        budget = VIEW if is_view(path) else FUNCTION
        for name, length in functions(source):
            yield f"{shown(path)}:{name}", length, budget
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield shown(path), lines(path), TEMPLATE
    for path in sorted((ROOT / "static").rglob("*.js")):
        if "vendor" not in path.parts:
            yield shown(path), lines(path), SCRIPT


def too_long(things: Iterator[tuple[str, int, int]], *, exceptions: dict[str, int]) -> list[str]:
    """Items that exceed their budget or exception, and exceptions that are larger than needed."""
    faults = []
    for what, length, budget in things:
        allowed = exceptions.get(what, budget)
        if length > allowed:
            faults.append(f"{what}: {length} lines, at most {allowed}")
        elif what in exceptions and length < allowed:
            faults.append(f"{what}: {length} lines, lower its exception from {allowed}")
    return faults


def test_everything_keeps_its_budget() -> None:
    things = list(measured())
    assert len(things) >= 1500
    assert set(EXCEPTIONS) <= {what for what, _, _ in things}
    assert too_long(iter(things), exceptions=EXCEPTIONS) == []


def test_too_long_things_are_found() -> None:
    things = [("a.py", 401, 400), ("b.py", 400, 400), ("c.py", 450, 400), ("d.py", 430, 400)]
    assert too_long(iter(things), exceptions={"c.py": 460, "d.py": 430}) == [
        "a.py: 401 lines, at most 400",
        "c.py: 450 lines, lower its exception from 460",
    ]


def test_length_of_a_function_leaves_its_docstring_out() -> None:
    assert dict(functions('def f():\n    """One\n\n    two."""\n    a = 1\n    return a\n')) == {"f": 3}

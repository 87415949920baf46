"""Rows are locked by `festival.locks`; no UPDATE writes back a value that was read before."""

from __future__ import annotations

import ast

from tests.guards.tree import APPS, python_files, shown

# From the judge's request, not from a row that was read before.
EXCEPTIONS: set[str] = set()


def writes_back(source: str) -> list[str]:
    """Columns of updates such as `rows.update(state=contest.state)`; and `select_for_update`, which SQLite
    ignores.
    """
    faults: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "select_for_update":
            faults.append("select_for_update")
        if node.func.attr == "update":
            faults += [str(word.arg) for word in node.keywords if is_read_before(word)]
    return faults


def is_read_before(word: ast.keyword) -> bool:
    """Whether the value is an attribute of the keyword's own name: `x=row.x`, `x_id=row.x_id`."""
    return isinstance(word.value, ast.Attribute) and word.value.attr == word.arg


def test_no_update_writes_back_what_was_read() -> None:
    files = python_files(*APPS, "config")
    assert len(files) >= 250
    assert {f"{shown(p)}:{fault}" for p in files for fault in writes_back(p.read_text())} == EXCEPTIONS


def test_updates_that_write_back_are_found() -> None:
    source = (
        "rows.update(state=contest.state)\n"
        "rows.filter(pk=row.pk).update(seen=now, name=row.name)\n"
        "rows.select_for_update().get()\n"
        "rows.update(state=State.OPEN, code=F('code'), user=user)\n"
    )
    assert writes_back(source) == ["state", "name", "select_for_update"]


def changes_given(source: str) -> list[str]:
    """Actions (`transaction.atomic`) that change an object given to them instead of a locked row: they assign
    to its attributes or move its state, and a refusal afterwards would leave it untrue.
    """
    faults: list[str] = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and is_action(function):
            given = parameters(function) - rebound(function)
            faults += [f"{function.name}: {name}" for name in changed(function) if name in given]
    return faults


def is_action(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator) == "transaction.atomic" for decorator in function.decorator_list)


def parameters(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}


def rebound(function: ast.FunctionDef) -> set[str]:
    """Names that the function assigns, as in `contest = lock(contest)`."""
    return {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def changed(function: ast.FunctionDef) -> list[str]:
    """Names whose attribute is assigned, or that are moved to another state or version."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.append(ast.unparse(node.value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"move", "next_version", "setattr"}:
            found.append(ast.unparse(node.args[0]))
    return found


def test_actions_change_locked_rows_and_not_what_they_were_given() -> None:
    files = [path for path in python_files(*APPS) if path.parent.name == "actions"]
    assert len(files) >= 35
    assert [f"{shown(p)}:{fault}" for p in files for fault in changes_given(p.read_text())] == []


def test_actions_that_change_what_they_were_given_are_found() -> None:
    source = (
        "@transaction.atomic\n"
        "def close(*, contest, now):\n"
        "    move(contest, 'closing', MOVES)\n"
        "    contest.closed_at = now\n"
        "@transaction.atomic\n"
        "def rename(*, school, name):\n"
        "    school = lock(school)\n"
        "    school.name = name\n"
    )
    assert changes_given(source) == ["close: contest", "close: contest"]

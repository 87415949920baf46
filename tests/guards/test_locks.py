"""Rows are locked by `festival.locks`; no UPDATE writes back a value that was read before."""

from __future__ import annotations

import ast

from tests.guards.tree import APPS, python_files, shown

# What a judge sent, not what a row held.
EXCEPTIONS = {"judging/actions/sheets.py:comment", "judging/actions/sheets.py:payload_hash"}


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

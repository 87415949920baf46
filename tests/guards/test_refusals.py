"""Every refusal code has one sentence, in one place."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from tests.guards.tree import APPS, python_files, shown

REFUSALS = {"RuleBroken", "StaleState"}


def refusals_in(source: str) -> list[tuple[int, str, str]]:
    """Line, code and message of each refusal with a literal code."""
    return [
        (node.lineno, str(node.args[0].value), ast.unparse(node.args[1]))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in REFUSALS
        and len(node.args) == 2
        and isinstance(node.args[0], ast.Constant)
    ]


def written_twice(files: Iterable[tuple[str, str]]) -> list[str]:
    """Refusal codes that several of these (name, source) contain, with the places."""
    places: dict[str, list[str]] = defaultdict(list)
    for name, source in files:
        for line, code, _message in refusals_in(source):
            places[code].append(f"{name}:{line}")
    return sorted(f"{code}: {', '.join(found)}" for code, found in places.items() if len(found) > 1)


def test_each_refusal_code_stands_with_one_sentence() -> None:
    files = [(shown(path), path.read_text()) for path in python_files(*APPS)]
    assert sum(len(refusals_in(source)) for _name, source in files) >= 80
    assert written_twice(files) == []


def test_refusal_code_with_two_sentences_is_found() -> None:
    first = 'raise RuleBroken("closed", _("The contest is closed."))\n'
    second = 'refusal = StaleState(\n    "closed", _("The festival is closed.")\n)\n'
    assert written_twice([("a.py", first), ("b.py", second)]) == ["closed: a.py:1, b.py:1"]
    other = 'RuleBroken("open", _("The contest is open."))\n'
    assert written_twice([("a.py", first), ("b.py", other)]) == []

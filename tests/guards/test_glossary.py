"""Every model has its row in the glossary, and no name in the code uses a word of its last column."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.guards.tree import ROOT, python_files, shown

OURS = ("festival", "contests", "booths", "judging", "awards", "desk")
CODE = (*OURS, "config", "demo", "tests", "benchmarks")
OTHER_FILES = ("templates", "static/js", "static/css", "bin")
OWN = "tests/guards/test_glossary.py"
COLUMNS = 5
PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def glossary() -> str:
    return Path(settings.BASE_DIR / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")


def retired(text: str) -> set[str]:
    """The words of the last column of every table."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines() if "|" in line
    ]
    full = [row for row in rows if len(row) == COLUMNS and not row[0].startswith("-") and row[0] != "word"]
    return {word.strip() for row in full for word in row[-1].split(",") if word.strip()}


def pieces(name: str) -> str:
    """A name in small letters with one underscore between its words: `FullFace` → `full_face`."""
    return "_".join(piece.lower() for piece in PIECE.findall(name))


def names_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of every function, class, argument and variable that `source` defines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def uses(names: Iterable[tuple[int, str]], words: set[str]) -> list[str]:
    """`line: name` of the names that use one of the words."""
    ordinary = re.compile(rf"(?:^|_)(?:{'|'.join(sorted(words))})(?:_|$)")
    return [f"{line}: {name}" for line, name in names if ordinary.search(pieces(name))]


def files_of() -> list[Path]:
    """Every file whose name is checked."""
    others = [path for folder in OTHER_FILES for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    return [*python_files(*CODE), *others]


def models_without_row(text: str, names: list[str]) -> list[str]:
    """Names that the glossary does not contain as code."""
    return [name for name in names if f"`{name}`" not in text]


@pytest.fixture
def names() -> list[str]:
    return [model.__name__ for app in OURS for model in apps.get_app_config(app).get_models()]


def test_glossary_names_every_model(names: list[str]) -> None:
    assert len(names) >= 35
    assert models_without_row(glossary(), names) == []


def test_glossary_guard_finds_a_missing_row(names: list[str]) -> None:
    assert models_without_row("| `Festival` |", ["Festival", "Unknown"]) == ["Unknown"]


def test_names_in_the_code_avoid_retired_words() -> None:
    words, files = retired(glossary()), python_files(*CODE)
    assert len(words) >= 60
    assert len(files) >= 400
    faults = [
        f"{shown(path)}:{use}"
        for path in files
        if shown(path) != OWN
        for use in uses(names_of(path.read_text()), words)
    ]
    assert faults == []


def test_names_of_files_avoid_retired_words() -> None:
    words, files = retired(glossary()), files_of()
    assert len(files) >= 600
    assert uses(((0, path.stem) for path in files), words) == []


def test_retired_words_are_found_in_every_kind_of_name() -> None:
    words = retired(
        "| a | b | c | `d` | edition, bring_in |\n| word | x | y | z | never in code |\n|---|---|---|---|---|"
    )
    assert words == {"edition", "bring_in"}
    source = "def edition_of(): pass\nclass Edition: 0\ndef f(edition): bring_in_all = 1\nx.edition = 2\n"
    assert sorted(uses(names_of(source), words)) == [
        "1: edition_of",
        "2: Edition",
        "3: bring_in_all",
        "3: edition",
        "4: edition",
    ]
    assert uses([(0, "score-door")], {"door"}) == ["0: score-door"]
    assert uses([(0, "expedition"), (0, "indoors")], {"edition", "door"}) == []

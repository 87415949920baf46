"""Reads the source tree for the guards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("festival", "contests", "booths", "judging", "awards", "desk")
# The apps that each app may import and reference by foreign keys, besides itself.
BELOW: dict[str, set[str]] = {
    "festival": set(),
    "contests": {"festival"},
    "booths": {"festival", "contests"},
    "judging": {"festival", "contests"},
    "awards": {"festival", "contests", "booths", "judging"},
    "desk": {"festival", "contests", "booths", "judging", "awards"},
}


def python_files(*folders: str) -> list[Path]:
    """The project's modules in `folders`, without migrations."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def shown(path: Path) -> str:
    """The path relative to the project."""
    return path.relative_to(ROOT).as_posix() if path.is_absolute() else path.as_posix()


def imported(source: str, *, package: str = "") -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import in `source`: inline, relative and `import_module("…")` too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*start, node.module or ""]).strip(".")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in {"import_module", "import_string", "__import__"}:
                yield node.lineno, str(node.args[0].value)


def package_of(path: Path) -> str:
    """The dotted package that a file's relative imports start from."""
    return ".".join(path.relative_to(ROOT).parent.parts)

"""Tests look at what people see and run what people run."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).name
COUNTERS = {"django_assert_num_queries", "django_assert_max_num_queries"}


def context_reads(source: str) -> list[int]:
    """Lines that read what a view gave its template (`response.context`) instead of the page."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in {"context", "context_data"}
        and not ast.unparse(node).endswith(("page.context", "tab.context", "MonkeyPatch.context"))
    ]

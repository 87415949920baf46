"""Tests assert on pages and the database, and call real actions."""

from __future__ import annotations

import ast

from tests.guards.tree import ROOT, imported, python_files, shown

THREADS = ("threading", "concurrent.futures", "multiprocessing")
COUNTERS = {"django_assert_num_queries", "django_assert_max_num_queries", "assertNumQueries"}


def context_reads(source: str) -> list[int]:
    """Lines that read `response.context` instead of the page."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in {"context", "context_data"}
        and not ast.unparse(node).endswith("MonkeyPatch.context")
    )


def threads_started(source: str) -> list[int]:
    """Lines that import threads or processes."""
    return [line for line, name in imported(source) if name.startswith(THREADS)]


def rewritten_actions(source: str) -> list[int]:
    """In a race test: lines that open a transaction instead of calling an action.

    One inside `pytest.raises` is meant for a constraint and passes.
    """
    if not any(name.startswith("tests.races.") for _, name in imported(source)):
        return []
    blocks = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.With)]
    opened = [(node.lineno, [ast.unparse(item.context_expr) for item in node.items]) for node in blocks]
    return [
        line
        for line, items in opened
        if any(item.endswith("atomic()") for item in items)
        and not any(item.startswith("pytest.raises(") for item in items)
    ]


def query_counts(source: str) -> list[int]:
    """Lines of tests that count the queries of one page, which is done by the table of all pages."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.arg) and node.arg in COUNTERS)
        or (isinstance(node, ast.Attribute) and node.attr in COUNTERS)
    ]


def test_tests_of_views_read_the_page_or_the_database() -> None:
    files = [path for path in python_files("tests") if "browser" not in path.parts]
    files = [path for path in files if path.name not in {"conftest.py"}]  # a Playwright page has a context
    assert len(files) >= 90
    faults = [f"{shown(path)}:{line}" for path in files for line in context_reads(path.read_text())]
    assert faults == []


def test_races_run_the_actions_themselves() -> None:
    files = [path for path in python_files("tests") if path != ROOT / "tests" / "races.py"]
    sources = {shown(path): path.read_text() for path in files}
    assert sum("from tests.races import" in source for source in sources.values()) >= 6
    faults = [
        f"{path}:{line}"
        for path, source in sources.items()
        for line in threads_started(source) + rewritten_actions(source)
    ]
    assert faults == []


def test_queries_of_pages_are_counted_in_one_place() -> None:
    files = python_files("tests")
    faults = [f"{shown(path)}:{line}" for path in files for line in query_counts(path.read_text())]
    assert faults == []


def test_guards_of_tests_find_what_they_refuse() -> None:
    assert context_reads('rows = answer.context["rows"]\nform = page.context_data\n') == [1, 2]
    assert context_reads("with pytest.MonkeyPatch.context() as patch:\n    pass\n") == []
    assert threads_started("import threading\nfrom concurrent.futures import ThreadPoolExecutor\n") == [1, 2]
    race = "from tests.races import at_once\n"
    assert rewritten_actions(f"{race}with transaction.atomic():\n    freeze()\n") == [2]
    assert rewritten_actions("with transaction.atomic():\n    freeze()\n") == []
    assert rewritten_actions(f"{race}with pytest.raises(IntegrityError), atomic():\n    pass\n") == []
    assert query_counts("def test_page(client, django_assert_num_queries):\n    pass\n") == [1]

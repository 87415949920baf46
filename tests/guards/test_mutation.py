"""The count of killed and surviving mutants, the bar for each module, and the modules that have mutants."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards.tree import APPS, ROOT
from tests.mutation import RULES, Score, function_of, lay_out, modules_below, report, scores, unexplained

RESULTS = """\
    judging.rules.marks.x_mark_fault__mutmut_1: killed
    judging.rules.marks.x_mark_fault__mutmut_2: timeout
    judging.rules.marks.x_is_complete__mutmut_1: survived
    contests.rules.xǁWindowǁwithin__mutmut_1: no tests
    contests.rules.xǁWindowǁwithin__mutmut_2: killed
    contests.rules.xǁWindowǁwithin__mutmut_3: suspicious
"""


def test_scores_count_killed_and_surviving_mutants_of_each_module() -> None:
    """A timeout is a kill; a mutant without a test or with an unclear result is a survivor."""
    assert scores(RESULTS) == {
        "judging.rules.marks": Score(2, ["judging.rules.marks.x_is_complete__mutmut_1"]),
        "contests.rules": Score(1, [f"contests.rules.xǁWindowǁwithin__mutmut_{number}" for number in (1, 3)]),
    }


def test_report_has_four_lines_a_module_with_the_percentage_rounded_down() -> None:
    assert list(report(scores(RESULTS))) == [
        "contests.rules.mutants: 3",
        "contests.rules.killed: 1",
        "contests.rules.survived: 2",
        "contests.rules.percent: 33.3",
        "judging.rules.marks.mutants: 3",
        "judging.rules.marks.killed: 2",
        "judging.rules.marks.survived: 1",
        "judging.rules.marks.percent: 66.6",
    ]


def test_a_module_below_the_bar_is_named() -> None:
    found = {"a": Score(95, ["x"] * 5), "b": Score(949, ["x"] * 51), "c": Score()}
    assert modules_below(found, percent=95) == ["b"]


def test_a_survivor_needs_its_function_in_the_list() -> None:
    assert function_of("a.rules.x__sum__mutmut_12") == "a.rules._sum"
    assert function_of("a.rules.xǁWindowǁwithin__mutmut_1") == "a.rules.Window.within"
    found = scores(RESULTS)
    page = "| `contests.rules.Window.within` | … |"
    assert unexplained(found, page) == ["judging.rules.marks.is_complete"]


def test_every_module_of_rules_has_mutants() -> None:
    modules = {path for app in APPS for path in (ROOT / app).glob("rules*") if path.suffix in {"", ".py"}}
    assert {path.relative_to(ROOT).as_posix() for path in modules} == set(RULES)


def test_the_rules_are_laid_out_without_django(tmp_path: Path) -> None:
    lay_out(tmp_path)
    files = sorted(tmp_path.rglob("*.py"))
    assert len(files) >= 25
    imports = {
        node.module or ""
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
    }
    assert {name for name in imports if name.startswith("django")} == set()
    assert not (tmp_path / "tests" / "rules" / "test_against_oracle.py").exists()

"""The examples of docs/SCORING.md, docs/PRIZES.md and of the text rules are true."""

import doctest
import re
from pathlib import Path

import pytest

from festival import text

DOCS = Path(__file__).parents[2] / "docs"


def failures(page: str, *, name: str) -> tuple[int, int]:
    """How many examples of a page fail, of how many; the fenced blocks of a page share their names."""
    source = "\n".join(re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE))
    test = doctest.DocTestParser().get_doctest(source, {}, name, name, 0)
    outcome = doctest.DocTestRunner(verbose=False).run(test)
    return outcome.failed, outcome.attempted


@pytest.mark.parametrize(("name", "floor"), [("SCORING.md", 25), ("PRIZES.md", 15)])
def test_examples_of_a_page_are_true(name: str, floor: int) -> None:
    failed, attempted = failures((DOCS / name).read_text(), name=name)
    assert failed == 0
    assert attempted >= floor


def test_a_false_example_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    assert failures("```python\n>>> 1 + 1\n3\n\n```\n", name="wrong") == (1, 1)
    assert "Expected" in capsys.readouterr().out


def test_examples_in_docstrings_are_true() -> None:
    outcome = doctest.testmod(text)
    assert (outcome.failed, outcome.attempted >= 2) == (0, True)

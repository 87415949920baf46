"""Mutation tests of the regulation with mutmut; `bin/mutate` runs this module.

The rules and their tests are copied to a temporary folder without the rest of the project, and run there
without Django. `test_against_oracle.py` is left out: each mutant has to fail a test that states the rule, not
one of several hundred random contests. mutmut changes the bodies of functions only; tests compare the tables
and constants of the modules with their exact values.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
RULES: Final = ("judging/rules", "awards/rules.py", "contests/rules.py", "festival/rules.py")
NEEDED: Final = (
    "festival/text.py",
    "festival/likeness.py",
    "docs/SCORING.md",
    "docs/PRIZES.md",
    "tests/rules",
)
LEFT_OUT: Final = "tests/rules/test_against_oracle.py"
LEAST_PERCENT: Final = 95
KILLED: Final = frozenset({"killed", "timeout"})
SURVIVORS: Final = ROOT / "docs" / "TESTS.md"

SETTINGS: Final = """\
[tool.mutmut]
source_paths = ["judging", "awards", "contests", "festival"]
only_mutate = ["judging/rules/*", "awards/rules.py", "contests/rules.py", "festival/rules.py"]
also_copy = ["docs"]
pytest_add_cli_args_test_selection = ["tests/rules"]

[tool.pytest.ini_options]
addopts = "--strict-markers -p no:cacheprovider"
filterwarnings = ["error"]
"""


@dataclass
class Score:
    """Mutants of one module. `survivors` are mutmut's names of those with which all tests pass."""

    killed: int = 0
    survivors: list[str] = field(default_factory=list)

    @property
    def mutants(self) -> int:
        """How many mutants the module has."""
        return self.killed + len(self.survivors)

    @property
    def percent(self) -> float:
        """Share of killed mutants in percent, rounded down to a tenth; 100 without mutants."""
        return self.killed * 1000 // self.mutants / 10 if self.mutants else 100.0


def scores(results: str) -> dict[str, Score]:
    """Scores by module from the output of `mutmut results --all true`.

    Its lines read `module.function__mutmut_1: status`. A mutant without a test counts as a survivor.
    """
    found: dict[str, Score] = {}
    for line in results.splitlines():
        name, colon, status = line.strip().rpartition(": ")
        if not colon:
            continue
        score = found.setdefault(name.rpartition(".")[0], Score())
        if status in KILLED:
            score.killed += 1
        else:
            score.survivors.append(name)
    return found


def report(found: Mapping[str, Score]) -> Iterator[str]:
    """The `key: value` lines of each module, by name."""
    for module, score in sorted(found.items()):
        yield f"{module}.mutants: {score.mutants}"
        yield f"{module}.killed: {score.killed}"
        yield f"{module}.survived: {len(score.survivors)}"
        yield f"{module}.percent: {score.percent}"


def modules_below(found: Mapping[str, Score], *, percent: int = LEAST_PERCENT) -> list[str]:
    """Modules with a smaller share of killed mutants than asked for."""
    return sorted(module for module, score in found.items() if score.percent < percent)


def function_of(mutant: str) -> str:
    """The function that a mutant changes: `a.rules.xǁWindowǁwithin__mutmut_1` → `a.rules.Window.within`."""
    module, _, name = mutant.rpartition("__mutmut_")[0].rpartition(".")
    return f"{module}.{name.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def unexplained(found: Mapping[str, Score], page: str) -> list[str]:
    """Functions with survivors that `page` does not name with a reason."""
    functions = {function_of(mutant) for score in found.values() for mutant in score.survivors}
    return sorted(function for function in functions if f"`{function}`" not in page)


def lay_out(folder: Path) -> None:
    """Copy the rules, what their tests need and mutmut's settings to `folder`."""
    for name in (*RULES, *NEEDED):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    for package in ("judging", "awards", "contests", "festival", "tests"):
        (folder / package / "__init__.py").touch()
    (folder / LEFT_OUT).unlink()
    (folder / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")


def mutmut(*arguments: str, folder: Path) -> str:
    """What mutmut prints when run in `folder`; CalledProcessError when it fails."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        done.check_returncode()
    return done.stdout


def main(modules: Sequence[str]) -> int:
    """Run the mutants of `modules` (of all when empty).

    Returns 0 when each module reaches its share of killed mutants and docs/TESTS.md names all survivors.
    """
    with tempfile.TemporaryDirectory(prefix="mutate-") as name:
        folder = Path(name)
        lay_out(folder)
        mutmut("run", "--max-children", "1", *(f"{module}.*" for module in modules), folder=folder)
        found = scores(mutmut("results", "--all", "true", folder=folder))
        if modules:
            found = {module: score for module, score in found.items() if module in modules}
        for mutant in (mutant for score in found.values() for mutant in score.survivors):
            print(mutmut("show", mutant, folder=folder), file=sys.stderr)
    missing = unexplained(found, SURVIVORS.read_text(encoding="utf-8"))
    print(*report(found), *(f"unexplained: {function}" for function in missing), sep="\n")
    return 1 if missing or modules_below(found) or not found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

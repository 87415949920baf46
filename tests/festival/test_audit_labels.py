"""Labels of the audit log: no action, key, code or column is shown as the program stores it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import override

from awards.models import Certificate
from contests.forms.contests import ContestForm
from contests.models import Contest
from festival.actions.festivals import PAST
from festival.audit import log_event
from festival.forms.festivals import FestivalForm, SignerForm
from festival.forms.schools import SchoolForm
from festival.forms.tables import SCHOOL_LIST
from festival.labels import KEYS, key_label, value_label
from festival.models import Membership, School, SignInLink
from festival.registries import action_labels
from judging.forms.rubric import ScoringForm
from judging.models import ScoreOp, Settlement
from judging.rules.states import BLOCKER_CODES
from tests import make

ROOT = Path(__file__).parents[2]
APPS = ("festival", "contests", "booths", "judging", "awards", "desk")
NOUNS = {"ENTRIES": ["entry"], "BOOTHS": ["booth"], "kind": ["entry", "booth"]}
MOVES = {"log_by_school", "_move_by_school", "_decide"}
"""Functions whose event is named by the kind of registration and the phrase that they are given."""
WRITERS = {"log_event", "_log_event", "_log_panel"}
"""Functions that write an event whose action is one of their arguments."""
NOT_OF_EVENTS = {"state"}
"""Keys of other dicts in functions that make bodies of events."""


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every function of the apps, migrations excepted."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.FunctionDef):
                        yield path, node


def calls_in(node: ast.AST) -> list[tuple[str, ast.Call]]:
    """Each call of a named function inside the node."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    return [(call.func.id, call) for call in calls if isinstance(call.func, ast.Name)]


def texts_among(arguments: list[ast.expr]) -> list[str]:
    """The texts among the arguments, those of both branches of a condition included."""
    branches = [[one.body, one.orelse] if isinstance(one, ast.IfExp) else [one] for one in arguments]
    found = [one for branch in branches for one in branch]
    return [one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def keys_in(node: ast.AST) -> set[str]:
    """The keys of every dict display in the node."""
    dicts = [one for one in ast.walk(node) if isinstance(one, ast.Dict)]
    return {key for one in dicts for key in texts_among([key for key in one.keys if key])}


def keys_of_bodies() -> set[str]:
    """Keys of the bodies of all events: dicts given or assigned as `body`, and those of `details`."""
    found: set[str] = set()
    for _path, function in functions():
        if function.name.lstrip("_") == "details":
            found |= keys_in(function)
        for node in ast.walk(function):
            if isinstance(node, ast.keyword) and node.arg in ("body", "details"):
                found |= keys_in(node.value)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "body":
                found |= keys_in(node.value)
    return found - NOT_OF_EVENTS


def test_every_action_logged_in_the_code_has_a_label() -> None:
    actions, variable = set(PAST.values()), []
    for _path, function in functions():
        for name, call in calls_in(function):
            if name in WRITERS and function.name not in WRITERS:
                found = texts_among(call.args)
                actions |= set(found)
                variable += [] if found else [ast.unparse(call.args[1])]
            elif name in MOVES and (done := texts_among(call.args)):
                assert isinstance(call.args[0], ast.Name)
                actions |= {f"{noun}-{done[0]}" for noun in NOUNS[call.args[0].id]}
    assert sorted(variable) == ["PAST[to]", "f'{kind.noun}-{done}'", "f'{kind.noun}-{done}'"]
    assert len(actions) > 60
    assert actions - set(action_labels) == set()


def test_every_key_of_a_body_written_in_the_code_has_a_label() -> None:
    found = keys_of_bodies()
    assert len(found) > 45
    assert found - set(KEYS) == set()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_labels_of_keys_and_actions_are_texts_of_their_own(language: str) -> None:
    """A label is a translated text; none is the code itself but an English word that is its own label."""
    assert all(isinstance(label, Promise) for label in (*KEYS.values(), *action_labels.values()))
    with override(language):
        raw = {key for key in KEYS if key_label(key) == key}
        assert {action for action, label in action_labels.items() if str(label) == action} == set()
    assert {key for key in raw if language == "vi" or not key.isalpha()} == set()


def codes() -> list[tuple[str, str, str]]:
    """(key, code, model of the event) of each code that can be a value of an event."""
    choices: dict[str, list[type[TextChoices]]] = {
        "kind": [Contest.Kind, Certificate.Kind, Settlement.Kind],
        "role": [Membership.Role],
        "answer": [School.Participation],
        "purpose": [SignInLink.Purpose],
        "outcome": [ScoreOp.Outcome],
        "from": [Contest.State],
    }
    columns: dict[str, list[str]] = {
        "festival.festival": list(FestivalForm.Meta.fields),
        "festival.school": list(SchoolForm.Meta.fields),
        "contests.contest": [*ContestForm.Meta.fields, "categories"],
    }
    scoring = {name for name in ScoringForm.base_fields if not name.startswith("tie_")} | {"tie_break"}
    columns[""] = [*scoring, *SCHOOL_LIST.form.base_fields]
    return [
        *((key, code, "") for key, kinds in choices.items() for kind in kinds for code in kind.values),
        *(("fields", name, model) for model, names in columns.items() for name in names),
        *(("blocker", code, "") for code in BLOCKER_CODES),
        *(("kinds", code, "") for code, _label in SignerForm.KINDS),
        *(("kind", code, "") for code in ("printing", "import", "export")),
    ]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_code_of_a_body_has_a_label(language: str) -> None:
    found = codes()
    assert len(found) > 80
    with override(language):
        raw = [
            (key, code) for key, code, model in found if value_label(code, key=key, of=model) in (code, "")
        ]
    assert [(key, code) for key, code in raw if language == "vi" or not code.isalpha()] == []


@pytest.mark.django_db
def test_event_without_a_label_is_reported_when_it_is_written() -> None:
    festival = make.make_festival()
    with (
        transaction.atomic(),
        pytest.warns(UserWarning, match="no label in the audit log for stand-painted, colour"),
    ):
        log_event(None, "stand-painted", festival, festival=festival, body={"colour": "red", "stand": "A1"})

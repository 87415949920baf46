"""What the apps register with the base app."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, TextChoices
from django.urls import reverse

from festival.registries import Registry, append_only_models, home_urls, state_chips


def states() -> dict[str, set[str]]:
    """The values of every `state` column with choices, by model."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        state: type[TextChoices] | None = getattr(model, "State", None)
        if issubclass(model, Model) and state is not None:
            found[model._meta.label_lower] = set(state.values)
    return found


def test_registry_with_two_values_for_a_key_is_refused() -> None:
    registry: Registry[str] = Registry()
    registry.add({"a": "1"})
    registry.add({"a": "1", "b": "2"})
    with pytest.raises(ImproperlyConfigured):
        registry.add({"a": "2"})
    assert registry == {"a": "1", "b": "2"}


def test_state_chips_are_those_of_the_models_states_and_no_others() -> None:
    known = {state for values in states().values() for state in values}
    derived = {"waiting", "invited", "confirmed"}  # of a query, and a school's participation
    plain = {key for key in state_chips if ":" not in key}
    assert len(known) > 15
    assert known - plain == set()
    assert plain - known - derived == set()


def test_home_pages_exist_and_append_only_models_too() -> None:
    for role, name in home_urls.items():
        assert reverse(name, args=["x"] if role else [])
    assert len(append_only_models) >= 4
    assert [apps.get_model(name)._meta.label for name in append_only_models] == list(append_only_models)

"""Every model has its row in the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

OURS = ("festival", "contests", "booths", "judging", "awards", "desk")


def models_without_row(text: str, names: list[str]) -> list[str]:
    """Names that stand nowhere in the glossary as code."""
    return [name for name in names if f"`{name}`" not in text]


@pytest.fixture
def names() -> list[str]:
    return [model.__name__ for app in OURS for model in apps.get_app_config(app).get_models()]


def test_glossary_names_every_model(names: list[str]) -> None:
    text = Path(settings.BASE_DIR / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")

    assert len(names) >= 35
    assert models_without_row(text, names) == []


def test_glossary_guard_finds_a_missing_row(names: list[str]) -> None:
    assert models_without_row("| `Festival` |", ["Festival", "Unknown"]) == ["Unknown"]

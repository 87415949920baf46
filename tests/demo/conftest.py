"""The demo festivals, read from their folders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from demo import make_commune
from demo.make_hoai_duc import FOLDER
from tests.demo.bundle import Bundle


@pytest.fixture
def hoai_duc() -> Bundle:
    """The committed festival of 2024."""
    return Bundle(FOLDER)


@pytest.fixture(scope="session")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The commune's festival as made on one day."""
    folder = tmp_path_factory.mktemp("commune")
    make_commune.make(folder, today=date(2026, 11, 24))
    return Bundle(folder)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An empty folder to write into."""
    return tmp_path / "made"

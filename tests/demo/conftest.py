"""The demo festivals, read from their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.make_hoai_duc import FOLDER
from tests.demo.bundle import Bundle


@pytest.fixture
def hoai_duc() -> Bundle:
    """The committed festival of 2024."""
    return Bundle(FOLDER)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An empty folder to write into."""
    return tmp_path / "made"

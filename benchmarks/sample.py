"""Set-up of all benchmarks: Django with a temporary data folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def throw_away_data() -> Iterator[None]:
    """Set up Django with an empty temporary data folder, which is deleted afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "FESTIVAL_DATA": folder,
            "FESTIVAL_STATIC": str(Path(folder) / "static"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
            "DEBUG": "1",
        }
        import django

        django.setup()
        yield

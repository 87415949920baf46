"""System checks of the database: E001 a trigger is missing, E002 the SQLite version may corrupt data."""

from __future__ import annotations

import sqlite3  # pysqlite3: see config/__init__.py
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from festival import append_only

SOUND_SQLITE = (3, 51, 3)  # earlier ones may corrupt a WAL file when two connections write and checkpoint


def sqlite_faults(version: tuple[int, ...]) -> list[CheckMessage]:
    """E002 for an SQLite version with the WAL-reset race."""
    if version >= SOUND_SQLITE:
        return []
    shown = ".".join(map(str, version))
    text = f"SQLite {shown} may corrupt the database in WAL mode; the pysqlite3 package brings a sound one."
    return [Error(text, id="festival.E002")]


@register(Tags.database)
def check_database(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `migrate` and `check --database default`."""
    faults: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor == "sqlite":
            faults += sqlite_faults(sqlite3.sqlite_version_info)
        if set(append_only.guarded_tables()) <= set(connection.introspection.table_names()):
            missing = append_only.missing(connection)
            if missing:
                text = f"Triggers are missing: {', '.join(missing)}. Run manage.py guard_tables."
                faults.append(Error(text, id="festival.E001"))
    return faults

"""Dump and load the database while the server runs: SQLite's online backup, PostgreSQL's tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pysqlite3
from django.db import connection, connections
from django.utils.translation import gettext as _

from festival.refusals import RuleBroken

WAIT = 60  # seconds that a copy waits for writers


def dump(target: Path) -> None:
    """Write a consistent copy of the database to `target`."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        with (
            closing(pysqlite3.connect(name, timeout=WAIT)) as live,
            closing(pysqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(source: Path) -> None:
    """Replace the content of the database by that of `source` in one transaction."""
    connections.close_all()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        with (
            closing(pysqlite3.connect(source)) as copy,
            closing(pysqlite3.connect(name, timeout=WAIT)) as live,
        ):
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise RuleBroken("database-damaged", _("The database in the backup is damaged."))
            live.execute("PRAGMA journal_mode=WAL")
            copy.backup(live)
    else:
        options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
        _postgres("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))


def _postgres(tool: str, *arguments: str) -> None:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))
    program = shutil.which(tool) or (str(installed[-1]) if installed else None)
    if program is None:
        raise RuleBroken("no-tool", _("%(tool)s is missing: install postgresql-client.") % {"tool": tool})
    place = connection.settings_dict
    variables = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    variables_set = {variable: str(place[key]) for variable, key in variables.items() if place.get(key)}
    done = subprocess.run(  # noqa: S603
        [program, *arguments],
        env={**os.environ, **variables_set},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuleBroken("tool", f"{tool}: {done.stderr.strip()}")

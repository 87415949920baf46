"""Append-only tables: database triggers refuse UPDATE and DELETE, on SQLite and PostgreSQL alike.

SQLite drops a table's triggers when Django rebuilds the table, so `manage.py migrate` is followed by
`manage.py guard_tables`, and a system check (`festival.E001`) says when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from festival.registries import append_only_models

_MESSAGE = "append-only"


def guarded_tables() -> list[str]:
    """Names of the append-only tables."""
    return [apps.get_model(name)._meta.db_table for name in append_only_models]


def install(connection: BaseDatabaseWrapper, tables: Iterable[str] | None = None) -> None:
    """Create the triggers anew on `tables`, by default on all append-only ones."""
    statements = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for table in guarded_tables() if tables is None else tables:
            for statement in statements(table):
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; for tests that empty the tables."""
    on_table = connection.vendor != "sqlite"
    with connection.cursor() as cursor:
        for table in guarded_tables():
            for operation in ("update", "delete"):
                suffix = f" ON {table}" if on_table else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}{suffix}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that the database lacks."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    wanted = [f"{table}_no_{operation}" for table in guarded_tables() for operation in ("update", "delete")]
    return [name for name in wanted if name not in standing]


def _sqlite(table: str) -> list[str]:
    return [
        statement
        for operation in ("update", "delete")
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{operation}",
            f"CREATE TRIGGER {table}_no_{operation} BEFORE {operation.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
        )
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION festival_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$",
        *(
            statement
            for operation in ("update", "delete")
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_no_{operation} ON {table}",
                f"CREATE TRIGGER {table}_no_{operation} BEFORE {operation.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION festival_append_only()",
            )
        ),
    ]

"""Score operations and frozen results only grow: triggers refuse UPDATE and DELETE."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ["judging_scoreop", "judging_resultrun", "judging_resultrow"]
FUNCTION = """
CREATE OR REPLACE FUNCTION festival_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only'; END $$
"""


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    does = (
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        if is_sqlite
        else "FOR EACH ROW EXECUTE FUNCTION festival_append_only()"
    )
    if not is_sqlite:
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {does}")


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for table in TABLES:
        for verb in ("update", "delete"):
            place = "" if is_sqlite else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{place}")


class Migration(migrations.Migration):
    dependencies = [("judging", "0001_initial")]
    operations = [migrations.RunPython(install, drop)]

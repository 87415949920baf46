"""Frozen rows keep the printed name and school; the digest has a version (1: runs made before).

SQLite remakes a table for a new column and loses its triggers, so they are put back in both directions.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ["judging_resultrun", "judging_resultrow"]


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    does = (
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        if is_sqlite
        else "FOR EACH ROW EXECUTE FUNCTION festival_append_only()"
    )
    for table in TABLES:
        for verb in ("update", "delete"):
            place = "" if is_sqlite else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{place}")
            schema_editor.execute(f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {does}")


class Migration(migrations.Migration):
    dependencies = [("judging", "0002_append_only")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AddField(
            model_name="resultrun",
            name="digest_version",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="resultrow",
            name="name",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="resultrow",
            name="school",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]

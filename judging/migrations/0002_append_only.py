"""Score operations and frozen results only grow."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from festival import append_only


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    append_only.install(
        schema_editor.connection, ["judging_scoreop", "judging_resultrun", "judging_resultrow"]
    )


class Migration(migrations.Migration):
    dependencies = [("judging", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]

"""Queued jobs name their work by dotted path; the work of the desk moved to `desk.tasks`."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PATHS = {
    "desk.actions.printing.do_printing": "desk.tasks.print_papers",
    "desk.actions.files.do_import": "desk.tasks.import_file",
    "desk.actions.files.do_export": "desk.tasks.export_festival",
}


def rewrite(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    jobs = apps.get_model("festival", "Job").objects
    for old, new in PATHS.items():
        jobs.filter(task=old).update(task=new)


def restore(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    jobs = apps.get_model("festival", "Job").objects
    for old, new in PATHS.items():
        jobs.filter(task=new).update(task=old)


class Migration(migrations.Migration):
    dependencies = [("festival", "0004_paths_of_jobs")]
    operations = [migrations.RunPython(rewrite, restore)]

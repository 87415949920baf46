"""Queued jobs name their work by dotted path; the work of invitations moved to `festival.tasks`."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PATHS = {
    "festival.letters.print_letters": "festival.tasks.print_letters",
    "festival.letters.mail_invitations": "festival.tasks.mail_invitations",
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
    dependencies = [("festival", "0003_level_upper_secondary")]
    operations = [migrations.RunPython(rewrite, restore)]

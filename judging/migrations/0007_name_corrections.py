"""Corrections of names in frozen results only grow: triggers refuse UPDATE and DELETE."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

TABLE = "judging_namecorrection"
VERBS = ("update", "delete")


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    does = (
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
        if is_sqlite
        else "FOR EACH ROW EXECUTE FUNCTION festival_append_only()"
    )
    for verb in VERBS:
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} {does}")


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    place = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for verb in VERBS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}{place}")


def keyed(model: str, name: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        blank=null, null=null, on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0002_members_may_share_a_name"),
        ("judging", "0006_tie_breaks_follow_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="NameCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[("title", "Title"), ("person", "Person"), ("school", "School")],
                        max_length=10,
                    ),
                ),
                ("school_code", models.CharField(blank=True, max_length=40)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("old", models.CharField(max_length=200)),
                ("new", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", keyed(settings.AUTH_USER_MODEL, "+")),
                ("entry", keyed("contests.entry", "name_corrections", null=True)),
                ("run", keyed("judging.resultrun", "corrections")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        name="correction_of_an_entry_or_a_school",
                        condition=Q(field="school", entry__isnull=True) & ~Q(school_code="")
                        | ~Q(field="school") & Q(entry__isnull=False, school_code=""),
                    ),
                    models.CheckConstraint(
                        name="correction_changes_the_name",
                        condition=~Q(old="") & ~Q(new="") & ~Q(old=F("new")) & ~Q(reason=""),
                    ),
                ],
            },
        ),
        migrations.RunPython(install, drop),
    ]

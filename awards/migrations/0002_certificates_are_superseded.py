"""A certificate may be superseded by a newer one, and keeps the date that it bears.

Papers issued before bear the date that they were printed with: the decision's, else the festival's last day.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def date_papers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    certificates = apps.get_model("awards", "Certificate")
    for festival in apps.get_model("festival", "Festival").objects.all():
        on = festival.decision_on or festival.ends_on
        certificates.objects.filter(festival=festival, dated_on=None).update(dated_on=on)


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="state",
            field=models.CharField(
                choices=[
                    ("issued", "Issued"),
                    ("revoked", "Revoked"),
                    ("superseded", "Replaced by a newer one"),
                ],
                default="issued",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="dated_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="awards.certificate",
            ),
        ),
        migrations.RunPython(date_papers, migrations.RunPython.noop),
    ]

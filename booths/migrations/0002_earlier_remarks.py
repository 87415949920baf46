"""The remarks that were replaced by later ones stay, with their times."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booths", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="booth",
            name="earlier_remarks",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]

"""The remarks that were replaced by later ones stay, with their times."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0002_members_may_share_a_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="earlier_remarks",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]

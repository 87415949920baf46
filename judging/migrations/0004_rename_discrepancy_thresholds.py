"""The thresholds of a discrepancy take the name that the regulation and festival.toml use."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("judging", "0003_digest_covers_the_table")]

    operations = [
        migrations.RenameField("scoring", "gate_agree", "discrepancy_agree"),
        migrations.RenameField("scoring", "gate_discuss", "discrepancy_discuss"),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """The lines of a certificate are composed of several names and have no limit of their own."""

    dependencies = [("awards", "0002_certificates_are_superseded")]

    operations = [
        migrations.AlterField("certificate", "recipient", models.TextField()),
        migrations.AlterField("certificate", "unit", models.TextField(blank=True)),
        migrations.AlterField("certificate", "achievement", models.TextField()),
    ]

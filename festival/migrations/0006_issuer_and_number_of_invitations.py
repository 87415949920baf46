from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the issuer of certificates, the body's name inside sentences, and the number of invitations.

    Existing festivals need no values: an empty name follows from `issuing_body`.
    """

    dependencies = [("festival", "0005_logins_regain_their_zero")]

    operations = [
        migrations.AddField(
            "festival",
            "body_name",
            models.CharField(blank=True, max_length=200, verbose_name="issuing body inside a sentence"),
        ),
        migrations.AddField(
            "festival",
            "issuer",
            models.CharField(blank=True, max_length=200, verbose_name="issuer of certificates"),
        ),
        migrations.AddField(
            "festival",
            "invitation_number",
            models.CharField(blank=True, max_length=60, verbose_name="number of the invitation"),
        ),
    ]

"""One settlement in force per matter; of those that stand side by side the effective one stays in force.

The effective one decides the table and the blockers before this migration: the newest decision of the head
with points, else the newest waiver, else the newest ruling.
"""

import uuid

from django.db import migrations, models
from django.db.models.functions import Coalesce

SUPERSEDE_THE_OTHERS = """
UPDATE judging_settlement SET superseded_at = CURRENT_TIMESTAMP WHERE id IN (
    SELECT id FROM (
        SELECT id, ROW_NUMBER() OVER (
            PARTITION BY contest_id, blocker, entry_id, round_id, judge_id, op_id
            ORDER BY
                CASE WHEN kind = 'head' AND points IS NOT NULL THEN 0 WHEN kind = 'waived' THEN 1 ELSE 2 END,
                id DESC
        ) AS place FROM judging_settlement
    ) AS ranked WHERE place > 1
)
"""


def or_zero(column: str) -> Coalesce:
    return Coalesce(models.F(column), models.Value(0), output_field=models.BigIntegerField())


class Migration(migrations.Migration):
    dependencies = [("judging", "0004_rename_discrepancy_thresholds")]
    operations = [
        migrations.AddField("settlement", "superseded_at", models.DateTimeField(null=True, blank=True)),
        migrations.RunSQL(SUPERSEDE_THE_OTHERS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "settlement",
            models.UniqueConstraint(
                models.F("contest"),
                models.F("blocker"),
                or_zero("entry"),
                or_zero("round"),
                or_zero("judge"),
                Coalesce(models.F("op"), models.Value(uuid.UUID(int=0)), output_field=models.UUIDField()),
                condition=models.Q(superseded_at__isnull=True),
                name="one_live_settlement_per_matter",
            ),
        ),
    ]

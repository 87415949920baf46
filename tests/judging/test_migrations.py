"""Migrations that change rows, from the state before them to the state after and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def migrate(app: str, name: str) -> Any:
    """The historical apps once the database is at this migration; the apps below stay at their newest."""
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name)])
    loader = MigrationExecutor(connection).loader
    below = [node for node in loader.graph.leaf_nodes() if node[0] in {"festival", "contests"}]
    return loader.project_state([(app, name), *below]).apps


@pytest.fixture
def newest() -> Iterator[None]:
    """Back to the newest schema, whatever the test did."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def settlements(apps: Any) -> list[str]:
    """Old rows: of several about one discrepancy, which stand side by side; the reasons in order."""
    user = apps.get_model("festival", "User").objects.create(login="a@example.vn", full_name="A")
    festival = apps.get_model("festival", "Festival").objects.create(slug="f", name="F")
    school = apps.get_model("festival", "School").objects.create(festival=festival, code="s", name="S")
    contest = apps.get_model("contests", "Contest").objects.create(festival=festival, slug="c", name="C")
    part = apps.get_model("contests", "Round").objects.create(contest=contest)
    entries = [
        apps.get_model("contests", "Entry").objects.create(contest=contest, school=school) for _ in range(4)
    ]
    rows = [
        (0, "discrepancy", "head", 21, "head with points wins"),
        (0, "discrepancy", "agreed", None, "agreed after the head"),
        (0, "discrepancy", "waived", None, "waived after the head"),
        (1, "discrepancy", "waived", None, "waiver wins"),
        (1, "discrepancy", "third-judge", None, "third judge"),
        (2, "discrepancy", "agreed", None, "agreed first"),
        (2, "discrepancy", "head", None, "last ruling wins"),
        (2, "conflict", "waived", None, "another matter"),
        (3, "discrepancy", "head", 20, "first decision"),
        (3, "discrepancy", "head", 19, "last decision wins"),
    ]
    model = apps.get_model("judging", "Settlement")
    for entry, blocker, kind, points, reason in rows:
        model.objects.create(
            contest=contest,
            round=part,
            entry=entries[entry],
            blocker=blocker,
            kind=kind,
            points=points,
            reason=reason,
            by=user,
            at=timezone.now(),
        )
    return [row[-1] for row in rows]


def test_settlement_in_force_is_kept_and_the_others_are_superseded(newest: None) -> None:
    before = migrate("judging", "0004_rename_discrepancy_thresholds")
    reasons = settlements(before)

    after = migrate("judging", "0005_one_live_settlement").get_model("judging", "Settlement")
    live = after.objects.filter(superseded_at__isnull=True).order_by("pk")
    assert list(live.values_list("reason", flat=True)) == [
        "head with points wins",
        "waiver wins",
        "last ruling wins",
        "another matter",
        "last decision wins",
    ]

    back = migrate("judging", "0004_rename_discrepancy_thresholds").get_model("judging", "Settlement")
    assert list(back.objects.order_by("pk").values_list("reason", flat=True)) == reasons

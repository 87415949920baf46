"""`verify_audit` finds every single fact that was changed behind the application's back."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Any, Final
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from festival.models import AuditBody, AuditEvent, ChainHead
from judging.actions.results import freeze_results
from judging.models import Mark, ResultRow, ResultRun, ScoreOp, ScoreSheet
from tests.conftest import no_triggers
from tests.judging.test_score_api import judge_of, op_of, post
from tests.make import make_contest, make_entry, make_judge, make_organiser, make_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TIMES: Final = int(os.environ.get("MUTATIONS", "120"))
NOW: Final = datetime(2025, 1, 10, 2, tzinfo=UTC)
MODELS: Final[tuple[type[models.Model], ...]] = (
    *(AuditEvent, AuditBody, ChainHead, ScoreOp, ScoreSheet, Mark, ResultRun, ResultRow),
)
"""The audit log, ops, sheets and results."""
NOT_COVERED: Final = {
    "festival_auditevent.festival_id": "the chain names the festival",
    "festival_auditbody.erased_at": "erasing a body is allowed",
    "judging_resultrun.frozen_by_id": "the event results-frozen names who froze",
    "judging_resultrun.frozen_at": "the event results-frozen has the time",
    "judging_resultrun.audit_head": "a copy of the chain's head",
    "judging_resultrun.registered": "a count for the minutes",
    "judging_resultrow.position": "the order of the printed lines",
}
"""Columns whose content stands elsewhere, or decides nothing."""


def make_festival_at_work() -> None:
    """Two judges, three entries, drafts, corrections, a conflict, a quarantined op, frozen results."""
    contest = make_contest()
    judges = [make_judge(contest.festival) for _ in range(2)]
    for _ in range(3):
        entry = make_entry(contest)
        for judge in judges:
            sheet = make_sheet(judge, entry=entry)
            stale = op_of(sheet, payload={"comment": "cũ"})
            post(judge_of(sheet), op_of(sheet), {**op_of(sheet), "sheet": "0"})
            post(judge_of(sheet), stale)
            sheet.refresh_from_db()
            post(judge_of(sheet), op_of(sheet, payload={"submitted": True}, settles=stale["op_id"]))
    freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)


def is_found() -> bool:
    """Whether the command reports anything."""
    try:
        call_command("verify_audit", stdout=StringIO(), stderr=StringIO())
    except CommandError:
        return True
    return False


def other(value: Any, field: models.Field[Any, Any], random: Random) -> Any:
    """Another value of the column."""
    match value:
        case bool():
            return not value
        case int() | Decimal():
            return value + random.choice((1, 2))
        case UUID():
            return UUID(int=value.int ^ 1)
        case datetime():
            return value + timedelta(seconds=random.randrange(1, 10**6))
        case date():
            return value + timedelta(days=1)
        case dict() | list():
            return {**value, "x": 1} if isinstance(value, dict) else [*value, 1]
        case str() if len(value) == 64:
            return ("0" if value[0] != "0" else "1") + value[1:]
        case str():
            return value[: (field.max_length or 50) - 1] + "x"
    kinds: list[tuple[type[models.Field[Any, Any]], Any]] = [
        (models.DateTimeField, NOW),
        (models.UUIDField, UUID(int=7)),
        (models.CharField, "x"),
    ]
    return next((made for kind, made in kinds if isinstance(field, kind)), 1)


def tamper(random: Random) -> str:
    """Change one fact of one row by plain SQL; the name of its column, "" where a constraint refuses it."""
    model = random.choice(MODELS)
    row = random.choice(list(model._default_manager.values()))
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    fields = [one for one in fields if f"{model._meta.db_table}.{one.column}" not in NOT_COVERED]
    field, key = random.choice(fields), model._meta.pk
    assert key is not None
    rows, value = model._default_manager.filter(pk=row[key.attname]), other(row[field.attname], field, random)
    if isinstance(field, models.ForeignKey) and not field.related_model._default_manager.filter(pk=value):
        return ""  # a foreign key refuses it, also where its triggers are off
    try:
        with transaction.atomic():
            rows.update(**{field.attname: value})
            if connection.vendor == "sqlite":
                connection.check_constraints([model._meta.db_table])
            else:
                connection.check_constraints()
    except IntegrityError:
        return ""
    return f"{model._meta.db_table}.{field.column}"


def rolled_back(act: Callable[[], None]) -> None:
    """Run, and undo what was written."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def test_every_changed_fact_is_found_and_nothing_else() -> None:
    make_festival_at_work()
    assert not is_found()
    random, tried, missed = Random(1), 0, []

    def attempt() -> None:
        nonlocal tried
        column = tamper(random)
        if column:
            tried += 1
            if not is_found():
                missed.append(column)

    with no_triggers():
        while tried < TIMES:
            rolled_back(attempt)
    assert missed == []
    assert not is_found()

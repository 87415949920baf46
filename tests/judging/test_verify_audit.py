"""`verify_audit` accepts what the project writes, and reports rows that were changed otherwise."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from festival.models import AuditBody, AuditEvent, ChainHead
from judging.models import Mark, ScoreOp, ScoreSheet
from tests.conftest import no_triggers
from tests.judging.test_score_api import judge_of, op_of, post
from tests.make import make_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def marked_sheet() -> ScoreSheet:
    """A sheet with two applied versions, a noop, a conflict and a quarantined op."""
    sheet = make_sheet()
    judge = judge_of(sheet)
    old = op_of(sheet, payload={"comment": "cũ"})
    post(judge, op_of(sheet), op_of(sheet), old, {**op_of(sheet), "sheet": "0"})
    sheet.refresh_from_db()
    post(judge, op_of(sheet, payload={"submitted": True, "comment": "Tốt"}))
    sheet.refresh_from_db()
    return sheet


def verified() -> str:
    """Standard error of the command; empty when the audit log verifies."""
    output = StringIO()
    try:
        call_command("verify_audit", stdout=StringIO(), stderr=output)
    except CommandError:
        assert output.getvalue()
    return output.getvalue()


def test_audit_log_of_ordinary_work_verifies() -> None:
    sheet = marked_sheet()
    assert sorted(ScoreOp.objects.values_list("outcome", flat=True)) == [
        "applied",
        "applied",
        "conflict",
        "noop",
        "quarantined",
    ]
    assert (sheet.version, verified()) == (2, "")


def alter_line() -> None:
    AuditEvent.objects.filter(seq=2).update(action="nothing-happened")


def drop_last_line() -> None:
    last = AuditEvent.objects.order_by("seq").last()
    assert last is not None
    AuditBody.objects.filter(event=last).delete()
    ScoreOp.objects.filter(receipt=last.hash).delete()
    last.delete()


def alter_body() -> None:
    AuditBody.objects.filter(event__seq=3).update(body={"outcome": "applied"})


def alter_head() -> None:
    ChainHead.objects.update(hash="0" * 64)


def alter_mark() -> None:
    Mark.objects.filter(criterion__code="noi-dung").update(hundredths=2000)


def alter_op() -> None:
    row = ScoreOp.objects.get(version=2)
    ScoreOp.objects.filter(pk=row.pk).update(payload={**row.payload, "comment": "Kém"})


def lift_version() -> None:
    ScoreSheet.objects.update(version=3)


def alter_outcome() -> None:
    ScoreOp.objects.filter(outcome="conflict").update(outcome="late")


@pytest.mark.parametrize(
    ("change", "output"),
    [
        (alter_line, "line 2: the line was altered"),
        (drop_last_line, "the chain ends elsewhere"),
        (alter_body, "line 3: its words were altered"),
        (alter_head, "the chain ends elsewhere"),
        (alter_mark, "marks differ from version 2"),
        (alter_op, "payload altered"),
        (lift_version, "version 3, but 2 ops were applied"),
        (alter_outcome, "differs from line"),
    ],
)
def test_change_behind_the_app_is_named(change: Callable[[], None], output: str) -> None:
    marked_sheet()
    with no_triggers():
        change()
    assert output in verified()


def test_missing_trigger_is_named() -> None:
    with connection.cursor() as cursor:
        on_table = "" if connection.vendor == "sqlite" else " ON festival_auditevent"
        cursor.execute(f"DROP TRIGGER festival_auditevent_no_update{on_table}")
    assert "festival_auditevent_no_update: missing" in verified()


def test_erased_body_leaves_the_chain_whole() -> None:
    marked_sheet()
    AuditBody.objects.update(body={}, erased_at="2025-01-11T00:00:00Z")
    assert verified() == ""

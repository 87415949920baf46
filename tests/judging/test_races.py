"""Two at once: tablets on one sheet, a freeze and an op, the same op twice. The same on both databases."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection

from contests.models import Contest
from festival.models import AuditEvent, Festival
from judging.actions.assign import close_panel
from judging.actions.incoming_ops import IncomingOp, incoming_op_of_sheet
from judging.actions.sheets import receive_op
from judging.models import Judge, Mark, Panel, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import Payload, schema_of
from tests.make import make_entry, make_organiser, make_sheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)
ROUNDS = 6


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together; results or exceptions in their order."""
    threshold = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        threshold.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def incoming(sheet: ScoreSheet, points: int, *, op_id: uuid.UUID | None = None) -> IncomingOp:
    payload = Payload({"noi-dung": points, "trinh-bay": 500})
    schema = schema_of(rule_of_criteria(criteria_of(sheet.assignment.round)))
    return incoming_op_of_sheet(sheet, payload=payload, schema=schema, op_id=op_id or uuid.uuid4())


def judge_of(sheet: ScoreSheet) -> Judge:
    assert sheet.assignment.judge is not None
    return sheet.assignment.judge


def sent(op: IncomingOp, sheet: ScoreSheet) -> Callable[[], str]:
    judge = judge_of(sheet)
    return lambda: receive_op(op, festival=judge.festival, by=judge.user, now=NOW).outcome


def chain_holds(festival: Festival) -> bool:
    lines = list(AuditEvent.objects.filter(festival=festival).values_list("seq", "prev_hash", "hash"))
    return [seq for seq, _, _ in lines] == list(range(1, len(lines) + 1)) and all(
        later[1] == earlier[2] for earlier, later in itertools.pairwise(lines)
    )


def test_two_tablets_on_one_sheet_exactly_one_is_applied() -> None:
    for _ in range(ROUNDS):
        sheet = make_sheet()
        results = at_once(*(sent(incoming(sheet, points), sheet) for points in (1000, 1200, 1400)))
        assert sorted(results) == ["applied", "conflict", "conflict"]
        sheet.refresh_from_db()
        applied = ScoreOp.objects.get(sheet=sheet, outcome="applied")
        assert (sheet.version, applied.version, sheet.payload_hash) == (1, 1, applied.payload_hash)
        marks = dict(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths"))
        assert marks == applied.payload["marks"]
        assert chain_holds(judge_of(sheet).festival)


def test_same_op_from_two_tablets_at_once_is_stored_once() -> None:
    for _ in range(ROUNDS):
        sheet = make_sheet()
        op = incoming(sheet, 1000, op_id=uuid.uuid4())
        assert at_once(*[sent(op, sheet)] * 3) == ["applied"] * 3
        sheet.refresh_from_db()
        assert (sheet.version, ScoreOp.objects.filter(sheet=sheet).count()) == (1, 1)


def test_same_op_without_a_sheet_at_once_is_stored_once() -> None:
    for _ in range(ROUNDS):
        sheet = make_sheet()
        op = incoming(sheet, 1000)
        ScoreSheet.objects.all().delete()
        assert at_once(*[sent(op, sheet)] * 3) == ["quarantined"] * 3
        assert ScoreOp.objects.filter(pk=op.op_id).count() == 1


def freeze(contest: Contest) -> dict[str, int | None]:
    """What a freeze does with the contest's row, and the marks that it saw behind it."""
    from django.db import transaction

    with transaction.atomic():
        assert Contest.objects.filter(pk=contest.pk, state="open").update(state="frozen") == 1
        marks = Mark.objects.filter(sheet__assignment__entry__contest=contest)
        return dict(marks.values_list("criterion__code", "hundredths"))


def test_freeze_and_op_never_pass_each_other() -> None:
    seen = set()
    for _ in range(ROUNDS * 2):
        sheet = make_sheet()
        contest = sheet.assignment.entry.contest
        outcome, frozen = at_once(sent(incoming(sheet, 1000), sheet), partial(freeze, contest))
        seen.add(outcome)
        expected = {"noi-dung": 1000, "trinh-bay": 500} if outcome == "applied" else {}
        assert outcome in {"applied", "late"}
        assert frozen == expected
        assert dict(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths")) == expected


def test_closing_panel_and_op_never_pass_each_other() -> None:
    for _ in range(ROUNDS):
        entry = make_entry()
        panel = Panel.objects.create(contest=entry.contest, name="Tổ 1")
        sheet = make_sheet(entry=entry, panel=panel)
        organiser = make_organiser(entry.contest.festival)
        outcome, closed = at_once(
            sent(incoming(sheet, 1000), sheet), partial(close_panel, panel=panel, by=organiser)
        )
        assert outcome in {"applied", "late"}
        assert closed is None
        actions = list(
            AuditEvent.objects.filter(festival=entry.contest.festival).values_list("action", flat=True)
        )
        assert actions == (
            ["score-received", "panel-closed"] if outcome == "applied" else ["panel-closed", "score-received"]
        )


def test_many_judges_at_once_all_get_in() -> None:
    first = make_sheet()
    contest = first.assignment.entry.contest
    sheets = [first, *(make_sheet(entry=make_entry(contest)) for _ in range(7))]
    results = at_once(*(sent(incoming(sheet, 1000), sheet) for sheet in sheets))
    assert [r for r in results if isinstance(r, OperationalError)] == []
    assert results == ["applied"] * len(sheets)
    assert chain_holds(contest.festival)

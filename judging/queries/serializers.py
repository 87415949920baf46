"""JSON values of the tablets' endpoints; points in whole hundredths."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Subquery

from festival.models import AuditEvent, ChainHead, Festival
from judging.models import Criterion, Judge, Mark, ScoreSheet
from judging.pages.sheet import payload_of_sheet
from judging.pages.sheet_list import is_open, sheets_of
from judging.queries.entry_summaries import entry_summary_of
from judging.queries.rubric import criteria_by_round, criteria_of, rule_of_criteria
from judging.rules.sync import Payload, hundredths_of, payload_hash, schema_of


def ledger_of(festival: Festival, device_seq: int = 0) -> dict[str, Any]:
    """Id and length of the audit log, from which a tablet detects a restored server and sends lost ops again.

    `id` is the hash of the first audit event, which is unique to a database. One query.
    """
    chain = str(festival.pk)
    first = AuditEvent.objects.filter(chain=chain, seq=1).values("hash")
    heads = ChainHead.objects.filter(chain=chain).values_list("seq", "hash", Subquery(first))
    seq, head, id = heads.first() or (0, "", "")
    return {"id": id or "", "seq": seq, "head": head, "device_seq": device_seq}


def server_copy(sheet: ScoreSheet) -> dict[str, Any]:
    """The live sheet, returned with a conflict; two queries."""
    payload = payload_of_sheet(sheet, criteria_of(sheet.assignment.round))
    return _sheet_state(sheet, payload)


def sheets_for_tablet(judge: Judge) -> list[dict[str, Any]]:
    """The sheets that a tablet stores for working offline; four queries."""
    sheets = list(sheets_of(judge))
    marks: dict[int, dict[int, int | None]] = defaultdict(dict)
    of_judge = Mark.objects.filter(sheet__assignment__judge=judge)
    for sheet_id, criterion, hundredths in of_judge.values_list("sheet_id", "criterion_id", "hundredths"):
        marks[sheet_id][criterion] = hundredths
    rubrics = criteria_by_round({sheet.assignment.round for sheet in sheets})
    return [
        _for_tablet(sheet, rubrics[sheet.assignment.round_id], marks[sheet.pk], judge) for sheet in sheets
    ]


def _for_tablet(
    sheet: ScoreSheet, criteria: list[Criterion], marks: dict[int, int | None], judge: Judge
) -> dict[str, Any]:
    summary = entry_summary_of(sheet.assignment.entry)
    rules = rule_of_criteria(criteria)
    payload = payload_of_sheet(sheet, criteria, marks)
    return {
        "sheet": sheet.pk,
        "contest": sheet.assignment.round.contest.name,
        "round": sheet.assignment.round.name or sheet.assignment.round.code,
        "code": summary.code,
        "title": summary.title,
        "open": is_open(sheet, judge.festival),
        "schema": schema_of(rules),
        "criteria": [
            {
                "code": row.code,
                "name": row.name,
                "levels": row.description,
                "maximum": hundredths_of(row.maximum),
                "step": hundredths_of(row.step),
                "weight": int(row.weight.scaleb(6)),
            }
            for row in criteria
        ],
        **_sheet_state(sheet, payload),
    }


def _sheet_state(sheet: ScoreSheet, payload: Payload) -> dict[str, Any]:
    return {
        "version": sheet.version,
        "payload": payload.as_json(),
        "hash": sheet.payload_hash or payload_hash(payload),
        "updated_at": sheet.updated_at.isoformat() if sheet.updated_at else None,
    }

"""The JSON endpoints of the tablets: batches of score operations, their outcomes, the judge's sheets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from festival.badges import badges_allowed
from festival.bodies import json_body
from judging.access.judge import judge_for, sheet_for_judge
from judging.actions.batches import receive_batch
from judging.actions.incoming_ops import Receipt
from judging.actions.scoring import outcome_message
from judging.forms.ops import Malformed, batch_of
from judging.models import Judge
from judging.queries.serializers import ledger_of, server_copy, sheets_for_tablet
from judging.views.device import label_of


@csrf_exempt  # `json_body` checks the token
@badges_allowed
@never_cache
@require_POST
def ops(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive up to twenty ops and answer with an outcome for each.

    A tablet deletes an op from its outbox only after an outcome with the same id and hash.
    `festival.busy` answers 503 for a busy database, and the tablet sends the batch again.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"error": "sign-in"}, status=401)
    return _receive(request, judge_for(request.user, slug))


@json_body
def _receive(request: HttpRequest, judge: Judge) -> HttpResponse:
    try:
        batch = batch_of(request.body)
        device_seq, receipts = receive_batch(
            batch.incoming_ops,
            judge=judge,
            device_id=batch.device,
            label=label_of(request),
            now=timezone.now(),
        )
    except Malformed as fault:
        return JsonResponse({"error": fault.code}, status=fault.status)
    outcomes = [_answer(receipt, judge) for receipt in receipts]
    return JsonResponse({"outcomes": outcomes, "ledger": ledger_of(judge.festival, device_seq)})


@badges_allowed
@never_cache
@require_GET
def sheets(request: HttpRequest, slug: str) -> HttpResponse:
    """The judge's sheets with rubric, version and marks."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "sign-in"}, status=401)
    judge = judge_for(request.user, slug)
    answer = {"sheets": sheets_for_tablet(judge), "ledger": ledger_of(judge.festival)}
    return JsonResponse(answer)


def _answer(receipt: Receipt, judge: Judge) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "op_id": str(receipt.op_id),
        "hash": receipt.payload_hash,
        "outcome": receipt.outcome,
        "reason": receipt.reason,
        "version": receipt.version,
        "receipt": receipt.receipt,
        "received_at": receipt.received_at.isoformat(),
        "said": outcome_message(receipt.outcome, receipt.reason),
    }
    if receipt.outcome == "conflict" and receipt.sheet_id is not None:
        answer["server"] = server_copy(sheet_for_judge(judge, receipt.sheet_id))
    return answer

"""The same score ops written as Django's documentation shows it, to be measured beside ours.

Settings (`DJANGO_SETTINGS_MODULE=benchmarks.plain_scores`) and view in one module: the tables and the checks
are those of the project; the ORM's `save`, `get` and `bulk_create` write them, one transaction an op.
`PLAIN_SQLITE=default` leaves Django's own SQLite settings, else WAL, IMMEDIATE and synchronous=FULL.
"""

from __future__ import annotations

import json
import os
import secrets
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from config.settings import *  # noqa: F403
from config.settings import DATABASES

ROOT_URLCONF = "benchmarks.plain_scores"
WSGI_APPLICATION = "config.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
if DATABASES["default"]["ENGINE"] == "config.sqlite":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"
    if os.environ.get("PLAIN_SQLITE") == "default":
        DATABASES["default"]["OPTIONS"] = {}
        DATABASES["default"]["CONN_MAX_AGE"] = 0


def health(request: HttpRequest) -> HttpResponse:
    """Whether the server answers."""
    return HttpResponse("ok")


def ops(request: HttpRequest, slug: str) -> HttpResponse:
    """Receive ops and answer with the new version of each sheet."""
    from judging.models import Judge

    judge = Judge.objects.select_related("festival", "user").get(user=request.user.pk, festival__slug=slug)
    outcomes = [save(op, judge) for op in json.loads(request.body)["ops"]]
    return JsonResponse({"outcomes": outcomes})


@transaction.atomic
def save(op: dict[str, Any], judge: Any) -> dict[str, Any]:
    """Store one op: sheet, marks, op, event."""
    from festival.models import AuditBody, AuditEvent, ChainHead
    from festival.rules import body_hash, event_hash
    from judging.models import Criterion, Mark, ScoreOp, ScoreSheet

    now, festival, by = timezone.now(), judge.festival, judge.user
    sheets = ScoreSheet.objects.select_for_update().select_related("assignment__entry__contest")
    sheet = sheets.get(pk=op["sheet"], assignment__judge=judge)
    contest = sheet.assignment.entry.contest
    payload, marks = op["payload"], op["payload"]["marks"]
    if sheet.version != op["base_version"] or contest.state != "open":
        return {"op_id": op["op_id"], "outcome": "conflict"}
    sheet.version += 1
    sheet.state = "submitted" if payload["submitted"] else "draft"
    sheet.comment, sheet.payload_hash, sheet.updated_at = payload["comment"], op["hash"], now
    sheet.save()
    criteria = Criterion.objects.filter(contest=contest)
    Mark.objects.bulk_create(
        [Mark(sheet=sheet, criterion=one, hundredths=marks[one.code]) for one in criteria],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["hundredths"],
    )
    words = {"op_id": op["op_id"], "festival": festival, "sheet": sheet, "sheet_ref": op["sheet"]}
    words |= {"author": by, "base_version": op["base_version"], "schema": op["schema"]}
    words |= {"payload": payload, "payload_hash": op["hash"], "version": sheet.version}
    row = ScoreOp(**words, outcome="applied", received_at=now)
    head = ChainHead.objects.select_for_update().get(chain=str(festival.pk))
    salt, body = secrets.token_hex(16), {"sheet": op["sheet"], "version": sheet.version, "hash": op["hash"]}
    facts = {"chain": head.chain, "seq": head.seq + 1, "action": "score-received", "prev_hash": head.hash}
    row.receipt = event_hash(facts | {"body_hash": body_hash(salt, body)})
    event = AuditEvent.objects.create(
        **facts, at=now, festival=festival, actor=by, body_hash=body_hash(salt, body), hash=row.receipt
    )
    AuditBody.objects.create(event=event, salt=salt, body=body)
    head.seq, head.hash = event.seq, event.hash
    head.save()
    row.save(force_insert=True)
    return {"op_id": op["op_id"], "outcome": "applied", "version": sheet.version, "receipt": row.receipt}


urlpatterns = [path("healthz", health), path("<slug:slug>/judge/api/ops/", ops)]

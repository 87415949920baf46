"""A full disk or a failing one is never answered as saved, and nothing is stored by half."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from judging.models import Judge, ScoreOp, ScoreSheet
from tests.judging.test_score_api import TABLET, judge_of, op_of
from tests.make import make_sheet

pytestmark = pytest.mark.django_db(transaction=True)


def post(judge: Judge, *ops: object) -> tuple[int, object]:
    client = Client(raise_request_exception=False)
    client.force_login(judge.user)
    address = reverse("judging:api-ops", args=[judge.festival.slug])
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        response = client.post(
            address, json.dumps({"device": TABLET, "ops": ops}), content_type="application/json"
        )
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    return response.status_code, response.content


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the limit of pages is SQLite's")
def test_full_disk_is_not_answered_as_saved() -> None:
    sheet = make_sheet()
    ops = [op_of(sheet, payload={"comment": "x" * 3000 + str(n)}, base_version=n) for n in range(15)]
    status, _body = post(judge_of(sheet), *ops)
    assert status == 500
    assert ScoreOp.objects.count() == 0
    assert ScoreSheet.objects.get().version == 0

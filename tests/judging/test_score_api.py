"""The tablets' endpoints: every case of the protocol's table of outcomes."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from festival.models import AuditEvent, ChainHead, Festival
from judging.models import Device, Judge, Mark, Panel, ScoreOp, ScoreSheet
from judging.queries.rubric import criteria_of, rule_of_criteria
from judging.rules.sync import Payload, payload_hash, schema_of
from tests.make import make_entry, make_judge, make_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TABLET = "7b0c2a52-6a0e-4f4e-9f53-0d6d3a7f0a01"
OTHER_TABLET = "7b0c2a52-6a0e-4f4e-9f53-0d6d3a7f0a02"


def op_of(sheet: ScoreSheet, /, **changes: Any) -> dict[str, Any]:
    """A tablet's op with points for both criteria, with `changes` applied."""
    payload: dict[str, Any] = {
        "marks": {"noi-dung": 1850, "trinh-bay": 700},
        "comment": "Rõ ràng",
        "submitted": False,
    }
    payload.update(changes.pop("payload", {}))
    schema = schema_of(rule_of_criteria(criteria_of(sheet.assignment.round)))
    op = {
        "op_id": str(uuid.uuid4()),
        "sheet": str(sheet.pk),
        "device_seq": 1,
        "base_version": sheet.version,
        "schema": schema,
        "payload": payload,
        "hash": payload_hash(Payload(payload["marks"], payload["comment"], payload["submitted"])),
    }
    return {**op, **changes}


def post(judge: Judge, *ops: dict[str, Any], device: str = TABLET) -> Any:
    client = Client()
    client.force_login(judge.user)
    return client.post(
        reverse("judging:api-ops", args=[judge.festival.slug]),
        json.dumps({"device": device, "ops": ops}),
        content_type="application/json",
    )


def outcomes(judge: Judge, *ops: dict[str, Any], device: str = TABLET) -> list[tuple[str, str, int | None]]:
    response = post(judge, *ops, device=device)
    assert response.status_code == 200, response.content
    outcomes_seen = response.json()["outcomes"]
    assert [a["op_id"] for a in outcomes_seen] == [op["op_id"] for op in ops]
    return [(a["outcome"], a["reason"], a["version"]) for a in outcomes_seen]


def judge_of(sheet: ScoreSheet) -> Judge:
    assert sheet.assignment.judge is not None
    return sheet.assignment.judge


def marks_of(sheet: ScoreSheet) -> dict[str, int | None]:
    return dict(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths"))


def test_op_on_its_version_is_applied_with_its_line_and_receipt() -> None:
    sheet = make_sheet()
    op = op_of(sheet)
    answer = post(judge_of(sheet), op).json()
    sheet.refresh_from_db()
    row = ScoreOp.objects.get()
    assert (sheet.version, sheet.state, sheet.comment) == (1, "draft", "Rõ ràng")
    assert marks_of(sheet) == {"noi-dung": 1850, "trinh-bay": 700}
    assert sheet.payload_hash == row.payload_hash == op["hash"] == answer["outcomes"][0]["hash"]
    line = AuditEvent.objects.get(action="score-received")
    assert answer["outcomes"][0]["receipt"] == row.receipt == line.hash
    assert (line.actor, line.object_id) == (judge_of(sheet).user, op["op_id"])
    head = ChainHead.objects.get(chain=str(judge_of(sheet).festival_id))
    first = AuditEvent.objects.get(chain=head.chain, seq=1)
    assert answer["ledger"] == {"id": first.hash, "seq": head.seq, "head": head.hash, "device_seq": 1}


def test_submitted_op_submits_and_a_later_draft_reopens() -> None:
    sheet = make_sheet()
    judge = judge_of(sheet)
    assert outcomes(judge, op_of(sheet, payload={"submitted": True})) == [("applied", "", 1)]
    sheet.refresh_from_db()
    assert sheet.state == "submitted"
    assert sheet.submitted_at is not None
    assert outcomes(judge, op_of(sheet)) == [("applied", "", 2)]
    sheet.refresh_from_db()
    assert sheet.state == "draft"
    assert sheet.submitted_at is None


def test_same_op_again_gets_the_stored_answer_from_any_device_and_after_a_freeze() -> None:
    sheet = make_sheet()
    judge, op = judge_of(sheet), op_of(sheet)
    first = post(judge, op).json()["outcomes"]
    Contest.objects.update(state="frozen")
    assert post(judge, op, device=OTHER_TABLET).json()["outcomes"] == first
    sheet.refresh_from_db()
    assert (sheet.version, ScoreOp.objects.count()) == (1, 1)


def test_same_id_with_other_content_is_quarantined_once_and_reported() -> None:
    sheet = make_sheet()
    judge, op = judge_of(sheet), op_of(sheet)
    other = op_of(sheet, op_id=op["op_id"], payload={"comment": "khác"})
    assert outcomes(judge, op) == [("applied", "", 1)]
    for _ in range(2):
        assert outcomes(judge, other) == [("quarantined", "op-id-reused", None)]
    assert ScoreOp.objects.count() == 2
    assert outcomes(judge, op) == [("applied", "", 1)]


def test_other_judge_with_a_known_id_learns_nothing_of_it() -> None:
    sheet = make_sheet()
    stranger = make_judge(judge_of(sheet).festival)
    op = op_of(sheet)
    outcomes(judge_of(sheet), op)
    assert outcomes(stranger, op) == [("quarantined", "op-id-reused", None)]


def test_op_on_an_old_version_conflicts_and_carries_the_servers_copy() -> None:
    sheet = make_sheet()
    judge = judge_of(sheet)
    first, second = op_of(sheet), op_of(sheet, payload={"marks": {"noi-dung": 1000, "trinh-bay": None}})
    assert outcomes(judge, first) == [("applied", "", 1)]
    answer = post(judge, second, device=OTHER_TABLET).json()["outcomes"][0]
    assert (answer["outcome"], answer["version"]) == ("conflict", None)
    assert answer["server"]["version"] == 1
    assert answer["server"]["payload"] == first["payload"]
    assert marks_of(sheet) == {"noi-dung": 1850, "trinh-bay": 700}


def test_same_content_again_is_nothing_new() -> None:
    sheet = make_sheet()
    judge = judge_of(sheet)
    assert outcomes(judge, op_of(sheet), op_of(sheet)) == [("applied", "", 1), ("noop", "", None)]


@pytest.mark.parametrize("state", ["closing", "frozen", "certified", "published"])
def test_op_for_a_contest_that_is_not_open_is_late(state: str) -> None:
    sheet = make_sheet()
    Contest.objects.update(state=state)
    assert outcomes(judge_of(sheet), op_of(sheet)) == [("late", "closed", None)]
    assert marks_of(sheet) == {}


def test_op_for_a_closed_panel_or_festival_is_late() -> None:
    entry = make_entry()
    panel = Panel.objects.create(contest=entry.contest, name="Tổ 1", state="closed")
    sheet = make_sheet(entry=entry, panel=panel)
    assert outcomes(judge_of(sheet), op_of(sheet)) == [("late", "closed", None)]
    Panel.objects.update(state="open")
    Festival.objects.update(state="closed")
    assert outcomes(judge_of(sheet), op_of(sheet)) == [("late", "closed", None)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"payload": {"marks": {"noi-dung": 2001, "trinh-bay": 0}}}, "above-maximum"),
        ({"payload": {"marks": {"noi-dung": -25, "trinh-bay": 0}}}, "below-zero"),
        ({"payload": {"marks": {"noi-dung": 1810, "trinh-bay": 0}}}, "not-a-step"),
        ({"payload": {"marks": {"noi-dung": 10**30, "trinh-bay": 0}}}, "above-maximum"),
        ({"payload": {"marks": {"noi-dung": 1000}}}, "criteria-differ"),
        ({"payload": {"marks": {"noi-dung": 1000, "trinh-bay": None}, "submitted": True}}, "incomplete"),
        ({"schema": "older"}, "rubric-changed"),
        ({"hash": "0" * 64}, "hash-differs"),
        ({"sheet": "999999"}, "no-sheet"),
        ({"sheet": "12'; --"}, "no-sheet"),
        ({"payload": "nothing"}, "malformed"),
        ({"payload": {"marks": {}, "comment": "\x00", "submitted": False}}, "malformed"),
        ({"base_version": -1}, "malformed"),
        ({"device_seq": "7"}, "malformed"),
    ],
)
def test_op_that_cannot_stand_is_kept_in_quarantine(changes: dict[str, Any], reason: str) -> None:
    sheet = make_sheet()
    op = op_of(sheet)
    payload = changes.get("payload")
    if isinstance(payload, dict):
        op = op_of(sheet, **changes)
    else:
        op.update(changes)
    outcomes_seen = outcomes(judge_of(sheet), op, op)
    assert outcomes_seen == [("quarantined", reason, None)] * 2
    sheet.refresh_from_db()
    assert (sheet.version, ScoreOp.objects.count()) == (0, 1)


@pytest.mark.parametrize("mark", [True, 18.5, "18", [], "1e3"])
def test_mark_that_is_no_whole_number_is_kept_as_text(mark: object) -> None:
    sheet = make_sheet()
    op = op_of(sheet)
    op["payload"]["marks"]["noi-dung"] = mark
    assert outcomes(judge_of(sheet), op) == [("quarantined", "malformed", None)]
    assert json.loads(ScoreOp.objects.get().payload["malformed"]) == op


def test_op_of_a_judge_who_is_not_assigned_is_kept_in_quarantine() -> None:
    sheet = make_sheet()
    stranger = make_judge(judge_of(sheet).festival)
    assert outcomes(stranger, op_of(sheet)) == [("quarantined", "not-allowed", None)]
    assert marks_of(sheet) == {}


def test_poisoned_op_does_not_block_the_others() -> None:
    sheet = make_sheet()
    other = make_sheet(judge_of(sheet))
    bad = op_of(sheet, payload={"marks": {"noi-dung": 9999, "trinh-bay": 0}})
    assert outcomes(judge_of(sheet), bad, op_of(other)) == [
        ("quarantined", "above-maximum", None),
        ("applied", "", 1),
    ]


def test_device_is_known_by_its_own_id_and_counts_its_ops() -> None:
    sheet = make_sheet()
    outcomes(judge_of(sheet), op_of(sheet, device_seq=41))
    device = Device.objects.get()
    assert (str(device.device_id), device.user, device.last_seq) == (TABLET, judge_of(sheet).user, 41)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"[]", 400),
        (b'{"ops": []}', 400),
        (b'{"device": "%s", "ops": [{}]}' % TABLET.encode(), 400),
        (b'{"device": "%s", "ops": [%s]}' % (TABLET.encode(), b",".join([b"{}"] * 21)), 413),
        (b"[" * 100_000, 400),
    ],
)
def test_body_that_is_no_batch_is_refused_and_stores_nothing(
    client: Client, body: bytes, status: int
) -> None:
    judge = make_judge()
    client.force_login(judge.user)
    url = reverse("judging:api-ops", args=[judge.festival.slug])
    assert client.post(url, body, content_type="application/json").status_code == status
    assert ScoreOp.objects.count() == 0


def test_strangers_signed_out_and_other_festivals_are_turned_away(client: Client) -> None:
    sheet = make_sheet()
    judge, other = judge_of(sheet), make_judge()
    url = reverse("judging:api-ops", args=[judge.festival.slug])
    body = json.dumps({"device": TABLET, "ops": [op_of(sheet)]})
    assert client.post(url, body, content_type="application/json").status_code == 401
    client.force_login(other.user)
    assert client.post(url, body, content_type="application/json").status_code == 404
    assert outcomes(other, op_of(sheet)) == [("quarantined", "no-sheet", None)]
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(judge.user)
    assert guarded.post(url, body, content_type="application/json").status_code == 403
    assert ScoreOp.objects.filter(festival=judge.festival).count() == 0


def test_busy_database_asks_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = make_sheet()

    def busy(*args: object, **kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("judging.api.receive_batch", busy)
    response = post(judge_of(sheet), op_of(sheet))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")


def test_sheets_for_the_tablet_are_the_judges_own_alone(client: Client) -> None:
    sheet = make_sheet()
    make_sheet(make_judge(judge_of(sheet).festival), entry=sheet.assignment.entry)
    outcomes(judge_of(sheet), op := op_of(sheet))
    client.force_login(judge_of(sheet).user)
    (row,) = client.get(reverse("judging:api-sheets", args=[judge_of(sheet).festival.slug])).json()["sheets"]
    assert (row["sheet"], row["version"], row["payload"]) == (sheet.pk, 1, op["payload"])
    assert [(c["code"], c["maximum"], c["step"], c["weight"]) for c in row["criteria"]] == [
        ("noi-dung", 2000, 25, 1_000_000),
        ("trinh-bay", 1000, 25, 1_000_000),
    ]


FORM = b'--x\r\nContent-Disposition: form-data; name="ops"\r\n\r\n[]\r\n--x--\r\n'


def sent_as(judge: Judge, body: bytes, content_type: str) -> tuple[int, Any]:
    """Status and JSON of the response to any body, with a valid token in the header."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(judge.user)
    client.cookies["csrftoken"] = token = "a" * 32
    response = client.post(
        reverse("judging:api-ops", args=[judge.festival.slug]),
        body,
        content_type=content_type,
        headers={"X-CSRFToken": token},
    )
    return response.status_code, response.json()


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=x",
        "multipart/form-data",  # no boundary: cannot be parsed
        "application/x-www-form-urlencoded",
        "text/plain",
        "",
    ],
)
@pytest.mark.parametrize("size", [1, 6_000_000])
def test_batch_that_is_no_json_document_is_refused_and_stores_nothing(content_type: str, size: int) -> None:
    judge = judge_of(make_sheet())
    assert sent_as(judge, FORM.ljust(size), content_type) == (415, {"error": "not-json"})
    assert ScoreOp.objects.count() == 0


@pytest.mark.parametrize("padding", [b" ", b'"'])
def test_batch_over_five_megabytes_is_too_large_and_stores_nothing(padding: bytes) -> None:
    sheet = make_sheet()
    body = json.dumps({"device": TABLET, "ops": [op_of(sheet)]}).encode()
    judge, largest = judge_of(sheet), 5 * 1024 * 1024
    assert sent_as(judge, body.ljust(largest + 1, padding), "application/json") == (
        413,
        {"error": "too-large"},
    )
    assert ScoreOp.objects.count() == 0
    status, answer = sent_as(judge, body.ljust(largest), "application/json; charset=utf-8")
    assert (status, answer["outcomes"][0]["outcome"]) == (200, "applied")

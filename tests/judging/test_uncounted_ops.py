"""Ops that are not counted: the judge sees them until they are settled, the office sees both versions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from judging.models import Device, Judge, ScoreOp, ScoreSheet, Settlement
from judging.queries.blockers import unresolved_ops
from tests.make import NOW, give_points, make_judge, make_organiser, make_part, make_sheet
from tests.reading import texts, values

pytestmark = pytest.mark.django_db
CONFLICT = "Phiếu này có hai bản: xin chọn bản được tính"
QUARANTINED = "Điểm gửi sau cùng đang chờ Ban Tổ chức xem xét, chưa được tính"
TABLET = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36"
)
LATE = "Điểm gửi sau cùng đến khi bài này không còn nhận điểm, KHÔNG được tính. Xin báo thư ký"


def judge_of(sheet: ScoreSheet) -> Judge:
    judge = sheet.assignment.judge
    assert judge is not None
    return judge


def make_op(sheet: ScoreSheet, outcome: str, *, points: int = 18, **fields: Any) -> ScoreOp:
    """A stored op of the sheet's judge, with points for the first criterion and 7 for the second."""
    judge = judge_of(sheet)
    marks = {"noi-dung": points * 100, "trinh-bay": 700}
    values = {
        "payload": {"marks": marks, "comment": "Máy 2", "submitted": False},
        "payload_hash": "0" * 64,
        "received_at": NOW,
        **fields,
    }
    return ScoreOp.objects.create(
        op_id=uuid4(),
        festival=judge.festival,
        sheet=sheet,
        author=judge.user,
        base_version=0,
        schema="x",
        outcome=outcome,
        **values,
    )


def pages_of(client: Client, sheet: ScoreSheet) -> list[Any]:
    """The judge's list, totals and sheet."""
    judge = judge_of(sheet)
    client.force_login(judge.user)
    slug = judge.festival.slug
    names: dict[str, list[Any]] = {"my-entries": [slug], "my-totals": [slug], "sheet": [slug, sheet.pk]}
    return [client.get(reverse(f"judging:{name}", args=args)) for name, args in names.items()]


def op_url(op: ScoreOp) -> str:
    assert op.sheet is not None
    contest = op.sheet.assignment.entry.contest
    return reverse("judging:op", args=[contest.festival.slug, contest.slug, op.pk])


def test_conflict_is_linked_from_list_totals_and_sheet_until_it_is_settled(client: Client) -> None:
    sheet = give_points(make_sheet(), 15, 5, submitted=False)
    op = make_op(sheet, "conflict")
    compare = reverse("judging:compare", args=[judge_of(sheet).festival.slug, sheet.pk, op.pk])
    assert [texts(page, "a.entry-op") for page in pages_of(client, sheet)] == [
        [CONFLICT],
        [CONFLICT],
        [CONFLICT],
    ]
    assert {href for page in pages_of(client, sheet) for href in values(page, "a.entry-op", "href")} == {
        compare
    }
    client.post(compare, {"version": "1", "all": "theirs"})
    assert [texts(page, ".entry-op") for page in pages_of(client, sheet)] == [[], [], []]


@pytest.mark.parametrize(
    ("outcome", "open_ops"), [("conflict", {"second"}), ("applied", set()), ("late", {"first"})]
)
def test_conflict_is_replaced_by_a_later_conflict_that_names_it(outcome: str, open_ops: set[str]) -> None:
    """A tablet had marked on before it knew of the conflict: the judge compares the newest marks, once."""
    first = make_op(make_sheet(), "conflict")
    assert first.sheet is not None
    second = make_op(first.sheet, outcome, settles=first, received_at=NOW + timedelta(minutes=1))
    names = {first.pk: "first", second.pk: "second"}
    assert {names[op.pk] for op in unresolved_ops()} == open_ops


def test_conflict_that_the_office_waived_is_linked_no_longer(client: Client) -> None:
    sheet = make_sheet()
    op, contest = make_op(sheet, "conflict"), sheet.assignment.entry.contest
    by = make_organiser(contest.festival)
    Settlement.objects.create(contest=contest, op=op, kind="waived", blocker="conflict", reason="a", by=by)
    assert [texts(page, ".entry-op") for page in pages_of(client, sheet)] == [[], [], []]


@pytest.mark.parametrize(("outcome", "message"), [("quarantined", QUARANTINED), ("late", LATE)])
def test_marks_that_are_not_counted_stay_named_after_a_reload(
    client: Client, outcome: str, message: str
) -> None:
    sheet = give_points(make_sheet(), 15, 5)
    make_op(sheet, outcome)
    assert [texts(page, ".entry-op") for page in pages_of(client, sheet)] == [[message]] * 3


def test_late_marks_are_named_no_longer_once_they_count(client: Client) -> None:
    sheet, same = give_points(make_sheet(), 15, 5), make_sheet()
    make_op(sheet, "late")
    make_op(sheet, "applied", version=2, received_at=NOW + timedelta(seconds=1))
    ScoreSheet.objects.filter(pk=same.pk).update(payload_hash="0" * 64)
    make_op(same, "late")
    for row in (sheet, same):
        assert [texts(page, ".entry-op") for page in pages_of(client, row)] == [[], [], []]


def test_ops_of_another_judge_are_not_named(client: Client) -> None:
    sheet = make_sheet()
    other = make_judge(judge_of(sheet).festival)
    op = make_op(sheet, "conflict")
    client.force_login(other.user)
    assert (
        client.get(reverse("judging:compare", args=[other.festival.slug, sheet.pk, op.pk])).status_code == 404
    )
    assert texts(client.get(reverse("judging:my-entries", args=[other.festival.slug])), ".entry-op") == []


def test_judge_sees_both_totals_of_a_conflict(client: Client) -> None:
    sheet = give_points(make_sheet(), 15, 5, submitted=False)
    op = make_op(sheet, "conflict")
    client.force_login(judge_of(sheet).user)
    page = client.get(reverse("judging:compare", args=[judge_of(sheet).festival.slug, sheet.pk, op.pk]))
    assert texts(page, ".compare-total td") == ["25 / 30", "20 / 30"]


def test_office_sees_both_versions_of_a_conflict_with_totals(client: Client) -> None:
    sheet = give_points(make_sheet(), 15, 7, submitted=False)
    contest, by = sheet.assignment.entry.contest, judge_of(sheet).user
    device = Device.objects.create(festival=contest.festival, device_id=uuid4(), user=by, label=TABLET)
    op = make_op(sheet, "conflict", device=device)
    client.force_login(make_organiser(contest.festival))
    progress = client.get(reverse("judging:progress", args=[contest.festival.slug, contest.slug]))
    assert values(progress, f"#waiting a[href='{op_url(op)}']", "href") == [op_url(op)]

    page = client.get(op_url(op))

    assert texts(page, "h1") == ["Một phiếu có hai bản"]
    assert texts(page, ".compare tr.differs th") == ["Nội dung", "Nhận xét"]
    assert texts(page, ".compare tbody td") == ["18", "15", "7", "7", "Máy 2", "–", "Bản nháp", "Bản nháp"]
    assert texts(page, ".compare tfoot td") == ["25", "22"]
    assert texts(page, "dl.facts dd")[2] == "Chrome · Android"
    (waive,) = values(page, ".page-actions a, main a.btn", "href")
    assert client.get(waive).status_code == 200


def test_secretary_sees_both_versions_and_no_waiver(client: Client) -> None:
    sheet = make_sheet()
    op = make_op(sheet, "conflict")
    client.force_login(make_part(judge_of(sheet).festival, "secretary"))
    page = client.get(op_url(op))
    assert texts(page, ".compare tfoot td") == ["25", "0"]
    assert values(page, "main a.btn", "href") == []


@pytest.mark.parametrize("outcome", ["late", "quarantined"])
def test_office_sees_marks_that_are_late_or_set_aside(client: Client, outcome: str) -> None:
    sheet = give_points(make_sheet(), 15, 7)
    op = make_op(sheet, outcome, reason="closed" if outcome == "late" else "rubric-changed")
    client.force_login(make_organiser(judge_of(sheet).festival))
    page = client.get(op_url(op))
    assert (texts(page, "h1"), texts(page, ".compare tfoot td")) == (["Điểm chưa được tính"], ["25", "22"])


def test_op_that_is_no_sheet_shows_what_was_received(client: Client) -> None:
    sheet = make_sheet()
    op = make_op(sheet, "quarantined", payload={"malformed": '{"marks": "<b>"}'})
    client.force_login(make_organiser(judge_of(sheet).festival))
    page = client.get(op_url(op))
    assert texts(page, "pre.raw") == ['{"marks": "<b>"}']
    assert texts(page, ".compare tfoot td") == ["0", "0"]


def test_criterion_that_the_rubric_no_longer_has_is_shown_by_its_code(client: Client) -> None:
    sheet = make_sheet()
    payload = {"marks": {"cu": 900, "noi-dung": 100, "trinh-bay": None}, "comment": "", "submitted": False}
    op = make_op(sheet, "quarantined", payload=payload, reason="rubric-changed")
    client.force_login(make_organiser(judge_of(sheet).festival))
    page = client.get(op_url(op))
    assert texts(page, ".compare tbody th")[:3] == ["Nội dung", "Trình bày", "cu"]
    assert texts(page, ".compare tfoot td") == ["1", "0"]


def test_op_that_counts_or_of_another_contest_or_festival_is_not_found(client: Client) -> None:
    sheet, other = make_sheet(), make_sheet()
    applied, conflict = make_op(sheet, "applied", version=1), make_op(sheet, "conflict")
    contest = other.assignment.entry.contest
    client.force_login(make_organiser(judge_of(sheet).festival))
    assert client.get(op_url(applied)).status_code == 404
    client.force_login(make_organiser(contest.festival))
    assert client.get(op_url(conflict)).status_code == 404
    elsewhere = reverse("judging:op", args=[contest.festival.slug, contest.slug, conflict.pk])
    assert client.get(elsewhere).status_code == 404

"""The judge's pages: access to own sheets alone, the plain form, conflicts, anonymous entries."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from booths.actions.entry import update_entry_of
from contests.models import Attachment, Contest, Entry
from judging.models import Mark, Panel, ScoreOp, ScoreSheet
from tests.make import (
    NOW,
    give_points,
    make_booth,
    make_contest,
    make_entry,
    make_festival,
    make_judge,
    make_member,
    make_product,
    make_school,
    make_sheet,
    make_stand,
)
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db
FORM = "form[data-sheet]"


def url_of(sheet: ScoreSheet, name: str = "sheet", *more: object) -> str:
    return reverse(f"judging:{name}", args=[sheet.assignment.entry.contest.festival.slug, sheet.pk, *more])


def enter(client: Client, sheet: ScoreSheet) -> Client:
    assert sheet.assignment.judge is not None
    client.force_login(sheet.assignment.judge.user)
    return client


def typed(client: Client, sheet: ScoreSheet, first: str, second: str, **more: Any) -> dict[str, Any]:
    """The values that a browser without script sends, with the hidden fields of the page."""
    return {
        **sent_by(client.get(url_of(sheet)), FORM),
        "comment": "",
        "points-noi-dung": first,
        "points-trinh-bay": second,
        **more,
    }


def marks_of(sheet: ScoreSheet) -> dict[str, int | None]:
    return dict(Mark.objects.filter(sheet=sheet).values_list("criterion__code", "hundredths"))


def test_list_counts_what_is_not_submitted(client: Client) -> None:
    judge = make_judge()
    contest = make_contest(judge.festival)
    sheets = [make_sheet(judge, entry=make_entry(contest)) for _ in range(3)]
    make_sheet(make_judge(judge.festival), entry=make_entry(contest))
    ScoreSheet.objects.filter(pk=sheets[0].pk).update(state="submitted")
    client.force_login(judge.user)
    response = client.get(reverse("judging:my-entries", args=[judge.festival.slug]))
    assert texts(response, ".lead, .left-count") == ["Còn 2 trong 3", "Còn 2 trong 3"]
    assert values(response, ".btn-primary", "href") == [url_of(sheets[1])]
    listed = [sheets[1], *sheets]  # the next to mark goes before all
    assert values(response, ".entry-rows a", "href") == [url_of(sheet) for sheet in listed]
    assert texts(response, ".entry-rows .chip") == ["Chưa chấm", "Đã nộp", "Chưa chấm", "Chưa chấm"]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("", ["01", "02", "03", "04"]),
        ("total", ["03", "01", "02", "04"]),
        ("state", ["04", "02", "01", "03"]),
        ("nonsense", ["01", "02", "03", "04"]),
    ],
)
def test_judge_orders_the_sheets_and_the_next_stays_first(
    client: Client, order: str, numbers: list[str]
) -> None:
    judge = make_judge()
    contest = make_contest(judge.festival)
    entries = [make_entry(contest, number=f"0{n}", number_key=f"0{n}", place=f"A{n}") for n in range(1, 5)]
    sheets = [make_sheet(judge, entry=entry) for entry in entries]
    give_points(sheets[0], 12, 5)
    give_points(sheets[1], 9, submitted=False)
    give_points(sheets[2], 18, 9)
    client.force_login(judge.user)
    listing, totals = (
        client.get(reverse(f"judging:{name}", args=[judge.festival.slug]), {"order": order})
        for name in ("my-entries", "my-totals")
    )
    assert texts(listing, ".entry-rows .code") == ["02", *numbers]
    assert texts(totals, "tbody th a") == numbers
    points = {"01": "17", "02": "9", "03": "27", "04": "–"}
    assert texts(totals, "tbody td.entry-total") == [points[number] for number in numbers]
    shown = [f"Tổng: {points[n]} / 30" for n in numbers if n != "04"]
    assert texts(listing, ".sheet-group .entry-total") == shown
    assert texts(listing, ".filters a[aria-current]") == texts(totals, ".filters a[aria-current]")
    assert len(texts(listing, ".filters a[aria-current]")) == 1


@pytest.mark.parametrize("state", ["returned", "declined", "withdrawn"])
def test_sheet_of_an_entry_that_left_the_contest_is_listed_apart_and_read_only(
    client: Client, state: str
) -> None:
    judge = make_judge()
    contest = make_contest(judge.festival)
    out, submitted, left = (make_sheet(judge, entry=make_entry(contest)) for _ in range(3))
    for row in (out, submitted):
        give_points(row, 15, 5, submitted=row == submitted)
    client.force_login(judge.user)
    before = typed(client, out, "18", "8", submit="1")
    Entry.objects.filter(assignments__sheet=out).update(state=state)

    listing = client.get(reverse("judging:my-entries", args=[judge.festival.slug]))
    page = client.get(url_of(out))
    refused = client.post(url_of(out), before)

    assert texts(listing, ".lead, .left-count") == ["Còn 1 trong 2", "Còn 1 trong 2"]
    assert values(listing, ".btn-primary", "href") == [url_of(left)]
    assert values(listing, ".entry-rows.out a", "href") == [url_of(out)]
    assert texts(listing, ".entry-rows.out .chip") == ["Không còn dự thi"]
    assert texts(page, "main .notice") == ["Bài này không còn dự thi, điểm đã chấm được giữ lại."]
    assert values(page, "main form", "action") == []
    assert (refused.status_code, marks_of(out)) == (422, {"noi-dung": 1500, "trinh-bay": 500})
    assert ScoreOp.objects.count() == 0


@pytest.mark.parametrize("name", ["sheet", "reopen", "my-entries", "my-totals", "api-sheets"])
def test_strangers_find_nothing(client: Client, name: str) -> None:
    sheet = make_sheet()
    slug = sheet.assignment.entry.contest.festival.slug
    args: list[object] = [slug, sheet.pk] if name in ("sheet", "reopen") else [slug]
    url = reverse(f"judging:{name}", args=args)
    assert client.get(url).status_code in (302, 401, 405)
    client.force_login(make_judge().user)
    assert client.post(url).status_code in (404, 405) and client.get(url).status_code in (404, 405)


def test_another_judge_of_the_festival_does_not_find_the_sheet(client: Client) -> None:
    sheet = make_sheet()
    client.force_login(make_judge(sheet.assignment.entry.contest.festival).user)
    assert client.get(url_of(sheet)).status_code == 404
    assert client.post(url_of(sheet, "reopen")).status_code == 404


def test_festival_being_prepared_is_closed_to_judges(client: Client) -> None:
    judge = make_judge(make_festival(state="draft"))
    client.force_login(judge.user)
    assert client.get(reverse("judging:my-entries", args=[judge.festival.slug])).status_code == 404


def test_form_saved_as_draft_then_submitted(client: Client) -> None:
    sheet = make_sheet()
    following = make_sheet(sheet.assignment.judge, entry=make_entry(sheet.assignment.entry.contest))
    enter(client, sheet)
    draft = client.post(url_of(sheet), typed(client, sheet, "8,5", "", draft="1"))
    assert (draft.status_code, draft["Location"]) == (302, url_of(sheet))
    assert marks_of(sheet) == {"noi-dung": 850, "trinh-bay": None}
    done = client.post(url_of(sheet), typed(client, sheet, "18.25", "7", submit="1", comment="Tốt"))
    assert done["Location"] == f"{url_of(following)}?from={sheet.pk}"
    sheet.refresh_from_db()
    assert (sheet.state, sheet.version, sheet.comment) == ("submitted", 2, "Tốt")
    assert "đã nộp" in client.get(done["Location"]).content.decode().lower()


def test_form_sent_twice_is_one_op(client: Client) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    data = typed(client, sheet, "10", "5", submit="1")
    assert [client.post(url_of(sheet), data).status_code for _ in range(2)] == [302, 302]
    sheet.refresh_from_db()
    assert (sheet.version, ScoreOp.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("21", "At most 20 points."),
        ("-1", "Points start at 0."),
        ("8,1", "Points are multiples of 0,25."),
        ("NaN", "“NaN” is not a number."),
        ("1e1", "“1e1” is not a number."),
        ("", "Not marked yet."),
    ],
)
def test_form_with_a_wrong_mark_says_so_at_the_field_and_keeps_the_rest(
    client: Client, wrong: str, message: str
) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    client.cookies["django_language"] = "en"
    response = client.post(url_of(sheet), typed(client, sheet, wrong, "7,5", submit="1"))
    assert response.status_code == 422
    assert values(response, ".is-wrong", "data-code") == ["noi-dung"]
    assert texts(response, ".is-wrong .points-fault") == [message]
    kept = sent_by(response, FORM)
    assert (kept["points-noi-dung"], kept["points-trinh-bay"]) == (wrong, "7,5")
    assert texts(response, ".notice-good") == ["The other criteria are saved as a draft."]
    sheet.refresh_from_db()
    assert (sheet.state, marks_of(sheet)) == ("draft", {"noi-dung": None, "trinh-bay": 750})
    mended = client.post(url_of(sheet), {**kept, "points-noi-dung": "8", "submit": "1"})
    sheet.refresh_from_db()
    assert (mended.status_code, sheet.state) == (302, "submitted")
    assert marks_of(sheet) == {"noi-dung": 800, "trinh-bay": 750}


def test_form_with_a_wrong_mark_leaves_the_mark_that_was_saved(client: Client) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    client.post(url_of(sheet), typed(client, sheet, "9", "5", draft="1"))
    response = client.post(url_of(sheet), typed(client, sheet, "99", "6", draft="1"))
    assert (response.status_code, texts(response, ".is-wrong legend [data-name]")) == (422, ["Nội dung"])
    assert marks_of(sheet) == {"noi-dung": 900, "trinh-bay": 600}


def test_form_whose_hidden_fields_are_wrong_saves_nothing(client: Client) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    response = client.post(url_of(sheet), typed(client, sheet, "99", "6", draft="1", nonce="x"))
    assert (response.status_code, ScoreOp.objects.count()) == (422, 0)


def test_form_after_a_change_elsewhere_shows_both_versions_and_the_choice_counts(client: Client) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    older = typed(client, sheet, "10", "5", draft="1")
    client.post(url_of(sheet), typed(client, sheet, "12", "5", draft="1"))
    conflict = client.post(url_of(sheet), older)
    op = ScoreOp.objects.get(outcome="conflict")
    assert conflict["Location"] == url_of(sheet, "compare", op.pk)
    page = client.get(conflict["Location"])
    assert texts(page, ".compare tbody td")[:4] == ["10", "12", "5", "5"]
    assert texts(page, ".compare .differs th") == ["Nội dung"]
    assert client.post(conflict["Location"], {"version": "1"}).status_code == 422
    chosen = {"version": "1", "points-noi-dung": "mine"}
    assert client.post(conflict["Location"], chosen)["Location"] == url_of(sheet)
    assert marks_of(sheet) == {"noi-dung": 1000, "trinh-bay": 500}
    assert op.settled_by.get().outcome == "applied"


@pytest.mark.parametrize(("all_of", "points"), [("mine", 1000), ("theirs", 1200), ("nobodys", 1200)])
def test_one_version_is_taken_whole(client: Client, all_of: str, points: int) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    older = typed(client, sheet, "10", "5", draft="1", comment="máy này")
    client.post(url_of(sheet), typed(client, sheet, "12", "6", draft="1"))
    url = client.post(url_of(sheet), older)["Location"]
    status = client.post(url, {"version": "1", "all": all_of}).status_code
    sheet.refresh_from_db()
    assert (status, sheet.comment) == {
        "mine": (302, "máy này"),
        "theirs": (302, ""),
        "nobodys": (422, ""),
    }[all_of]
    assert marks_of(sheet)["noi-dung"] == points


def test_choosing_the_servers_version_settles_the_conflict_too(client: Client) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    older = typed(client, sheet, "10", "5", draft="1")
    client.post(url_of(sheet), typed(client, sheet, "12", "5", draft="1"))
    url = client.post(url_of(sheet), older)["Location"]
    client.post(url, {"version": "1", "points-noi-dung": "theirs"})
    assert marks_of(sheet)["noi-dung"] == 1200
    assert ScoreOp.objects.get(outcome="conflict").settled_by.get().outcome == "noop"


def test_form_for_a_changed_rubric_is_shown_again_with_what_was_typed(client: Client) -> None:
    sheet = make_sheet()
    enter(client, sheet)
    data = typed(client, sheet, "10", "5", submit="1")
    sheet.assignment.entry.contest.criteria.filter(code="noi-dung").update(maximum=30)
    response = client.post(url_of(sheet), data)
    assert response.status_code == 409
    assert sent_by(response, FORM)["points-noi-dung"] == "10"
    assert ScoreOp.objects.count() == 0


@pytest.mark.parametrize("closed", ["contest", "panel"])
def test_form_after_the_close_is_kept_as_late_and_not_counted(client: Client, closed: str) -> None:
    entry = make_entry()
    panel = Panel.objects.create(contest=entry.contest, name="Tổ 1")
    sheet = make_sheet(entry=entry, panel=panel)
    enter(client, sheet)
    data = typed(client, sheet, "10", "5", submit="1")
    if closed == "contest":
        Contest.objects.update(state="frozen")
    else:
        Panel.objects.update(state="closed")
    response = client.post(url_of(sheet), data)
    assert response.status_code == 409
    assert texts(response, ".notice-bad") == [
        "Phiếu đến khi bài này không còn nhận điểm: được giữ lại nhưng CHƯA tính. Xin báo thư ký."
    ]
    assert ScoreOp.objects.get().outcome == "late"
    assert marks_of(sheet) == {}


@pytest.mark.parametrize(
    ("panel", "contest", "notices"),
    [
        ("open", "open", []),
        ("closed", "open", ["Tổ chấm đã đóng: phiếu chỉ còn xem được, không sửa được."]),
        ("closed", "closing", ["Đã đóng chấm điểm: phiếu chỉ còn xem được, không sửa được."]),
        ("open", "closing", ["Đã đóng chấm điểm: phiếu chỉ còn xem được, không sửa được."]),
    ],
)
def test_sheet_says_whether_the_panel_or_the_whole_judging_is_closed(
    client: Client, panel: str, contest: str, notices: list[str]
) -> None:
    sheet = make_sheet()
    row = sheet.assignment.entry.contest
    sheet.assignment.panel = Panel.objects.create(contest=row, name="Tổ 1", state=panel)
    sheet.assignment.save()
    Contest.objects.filter(pk=row.pk).update(state=contest)
    assert texts(enter(client, sheet).get(url_of(sheet)), ".notice-info") == notices


def test_reopening_takes_a_sheet_back_until_the_panel_closes(client: Client) -> None:
    entry = make_entry()
    panel = Panel.objects.create(contest=entry.contest, name="Tổ 1")
    sheet = make_sheet(entry=entry, panel=panel)
    enter(client, sheet)
    client.post(url_of(sheet), typed(client, sheet, "10", "5", submit="1"))
    client.post(url_of(sheet, "reopen"))
    sheet.refresh_from_db()
    assert (sheet.state, marks_of(sheet)) == ("draft", {"noi-dung": 1000, "trinh-bay": 500})
    client.post(url_of(sheet), typed(client, sheet, "10", "5", submit="1"))
    Panel.objects.update(state="closed")
    client.post(url_of(sheet, "reopen"))
    sheet.refresh_from_db()
    assert sheet.state == "submitted"
    assert "không còn nhận điểm" in client.get(url_of(sheet)).content.decode().lower()


@pytest.mark.parametrize("anonymous", [True, False])
def test_anonymous_entry_shows_its_code_and_no_name(client: Client, *, anonymous: bool) -> None:
    festival = make_festival()
    contest = make_contest(festival, anonymous=anonymous, categories=("THCS",))
    school = make_school(festival, name="Trường THCS An Khánh")
    entry = make_entry(contest, school=school, code="P7K2", number="031", title="Bài của cô Hòa")
    make_member(entry, "Nguyễn Thị Hòa")
    file = Attachment(entry=entry, name="Nguyễn Thị Hòa.pdf", title="An Khánh", size=1, sha256="0")
    file.file.save("x.pdf", ContentFile(b"%PDF-1.4"), save=True)
    sheet = make_sheet(make_judge(festival), entry=entry)
    enter(client, sheet)
    slug = festival.slug
    pages = [
        client.get(url_of(sheet)).content.decode(),
        client.get(reverse("judging:my-entries", args=[slug])).content.decode(),
        client.get(reverse("judging:my-totals", args=[slug])).content.decode(),
        client.get(reverse("judging:api-sheets", args=[slug])).content.decode(),
    ]
    assert [("P7K2" in page) is anonymous for page in pages] == [True] * 4
    assert any("An Khánh" in page or "Hòa" in page for page in pages) is not anonymous
    download = client.get(url_of(sheet, "attachment", file.pk))
    assert b"".join(download.streaming_content) == b"%PDF-1.4"  # type: ignore[attr-defined]
    assert ("P7K2-1.pdf" in download["Content-Disposition"]) is anonymous


def test_file_of_another_entry_is_not_found(client: Client) -> None:
    sheet, other = make_sheet(), make_entry()
    file = Attachment(entry=other, name="x.pdf", size=1, sha256="0")
    file.file.save("x.pdf", ContentFile(b"%PDF-1.4"), save=True)
    assert enter(client, sheet).get(url_of(sheet, "attachment", file.pk)).status_code == 404


def test_booth_shows_products_and_stand(client: Client) -> None:
    festival = make_festival()
    entry = make_entry(make_contest(festival, kind="booth"), title="Nhà thông minh")
    shown = {"title": "Nhà thông minh", "summary": "Tiết kiệm điện", "description": "Đèn tự tắt."}
    booth = make_booth(entry.school, entry=entry, stand=make_stand(festival, "B12"), field="ai", **shown)
    make_product(booth, "Mô hình cảm biến", topic="Năng lượng", link="https://example.org/mo-hinh")
    update_entry_of(booth, now=NOW)
    page = enter(client, sheet := make_sheet(entry=entry)).get(url_of(sheet)).content.decode()
    products = ("Mô hình cảm biến", "Năng lượng", "https://example.org/mo-hinh")
    assert [words for words in ("B12", "chip-ai", *shown.values(), *products) if words not in page] == []

"""Taking a registration with marks out of its contest: said before, asked, kept, and a blocker afterwards."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry
from desk.actions.registrations import decide_registration
from festival.refusals import RuleBroken
from judging.actions.settle import waive
from judging.models import Mark, ScoreSheet
from judging.queries.blockers import judging_state
from tests import make
from tests.reading import texts, values

pytestmark = pytest.mark.django_db


def marked(*, kind: str = Contest.Kind.PRODUCT) -> Entry:
    """An approved entry with two sheets, in the second place of three."""
    contest = make.make_judged_contest(18, 15, 9, kind=kind)
    entry = contest.entries.get(number="02")
    make.give_points(make.make_sheet(make.make_judge(contest.festival), entry=entry), 15, 5)
    return entry


def address(entry: Entry, kind: str = "entry") -> str:
    key = entry.pk if kind == "entry" else entry.booth.pk
    return reverse("desk:registration", args=[entry.contest.festival.slug, kind, key])


def codes(entry: Entry) -> list[str]:
    return [blocker.code for blocker in judging_state(entry.contest).blockers]


def test_page_of_a_registration_with_marks_says_so_before_the_decision(client: Client) -> None:
    entry = marked()
    client.force_login(make.make_organiser(entry.contest.festival))

    assert "Đã có 2 phiếu chấm, đang xếp thứ 2." in client.get(address(entry)).content.decode()
    other = make.make_entry(entry.contest)
    assert "phiếu chấm" not in client.get(address(other)).content.decode().partition("<aside>")[2]


@pytest.mark.parametrize(("decision", "state"), [("send-back", "returned"), ("decline", "declined")])
def test_removal_of_an_entry_with_marks_asks_keeps_the_sheets_and_blocks_the_freeze(
    client: Client, decision: str, state: str
) -> None:
    entry = marked()
    client.force_login(make.make_organiser(entry.contest.festival))
    answer = {"decision": decision, "remark": "Sai thể lệ"}

    question = client.post(address(entry), answer)

    page = question.content.decode()
    entry.refresh_from_db()
    assert (question.status_code, entry.state, codes(entry)) == (200, "approved", [])
    assert "Đã có 2 phiếu chấm, đang xếp thứ 2." in page
    assert 'name="remark" value="Sai thể lệ"' in page
    assert f'name="decision" value="{decision}"' in page

    assert client.post(address(entry), {**answer, "confirmed": "1"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.remark, codes(entry)) == (state, "Sai thể lệ", ["entry-out"])
    assert ScoreSheet.objects.filter(assignment__entry=entry, version__gt=0).count() == 2

    client.post(address(entry), {"decision": "approve", "confirmed": "1"})
    assert codes(entry) == []


def test_removal_of_a_competing_booth_with_marks_asks_too(client: Client) -> None:
    entry = marked(kind=Contest.Kind.BOOTH)
    booth = make.make_booth(entry.school, entry=entry)
    client.force_login(make.make_organiser(entry.contest.festival))
    answer = {"decision": "decline", "remark": "Sai thể lệ"}

    question = client.post(address(entry, "booth"), answer)
    booth.refresh_from_db()
    assert ("đang xếp thứ 2" in question.content.decode(), booth.state) == (True, "approved")

    client.post(address(entry, "booth"), {**answer, "confirmed": "1"})
    booth.refresh_from_db()
    entry.refresh_from_db()
    assert (booth.state, entry.state, codes(entry)) == ("declined", "declined", ["entry-out"])


def test_removal_without_a_remark_is_refused_before_it_is_asked(client: Client) -> None:
    entry = marked()
    client.force_login(make.make_organiser(entry.contest.festival))

    assert client.post(address(entry), {"decision": "decline", "remark": " "}).status_code == 422


def test_removal_of_an_entry_with_marks_is_refused_unless_confirmed() -> None:
    entry = marked()

    with pytest.raises(RuleBroken) as refusal:
        decide_registration(
            registration=entry,
            decision="decline",
            remark="x",
            by=make.make_organiser(entry.contest.festival),
            now=make.NOW,
        )

    entry.refresh_from_db()
    assert (refusal.value.code, entry.state) == ("has-marks", "approved")


@pytest.mark.parametrize("kind", [Contest.Kind.PRODUCT, Contest.Kind.BOOTH])
@pytest.mark.parametrize("state", ["returned", "declined", "withdrawn"])
def test_page_of_a_registration_that_left_with_marks_says_that_it_blocks_until_waived(
    client: Client, state: str, kind: str
) -> None:
    entry = marked(kind=kind)
    festival, contest = entry.contest.festival, entry.contest
    if kind == Contest.Kind.BOOTH:
        make.make_booth(entry.school, entry=entry, state=state)
    Entry.objects.filter(pk=entry.pk).update(state=state)
    organiser = make.make_organiser(festival)
    client.force_login(organiser)
    page = address(entry, "booth" if kind == Contest.Kind.BOOTH else "entry")
    results = reverse("desk:results", args=[festival.slug, contest.slug])
    waiver = reverse("judging:waive", args=[festival.slug, contest.slug, f"entry-out~{entry.pk}~~~"])

    shown = client.get(page)
    assert texts(shown, "aside .notice") == [
        "Đã có 2 phiếu chấm, các phiếu được giữ lại. Chưa khóa điểm được cho đến khi bài được duyệt lại "
        "hoặc Ban Tổ chức xác nhận bài đã rút."
    ]
    assert values(shown, "aside a", "href")[:2] == [results, waiver]
    link = reverse("desk:registration", args=[festival.slug, "entry", entry.pk])
    assert values(client.get(results), "#blockers li a", "href") == [link, waiver]
    assert texts(client.get(link), "h1") == texts(shown, "h1")

    waive(contest=contest, blocker="entry-out", entry=entry, reason="Đã rút", by=organiser, now=make.NOW)
    waived = client.get(page)
    assert texts(waived, "aside .notice") == ["Đã có 2 phiếu chấm, các phiếu được giữ lại."]
    assert waiver not in values(waived, "aside a", "href")


def test_registration_without_marks_is_declined_at_once(client: Client) -> None:
    entry = make.make_entry(make.make_contest(kind=Contest.Kind.PRODUCT))
    client.force_login(make.make_organiser(entry.contest.festival))

    client.post(address(entry), {"decision": "decline", "remark": "Trùng bài"})

    entry.refresh_from_db()
    assert entry.state == "declined"


@pytest.mark.parametrize("kind", [Contest.Kind.PRODUCT, Contest.Kind.BOOTH])
def test_school_that_withdraws_reads_of_its_sheets_but_not_of_its_rank(client: Client, kind: str) -> None:
    entry = marked(kind=kind)
    client.force_login(make.make_school_user(entry.school))
    slug = entry.contest.festival.slug
    if kind == Contest.Kind.BOOTH:
        booth = make.make_booth(entry.school, entry=entry, state=entry.state)
        url = reverse("booths:school-withdraw", args=[slug, booth.pk])
        own = reverse("booths:school-booth", args=[slug, booth.pk])
    else:
        url = reverse("contests:school-withdraw", args=[slug, entry.contest.slug, entry.pk])
        own = reverse("contests:school-entry", args=[slug, entry.contest.slug, entry.pk])

    button = f'form[action="{url}"]'
    assert values(client.get(own), button, "data-confirm") == [""]  # script does not ask instead of the page
    page = client.post(url).content.decode()
    assert "Đã có 2 phiếu chấm, các phiếu được giữ lại." in page
    assert "xếp thứ" not in page

    client.post(url, {"confirmed": "1"})
    entry.refresh_from_db()
    assert (entry.state, codes(entry)) == ("withdrawn", ["entry-out"])


@pytest.mark.parametrize("decision", ["", "undo", "approved"])
def test_decision_that_is_none_is_refused(client: Client, decision: str) -> None:
    entry = make.make_entry(state=Entry.State.SUBMITTED)
    client.force_login(make.make_organiser(entry.contest.festival))
    answer = {"decision": decision, "remark": "Thiếu ảnh", "confirmed": "1"}

    assert client.post(address(entry), answer).status_code == 422
    entry.refresh_from_db()
    assert entry.state == Entry.State.SUBMITTED


def test_sheet_saved_without_points_has_no_marks() -> None:
    entry = marked()
    Mark.objects.filter(sheet__assignment__entry=entry).update(hundredths=None)
    by = make.make_organiser(entry.contest.festival)

    decide_registration(registration=entry, decision="decline", remark="Sai thể lệ", by=by, now=make.NOW)

    entry.refresh_from_db()
    assert (entry.state, "entry-out" in codes(entry)) == (Entry.State.DECLINED, False)

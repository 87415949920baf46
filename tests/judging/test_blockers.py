"""Every kind of blocker: read from the rows, shown with a link to the page that removes it, and waived."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry, Round
from festival.refusals import RuleBroken
from judging.actions.results import freeze_results
from judging.actions.settle import waive
from judging.blocker_labels import COUNTS, LABELS, blocker_count
from judging.models import Assignment, ScoreSheet, Scoring
from judging.pages.blockers import blocker_lines
from judging.queries.blockers import judging_state
from judging.queries.results import result_lines
from judging.rules.states import BLOCKER_CODES
from tests.access.world import make_conflict
from tests.make import (
    NOW,
    give_points,
    make_contest,
    make_criterion,
    make_entry,
    make_judge,
    make_judged_contest,
    make_organiser,
    make_part,
    make_sheet,
)
from tests.reading import texts, values

pytestmark = pytest.mark.django_db


def codes(contest: Contest) -> list[str]:
    return [blocker.code for blocker in judging_state(contest).blockers]


def out_of_it(contest: Contest, state: str) -> Entry:
    """The first entry, declined after it was marked."""
    entry = contest.entries.order_by("number").first()
    assert entry is not None
    Entry.objects.filter(pk=entry.pk).update(state=state, decided_at=NOW)
    entry.refresh_from_db()
    return entry


def url(name: str, contest: Contest, *more: object) -> str:
    return reverse(name, args=[contest.festival.slug, contest.slug, *more])


def test_every_kind_has_its_sentences() -> None:
    assert list(LABELS) == list(COUNTS) == list(BLOCKER_CODES)
    assert all(blocker_count(code, 2) for code in BLOCKER_CODES)


def test_contest_without_entries_does_not_freeze() -> None:
    contest = make_contest()
    make_criterion(contest)

    assert codes(contest) == ["no-entries"]
    with pytest.raises(RuleBroken):
        freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)


def test_round_without_criteria_and_entry_without_a_judge_block() -> None:
    contest = make_contest()
    make_entry(contest)

    assert codes(contest) == ["no-criteria", "entry-unassigned"]


def test_six_submitted_sheets_do_not_hide_an_entry_that_nobody_marks() -> None:
    contest = make_judged_contest(10, 11, 12, 13, 14, 15)
    make_entry(contest, number="99")

    assert codes(contest) == ["entry-unassigned"]
    with pytest.raises(RuleBroken) as refusal:
        freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)
    assert "1 bài chưa phân công giám khảo" in refusal.value.message


def test_machine_round_without_marks_blocks() -> None:
    contest = make_judged_contest(15)
    Round.objects.filter(contest=contest).update(code="noi")
    machine = Round.objects.create(contest=contest, code="may", marking="machine")
    assert codes(contest) == ["machine-unmarked"]

    entry = contest.entries.get()
    sheet = ScoreSheet.objects.create(assignment=Assignment.objects.create(round=machine, entry=entry))
    assert codes(contest) == ["machine-unmarked"]

    give_points(sheet, 10, 5)
    assert codes(contest) == []


def test_entry_below_the_minimum_of_judges_blocks_in_its_own_words() -> None:
    contest = make_judged_contest(15)
    Scoring.objects.create(contest=contest, min_judges=2)

    assert codes(contest) == ["no-result"]


@pytest.mark.parametrize("state", ["returned", "declined", "withdrawn", "submitted", "draft"])
def test_entry_with_marks_that_is_no_longer_approved_blocks_and_keeps_its_sheets(state: str) -> None:
    contest = make_judged_contest(15, 18)
    entry = out_of_it(contest, state)

    assert codes(contest) == ["entry-out"]
    assert ScoreSheet.objects.filter(assignment__entry=entry).count() == 1

    Entry.objects.filter(pk=entry.pk).update(state="approved")
    assert codes(contest) == []
    assert [line.number for line in result_lines(contest)] == ["02", "01"]


def test_entry_without_marks_leaves_without_a_question() -> None:
    contest = make_judged_contest(15)
    make_sheet(make_judge(contest.festival), entry=make_entry(contest, state="declined"))

    assert codes(contest) == []


def test_waiver_of_an_entry_that_is_out_ends_with_the_next_decision_about_it() -> None:
    contest = make_judged_contest(15, 18)
    entry = out_of_it(contest, "declined")
    by = make_organiser(contest.festival)
    waive(contest=contest, blocker="entry-out", entry=entry, reason="Vi phạm quy chế", by=by, now=NOW)
    assert codes(contest) == []

    Entry.objects.filter(pk=entry.pk).update(decided_at=NOW + timedelta(hours=1))
    assert codes(contest) == ["entry-out"]

    later = NOW + timedelta(hours=2)
    waive(contest=contest, blocker="entry-out", entry=entry, reason="Vẫn vậy", by=by, now=later)
    assert codes(contest) == []


def blocked(code: str) -> Contest:
    """A contest with exactly this blocker; `MENDED[code]` is the page that removes it."""
    if code == "no-entries":
        contest = make_contest(closes_at=NOW)
        make_criterion(contest)
        return contest
    contest = make_judged_contest(15, 18)
    if code == "no-criteria":
        Round.objects.create(contest=contest, code="vong-2", weight=0)
        contest.criteria.update(round=contest.rounds.first())
    if code == "entry-out":
        out_of_it(contest, "returned")
    if code == "entry-unassigned":
        make_entry(contest, number="99")
    if code == "machine-unmarked":
        make_sheet(make_judge(contest.festival), entry=make_entry(contest))
        contest.rounds.update(marking="machine")
        contest.entries.filter(number="").update(state="draft")
        ScoreSheet.objects.filter(assignment__entry__number="01").update(state="draft")
        Assignment.objects.update(judge=None)
    if code == "no-result":
        Scoring.objects.create(contest=contest, min_judges=2)
        give_points(make_sheet(make_judge(contest.festival), entry=contest.entries.get(number="02")), 18, 5)
    if code == "discrepancy":
        Scoring.objects.create(
            contest=contest, discrepancy_agree=Decimal("0.1"), discrepancy_discuss=Decimal("0.2")
        )
        give_points(make_sheet(make_judge(contest.festival), entry=contest.entries.get(number="02")), 1, 5)
    if code.startswith("sheet"):
        sheet = make_sheet(make_judge(contest.festival), entry=contest.entries.get(number="02"))
        if code != "sheet-missing":
            points = (5,) if code == "sheet-incomplete" else (5, 5)
            give_points(sheet, *points, submitted=False)
    return contest


MENDED = {
    "no-entries": "desk/registrations/?contest=",
    "no-criteria": "/rubric/",
    "entry-out": "desk/registrations/entry/",
    "entry-unassigned": "/panels/assign/?entries=",
    "machine-unmarked": "/machine/",
    "sheet-missing": "/panels/#judge-",
    "sheet-incomplete": "/panels/#judge-",
    "sheet-not-submitted": "/panels/#judge-",
    "discrepancy": "/progress/settle/",
    "no-result": "/panels/assign/?entries=",
}


@pytest.mark.parametrize("code", MENDED)
def test_blocker_stands_on_both_pages_with_its_sentence_and_the_way_to_mend_it(
    client: Client, code: str
) -> None:
    contest = blocked(code)
    assert codes(contest) == [code]
    client.force_login(make_organiser(contest.festival))

    for name in ("desk:results", "judging:progress"):
        page = client.get(url(name, contest)).content.decode()
        assert str(LABELS[code]) in page
        assert (
            MENDED[code] in page.partition('<section id="blockers">')[2] + page.partition('id="waiting"')[2]
        )
        assert ("/progress/waive/" in page) is (code not in {"no-entries", "no-criteria"})
    home = client.get(reverse("desk:home", args=[contest.festival.slug])).content.decode()
    assert blocker_count(code, 1) in home


@pytest.mark.parametrize("code", [code for code in MENDED if code not in {"no-entries", "no-criteria"}])
def test_waived_blocker_is_gone_from_the_pages_and_its_reason_stands_there(client: Client, code: str) -> None:
    contest = blocked(code)
    client.force_login(make_organiser(contest.festival))
    (address,) = values(client.get(url("desk:results", contest)), "a[href*='/waive/']", "href")

    assert client.get(address).status_code == 200
    answer = client.post(address, {"reason": "Trưởng ban đồng ý"})

    assert (answer.status_code, codes(contest)) == (302, [])
    page = client.get(url("judging:progress", contest)).content.decode()
    assert "Trưởng ban đồng ý" in page
    freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)


def test_conflict_about_an_entry_that_is_out_is_shown_and_can_be_waived(client: Client) -> None:
    contest = make_judged_contest(15, 18)
    sheet = ScoreSheet.objects.get(assignment__entry__number="01")
    assert sheet.assignment.judge is not None
    make_conflict(sheet, sheet.assignment.judge)
    out_of_it(contest, "declined")
    client.force_login(make_organiser(contest.festival))
    lines = blocker_lines(contest, list(judging_state(contest).blockers))
    assert [line.blocker.code for line in lines] == ["entry-out", "conflict"]
    assert str(LABELS["conflict"]) in client.get(url("desk:results", contest)).content.decode()

    for line in lines:
        assert client.post(url("judging:waive", contest, line.key), {"reason": "Loại"}).status_code == 302

    assert codes(contest) == []


def test_secretary_sees_what_blocks_without_the_organisers_links(client: Client) -> None:
    contest = blocked("discrepancy")
    client.force_login(make_part(contest.festival, "secretary"))

    page = client.get(url("judging:progress", contest)).content.decode()

    assert str(LABELS["discrepancy"]) in page
    assert "/progress/settle/" not in page
    assert "/progress/waive/" not in page


def test_progress_names_rounds_instead_of_their_codes(client: Client) -> None:
    contest = blocked("discrepancy")
    contest.rounds.update(code="thuyet-trinh", name="Thuyết trình")
    client.force_login(make_organiser(contest.festival))

    page = client.get(url("judging:progress", contest))

    assert "thuyet-trinh" not in " ".join(texts(page, "main"))
    assert "Thuyết trình" in texts(page, "main td")
    assert texts(page, "main th small") == ["Thuyết trình"]


def test_blocker_about_a_conflict_leads_to_both_versions(client: Client) -> None:
    contest = make_judged_contest(15)
    sheet = ScoreSheet.objects.get()
    assert sheet.assignment.judge is not None
    op = make_conflict(sheet, sheet.assignment.judge)
    client.force_login(make_organiser(contest.festival))
    page = client.get(url("judging:progress", contest))
    assert values(page, "#waiting a", "href")[0].endswith(f"/progress/ops/{op.pk}/")

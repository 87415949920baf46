"""Contests that are reopened and certified again: which certificates are kept and which are superseded."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from awards.actions.awarding import award_prizes
from awards.actions.certificates import issue_certificates
from awards.actions.certifying import certify_contest
from awards.models import Certificate
from contests.models import Contest
from desk.actions.printing import start_printing
from festival.actions.jobs import do_job
from festival.models import AuditBody, Festival, Job, User
from festival.refusals import RuleBroken
from judging.actions.results import freeze_results, reopen_results
from judging.actions.settle import waive
from judging.models import ScoreSheet
from tests.make import (
    NOW,
    give_points,
    make_festival,
    make_judged_contest,
    make_member,
    make_organiser,
    make_scheme,
)
from tests.reading import texts

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def festival() -> Festival:
    return make_festival()


@pytest.fixture
def people(festival: Festival) -> tuple[User, User]:
    """The organiser who freezes and the one who certifies."""
    return make_organiser(festival), make_organiser(festival)


@pytest.fixture
def contest(festival: Festival, people: tuple[User, User]) -> Contest:
    """Three teachers with 15, 12 and 9 points on the first criterion; two prizes; certified."""
    contest = make_judged_contest(15, 12, 9, festival=festival, kind=Contest.Kind.INDIVIDUAL, name="Hội thi")
    make_scheme(contest, 1, 1)
    for entry in contest.entries.all():
        make_member(entry, f"Nguyễn Thị {entry.number}")
    certify(contest, people)
    return contest


def certify(contest: Contest, people: tuple[User, User]) -> None:
    contest.refresh_from_db()
    freeze_results(contest=contest, by=people[0], now=NOW)
    award_prizes(contest=contest, by=people[0], now=NOW)
    certify_contest(contest=contest, by=people[1], now=NOW)


def mark_again(contest: Contest, people: tuple[User, User], **points: int) -> None:
    """Reopen, give some entries (by number) other points, and certify again."""
    contest.refresh_from_db()
    reopen_results(contest=contest, by=make_organiser(contest.festival), reason="Cộng nhầm", now=NOW)
    for number, whole in points.items():
        entry_number = number.removeprefix("n")
        give_points(ScoreSheet.objects.get(assignment__entry__number=entry_number), whole, 5)
    certify(contest, people)


def register() -> list[tuple[int, str, str, str, int | None]]:
    """(number, name, achievement, state, number of the successor)."""
    return list(
        Certificate.objects.order_by("register_number").values_list(
            "register_number", "recipient", "achievement", "state", "superseded_by__register_number"
        )
    )


def test_unchanged_awards_keep_certificates_numbers_and_codes(
    contest: Contest, people: tuple[User, User]
) -> None:
    for kind in ("prize", "participation"):
        issue_certificates(contest=contest, kind=kind, by=people[0])
    before, codes = register(), set(Certificate.objects.values_list("check_code", flat=True))
    mark_again(contest, people, n03=8)
    for kind in ("prize", "participation"):
        issue_certificates(contest=contest, kind=kind, by=people[0])

    assert (
        register()
        == before
        == [
            (1, "Nguyễn Thị 02", "Đạt giải Nhì Hội thi", "issued", None),
            (2, "Nguyễn Thị 01", "Đạt giải Nhất Hội thi", "issued", None),
            (3, "Nguyễn Thị 03", "Đã tham gia Hội thi", "issued", None),
        ]
    )
    assert set(Certificate.objects.values_list("check_code", flat=True)) == codes
    run = contest.runs.first()
    assert {paper.award.run for paper in Certificate.objects.filter(kind="prize") if paper.award} == {run}


def test_changed_awards_supersede_their_certificates_alone(
    contest: Contest, people: tuple[User, User]
) -> None:
    for kind in ("prize", "participation"):
        issue_certificates(contest=contest, kind=kind, by=people[0])
    mark_again(contest, people, n03=14)

    assert register() == [
        (1, "Nguyễn Thị 02", "Đạt giải Nhì Hội thi", "superseded", 5),
        (2, "Nguyễn Thị 01", "Đạt giải Nhất Hội thi", "issued", None),
        (3, "Nguyễn Thị 03", "Đã tham gia Hội thi", "superseded", 4),
        (4, "Nguyễn Thị 03", "Đạt giải Nhì Hội thi", "issued", None),
        (5, "Nguyễn Thị 02", "Đã tham gia Hội thi", "issued", None),
    ]
    body = AuditBody.objects.get(event__action="certificates-superseded").body
    assert body == {"contest": contest.slug, "superseded": {"1": 5, "3": 4}, "revoked": []}


def test_first_papers_wait_for_the_printing(contest: Contest, people: tuple[User, User]) -> None:
    issue_certificates(contest=contest, kind="prize", by=people[0])
    mark_again(contest, people, n03=14)

    assert [(number, name, state) for number, name, _, state, _ in register()] == [
        (1, "Nguyễn Thị 02", "superseded"),
        (2, "Nguyễn Thị 01", "issued"),
        (3, "Nguyễn Thị 02", "issued"),
    ]


def test_certificate_of_an_entry_out_of_the_table_is_revoked(
    contest: Contest, people: tuple[User, User]
) -> None:
    issue_certificates(contest=contest, kind="prize", by=people[0])
    contest.refresh_from_db()
    by = make_organiser(contest.festival)
    reopen_results(contest=contest, by=by, reason="Vi phạm quy chế", now=NOW)
    entry = contest.entries.get(number="02")
    contest.entries.filter(pk=entry.pk).update(state="declined")
    contest.refresh_from_db()
    waive(contest=contest, blocker="entry-out", entry=entry, reason="Vi phạm quy chế", by=by, now=NOW)
    certify(contest, people)

    assert [(number, state) for number, _, _, state, _ in register()] == [(1, "revoked"), (2, "issued")]


def test_check_page_of_a_replaced_certificate_leads_to_the_one_in_force(
    client: Client, contest: Contest, people: tuple[User, User]
) -> None:
    issue_certificates(contest=contest, kind="prize", by=people[0])
    mark_again(contest, people, n02=16)
    mark_again(contest, people, n02=12, n01=11, n03=8)
    first = Certificate.objects.get(register_number=1)
    valid = Certificate.objects.get(recipient=first.recipient, state="issued")
    page = client.get(reverse("awards:check", args=[first.check_code])).content.decode()

    assert "không còn giá trị" in page
    assert f'href="{reverse("awards:check", args=[valid.check_code])}"' in page
    assert "không còn giá trị" not in client.get(f"/c/{valid.check_code}").content.decode()


def test_check_page_names_the_position_and_unit_of_a_person(
    client: Client, contest: Contest, people: tuple[User, User]
) -> None:
    paper = issue_certificates(contest=contest, kind="prize", by=people[0])[0]
    page = client.get(reverse("awards:check", args=[paper.check_code]))
    assert texts(page, "dl.facts dt")[2] == "Chức vụ, đơn vị"

    Certificate.objects.update(member=None)
    page = client.get(reverse("awards:check", args=[paper.check_code]))
    assert "Trường" not in texts(page, "dl.facts dt")


def test_check_page_while_reopened_says_that_the_results_are_reviewed(
    client: Client, contest: Contest, people: tuple[User, User]
) -> None:
    (paper, _) = issue_certificates(contest=contest, kind="prize", by=people[0])
    address = reverse("awards:check", args=[paper.check_code])
    assert "đang được xem xét lại" not in client.get(address).content.decode()
    contest.refresh_from_db()
    reopen_results(contest=contest, by=make_organiser(contest.festival), reason="Cộng nhầm", now=NOW)

    assert "đang được xem xét lại" in client.get(address).content.decode()


def test_check_page_shows_the_date_that_the_paper_bears(
    client: Client, contest: Contest, people: tuple[User, User]
) -> None:
    Festival.objects.update(decision_on=date(2025, 1, 7), ends_on=date(2025, 1, 5))
    contest.refresh_from_db()
    (paper, _) = issue_certificates(contest=contest, kind="prize", by=people[0])
    Festival.objects.update(decision_on=date(2026, 9, 9))

    page = client.get(reverse("awards:check", args=[paper.check_code])).content.decode()
    assert "07/01/2025" in page and "09/09/2026" not in page


def test_printing_again_dates_the_papers_anew_and_keeps_their_numbers(
    contest: Contest, people: tuple[User, User]
) -> None:
    issue_certificates(contest=contest, kind="prize", by=people[0])
    Festival.objects.update(decision_on=date(2025, 1, 7))
    papers = issue_certificates(contest=contest, kind="prize", by=people[0])

    assert [(paper.register_number, paper.dated_on) for paper in papers] == [
        (1, date(2025, 1, 7)),
        (2, date(2025, 1, 7)),
    ]


def test_issue_with_a_contest_read_before_the_reopening_is_refused(
    contest: Contest, people: tuple[User, User]
) -> None:
    stale = Contest.objects.get(pk=contest.pk)
    contest.refresh_from_db()
    reopen_results(contest=contest, by=make_organiser(contest.festival), reason="Cộng nhầm", now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        issue_certificates(contest=stale, kind="prize", by=people[0])
    assert (refusal.value.code, register()) == ("not-certified", [])


def test_print_job_of_a_contest_reopened_meanwhile_issues_nothing(
    contest: Contest, people: tuple[User, User]
) -> None:
    job = start_printing(code="certificates", festival=contest.festival, contest=contest, by=people[0])
    contest.refresh_from_db()
    reopen_results(contest=contest, by=make_organiser(contest.festival), reason="Cộng nhầm", now=NOW)
    do_job(job.pk)
    job.refresh_from_db()

    assert (job.state, register()) == (Job.State.FAILED, [])


def test_print_job_that_read_the_contest_before_the_reopening_issues_nothing(
    contest: Contest, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reopening falls between the job's reading of the contest and its first certificate."""
    from desk.actions import paper_kinds

    def reopen_then_issue(**arguments: object) -> list[Certificate]:
        fresh = Contest.objects.get(pk=contest.pk)
        reopen_results(contest=fresh, by=make_organiser(fresh.festival), reason="Cộng nhầm", now=NOW)
        return issue_certificates(**arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(paper_kinds, "issue_certificates", reopen_then_issue)
    job = start_printing(code="certificates", festival=contest.festival, contest=contest, by=people[0])
    do_job(job.pk)
    job.refresh_from_db()

    assert (job.state, register()) == (Job.State.FAILED, [])

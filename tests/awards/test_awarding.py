"""Prizes of a frozen run: given by the scheme, ties decided by people, papers issued once."""

from __future__ import annotations

import pytest
from django.test import Client

from awards.actions.awarding import award_prizes, decide_tie, take_back_decision
from awards.actions.certificates import issue_certificates, recipients_of, revoke_certificate
from awards.actions.certifying import certify_contest
from awards.models import Award, Certificate, TieDecision
from contests.models import Contest
from festival.models import User
from festival.refusals import RuleBroken, StaleState
from judging.actions.results import freeze_results
from tests.make import NOW, make_judged_contest, make_member, make_organiser, make_scheme

pytestmark = pytest.mark.django_db


def frozen(*points: int, counts: tuple[int, ...] = (1, 1), **scheme: str) -> tuple[Contest, User]:
    contest = make_judged_contest(*points)
    make_scheme(contest, *counts, **scheme)
    organiser = make_organiser(contest.festival)
    freeze_results(contest=contest, by=organiser, now=NOW)
    return contest, organiser


def given(contest: Contest) -> list[tuple[str, str]]:
    return list(Award.objects.filter(run__contest=contest).values_list("entry__number", "prize__name"))


def test_prizes_go_by_rank_from_the_frozen_run() -> None:
    contest, organiser = frozen(15, 18, 9)
    award_prizes(contest=contest, by=organiser, now=NOW)

    assert given(contest) == [("02", "Giải Nhất"), ("01", "Giải Nhì")]


def test_awarding_again_replaces_what_was_given() -> None:
    contest, organiser = frozen(15, 18, 9)
    for _ in range(2):
        award_prizes(contest=contest, by=organiser, now=NOW)

    assert given(contest) == [("02", "Giải Nhất"), ("01", "Giải Nhì")]


def test_awarding_an_open_contest_is_refused() -> None:
    contest = make_judged_contest(15)
    make_scheme(contest, 1)

    with pytest.raises(RuleBroken) as refusal:
        award_prizes(contest=contest, by=make_organiser(contest.festival), now=NOW)

    assert refusal.value.code == "not-frozen"


def test_awarding_without_a_scheme_is_refused() -> None:
    contest = make_judged_contest(15)
    organiser = make_organiser(contest.festival)
    freeze_results(contest=contest, by=organiser, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        award_prizes(contest=contest, by=organiser, now=NOW)

    assert refusal.value.code == "no-scheme"


def test_tie_for_the_chair_stops_the_prizes_and_names_the_entries() -> None:
    contest, organiser = frozen(15, 15, 9, boundary_tie="chair")

    with pytest.raises(RuleBroken) as refusal:
        award_prizes(contest=contest, by=organiser, now=NOW)

    assert refusal.value.code == "tie-for-chair"
    assert "Bài 01" in refusal.value.message and "Bài 02" in refusal.value.message
    assert given(contest) == []


def test_chair_decides_and_the_other_gets_the_next_prize() -> None:
    contest, organiser = frozen(15, 15, 9, boundary_tie="chair")
    first, second = contest.entries.filter(number__in=["01", "02"]).order_by("number")
    decide_tie(
        contest=contest,
        category="",
        tier="giai-1",
        tied=[first.pk, second.pk],
        given=[second.pk],
        reason="Sản phẩm hoàn thiện hơn",
        by=organiser,
        now=NOW,
    )
    award_prizes(contest=contest, by=organiser, now=NOW)

    assert sorted(given(contest)) == [("01", "Giải Nhì"), ("02", "Giải Nhất")]


def test_decision_about_another_tie_is_stale() -> None:
    contest, organiser = frozen(15, 15, 9, boundary_tie="chair")
    third = contest.entries.get(number="03")

    with pytest.raises(StaleState):
        decide_tie(
            contest=contest,
            category="",
            tier="giai-1",
            tied=[third.pk],
            given=[third.pk],
            reason="?",
            by=organiser,
            now=NOW,
        )

    assert TieDecision.objects.count() == 0


def test_decision_taken_back_asks_again() -> None:
    contest, organiser = frozen(15, 15, 9, boundary_tie="chair")
    tied = list(contest.entries.filter(number__in=["01", "02"]).values_list("pk", flat=True))
    decision = decide_tie(
        contest=contest,
        category="",
        tier="giai-1",
        tied=tied,
        given=tied[:1],
        reason="a",
        by=organiser,
        now=NOW,
    )
    award_prizes(contest=contest, by=organiser, now=NOW)
    take_back_decision(decision=decision, by=organiser)

    assert given(contest) == []
    with pytest.raises(RuleBroken):
        award_prizes(contest=contest, by=organiser, now=NOW)


def test_certifying_before_the_prizes_are_given_is_refused() -> None:
    contest, _ = frozen(15)

    with pytest.raises(RuleBroken) as refusal:
        certify_contest(contest=contest, by=make_organiser(contest.festival), now=NOW)

    assert refusal.value.code == "not-awarded"


def certified(*points: int, counts: tuple[int, ...] = (1, 1)) -> tuple[Contest, User]:
    contest, organiser = frozen(*points, counts=counts)
    award_prizes(contest=contest, by=organiser, now=NOW)
    certify_contest(contest=contest, by=make_organiser(contest.festival), now=NOW)
    return contest, organiser


def test_prizes_cannot_change_once_certified() -> None:
    contest, organiser = certified(15, 18)

    with pytest.raises(RuleBroken) as refusal:
        award_prizes(contest=contest, by=organiser, now=NOW)

    assert refusal.value.code == "not-frozen"


def test_papers_are_in_calling_order_with_running_numbers() -> None:
    contest, organiser = certified(15, 18, 9)
    for entry in contest.entries.all():
        make_member(entry, f"Nguyễn Văn {entry.number}")
    papers = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)

    assert [(paper.register_number, paper.recipient) for paper in papers] == [
        (1, "Nguyễn Văn 01"),
        (2, "Nguyễn Văn 02"),
    ]
    assert len({paper.check_code for paper in papers}) == 2


def test_papers_issued_again_keep_their_numbers() -> None:
    contest, organiser = certified(15, 18, 9)
    first = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)
    second = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)
    others = issue_certificates(contest=contest, kind="participation", by=organiser, now=NOW)

    assert [paper.pk for paper in first] == [paper.pk for paper in second]
    assert [paper.register_number for paper in others] == [3]


def test_papers_before_certifying_are_refused() -> None:
    contest, organiser = frozen(15)
    award_prizes(contest=contest, by=organiser, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)

    assert (refusal.value.code, len(recipients_of(contest, "prize"))) == ("not-certified", 1)


def test_revoked_paper_is_replaced_by_a_new_number() -> None:
    contest, organiser = certified(15)
    (paper,) = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)
    revoke_certificate(certificate=paper, reason="Sai tên", by=organiser)
    (again,) = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)

    assert (paper.register_number, again.register_number) == (1, 2)


@pytest.mark.parametrize("typed", ["/c/{0}", "/c/{1}", "/C/{2}", "/c/{1}/", "/c/{0}.", "/c/{2}%20"])
def test_check_page_typed_from_paper_is_that_of_the_certificate(client: Client, typed: str) -> None:
    contest, organiser = certified(15, 18, 9)
    paper = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)[0]
    Certificate.objects.filter(pk=paper.pk).update(check_code="Nk-R_w9aQ")

    page = client.get(typed.format("Nk-R_w9aQ", "nk-r_w9aq", "NK-R_W9AQ"))

    assert page.status_code == 200
    assert f"<dd>{paper.register_number:03d}</dd>" in page.content.decode()
    assert client.get("/c/nk-rxw9aq").status_code == 404


def test_check_code_that_could_mean_two_certificates_has_to_be_exact(client: Client) -> None:
    contest, organiser = certified(15, 18, 9)
    first, second = issue_certificates(contest=contest, kind="prize", by=organiser, now=NOW)
    Certificate.objects.filter(pk=first.pk).update(check_code="aBc")
    Certificate.objects.filter(pk=second.pk).update(check_code="AbC")

    statuses = [client.get(f"/c/{code}").status_code for code in ("aBc", "AbC", "abc")]

    assert statuses == [200, 200, 404]

"""Simultaneous changes of certificates, prizes and the state of a contest."""

from __future__ import annotations

from functools import partial

import pytest

from awards.actions.awarding import award_prizes
from awards.actions.certificates import issue_certificates
from awards.actions.certifying import certify_contest
from awards.models import Award, Certificate
from contests.models import Contest
from festival.actions.festivals import move_festival
from festival.models import Festival
from judging.actions.results import freeze_results, reopen_results
from tests.make import NOW, make_judged_contest, make_organiser, make_scheme
from tests.races import refusals

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
ROUNDS = 4


def frozen() -> Contest:
    contest = make_judged_contest(15, 18)
    make_scheme(contest, 1, 1)
    freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)
    return contest


def certified() -> Contest:
    contest = frozen()
    second = make_organiser(contest.festival)
    award_prizes(contest=contest, by=second, now=NOW)
    certify_contest(contest=contest, by=second, now=NOW)
    return contest


def loaded(contest: Contest) -> Contest:
    return Contest.objects.select_related("festival").get(pk=contest.pk)


def test_papers_printed_while_the_contest_is_reopened_are_issued_before_it_or_not_at_all() -> None:
    for _ in range(ROUNDS):
        contest = certified()
        by = make_organiser(contest.festival)
        codes = refusals(
            partial(issue_certificates, contest=loaded(contest), kind="prize", by=by, now=NOW),
            partial(reopen_results, contest=loaded(contest), by=by, reason="Sai điểm", now=NOW),
        )
        assert codes in (["", ""], ["not-certified", ""])
        issued = Certificate.objects.filter(contest=contest, state="issued").count()
        assert issued == (2 if codes[0] == "" else 0)


def test_papers_printed_while_the_festival_is_closed_leave_it_closed() -> None:
    for _ in range(ROUNDS):
        contest = certified()
        by = make_organiser(contest.festival)
        festival = Festival.objects.get(pk=contest.festival_id)
        codes = refusals(
            partial(issue_certificates, contest=loaded(contest), kind="prize", by=by, now=NOW),
            partial(move_festival, festival=festival, to="closed", by=by),
        )
        assert codes == ["", ""]
        assert Festival.objects.get(pk=festival.pk).state == "closed"


def test_papers_printed_twice_at_once_have_one_number_each() -> None:
    contest = certified()
    by = make_organiser(contest.festival)
    print_it = [
        partial(issue_certificates, contest=loaded(contest), kind="prize", by=by, now=NOW) for _ in range(2)
    ]
    assert refusals(*print_it) == ["", ""]
    assert list(Certificate.objects.values_list("register_number", flat=True)) == [1, 2]


def test_certified_contest_has_its_prizes_whatever_else_happens_at_once() -> None:
    for _ in range(ROUNDS):
        contest = frozen()
        by = make_organiser(contest.festival)
        codes = refusals(
            partial(award_prizes, contest=loaded(contest), by=by, now=NOW),
            partial(certify_contest, contest=loaded(contest), by=by, now=NOW),
        )
        assert codes in (["", ""], ["", "not-awarded"])
        assert Award.objects.filter(run__contest=contest).count() == 2

"""Codes of rounds and criteria never change, so that tie-breaks stay valid."""

from __future__ import annotations

import importlib
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from contests.actions.rounds import set_rounds
from contests.models import Contest, Round
from festival.audit import log_event
from festival.models import User
from festival.refusals import RuleBroken
from judging.actions.results import freeze_results
from judging.actions.rubric import set_criteria
from judging.actions.settings import set_scoring
from judging.models import Mark, Scoring
from judging.queries.results import live_lines
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
migration: Any = importlib.import_module("judging.migrations.0006_tie_breaks_follow_rounds")


def row(name: str, part: Round | None = None, marking: str = "judges") -> dict[str, Any]:
    return {"round": part.pk if part else None, "name": name, "weight": Decimal(1), "marking": marking}


@pytest.fixture
def contest() -> Contest:
    return make.make_contest()


@pytest.fixture
def organiser(contest: Contest) -> User:
    return make.make_organiser(contest.festival)


def codes(contest: Contest) -> list[tuple[str, str]]:
    return list(contest.rounds.values_list("code", "name"))


def tie_breaks(contest: Contest) -> list[str]:
    found: list[str] = Scoring.objects.get(contest=contest, round=None).tie_break
    return found


def two_rounds(contest: Contest, by: User) -> tuple[Round, Round]:
    set_rounds(contest=contest, rows=[row("Thực hành", contest.rounds.get()), row("Lý thuyết")], by=by)
    first, second = contest.rounds.all()
    return first, second


def test_rounds_renamed_and_moved_keep_their_codes(contest: Contest, organiser: User) -> None:
    first, second = two_rounds(contest, organiser)
    assert codes(contest) == [("thuc-hanh", "Thực hành"), ("ly-thuyet", "Lý thuyết")]

    set_rounds(contest=contest, rows=[row("Thực hành", second), row("Vẽ máy", first)], by=organiser)

    assert codes(contest) == [("ly-thuyet", "Thực hành"), ("thuc-hanh", "Vẽ máy")]


def test_only_round_gets_its_code_with_its_name_and_keeps_it(contest: Contest, organiser: User) -> None:
    only = contest.rounds.get()
    for name, wanted in [("", ""), ("Bán kết", "ban-ket"), ("Chung kết", "ban-ket"), ("", "ban-ket")]:
        set_rounds(contest=contest, rows=[row(name, only)], by=organiser)
        assert codes(contest) == [(wanted, name)]


def test_new_round_named_like_an_old_code_gets_another(contest: Contest, organiser: User) -> None:
    first, second = two_rounds(contest, organiser)
    rows = [row("Vòng một", first), row("Lý thuyết", second), row("Thực hành"), row("Dài " * 29)]

    set_rounds(contest=contest, rows=rows, by=organiser)

    assert [code for code, _ in codes(contest)] == [
        "thuc-hanh", "ly-thuyet", "thuc-hanh-2", ("dai-" * 13)[:50].strip("-"),
    ]  # fmt: skip


def test_tie_break_survives_the_renaming_of_its_round(contest: Contest, organiser: User) -> None:
    first, second = two_rounds(contest, organiser)
    set_scoring(contest=contest, round=None, by=organiser, tie_break=["round:ly-thuyet"])

    set_rounds(contest=contest, rows=[row("Thực hành", first), row("Trắc nghiệm", second)], by=organiser)

    assert tie_breaks(contest) == ["round:ly-thuyet"]
    assert live_lines(contest) == []


def test_tie_break_of_the_only_round_is_rewritten_when_it_gets_a_code(
    contest: Contest, organiser: User
) -> None:
    Scoring.objects.create(contest=contest, tie_break=["criterion:noi-dung", "round:"])

    two_rounds(contest, organiser)

    assert tie_breaks(contest) == ["criterion:noi-dung", "round:thuc-hanh"]


def test_round_that_a_tie_break_names_is_not_removed(contest: Contest, organiser: User) -> None:
    first, _ = two_rounds(contest, organiser)
    set_scoring(contest=contest, round=None, by=organiser, tie_break=["round:ly-thuyet"])

    with pytest.raises(RuleBroken, match="tie-break-in-use"):
        set_rounds(contest=contest, rows=[row("Thực hành", first)], by=organiser)

    assert len(codes(contest)) == 2


def criteria_rows(contest: Contest) -> list[dict[str, Any]]:
    fields = ("name", "description", "maximum", "step", "weight")
    return [
        {"criterion": each.pk, "round": None, **{name: getattr(each, name) for name in fields}}
        for each in contest.criteria.all()
    ]


def test_criterion_renamed_keeps_its_code_and_its_tie_break(organiser: User) -> None:
    contest = make.make_judged_contest(12, festival=organiser.memberships.get().festival)
    rows = criteria_rows(contest)
    code = contest.criteria.first().code  # type: ignore[union-attr]
    set_scoring(contest=contest, round=None, by=organiser, tie_break=[f"criterion:{code}"])

    renamed = [{**each, "name": f"{each['name']} mới"} for each in rows]
    set_criteria(contest=contest, rows=renamed, by=organiser)

    assert contest.criteria.first().code == code  # type: ignore[union-attr]
    assert tie_breaks(contest) == [f"criterion:{code}"]


def test_criterion_that_a_tie_break_names_is_not_removed(contest: Contest, organiser: User) -> None:
    make.make_sheet(entry=make.make_entry(contest))
    rows = criteria_rows(contest)
    code = contest.criteria.first().code  # type: ignore[union-attr]
    set_scoring(contest=contest, round=None, by=organiser, tie_break=[f"criterion:{code}"])

    with pytest.raises(RuleBroken, match="tie-break-in-use"):
        set_criteria(contest=contest, rows=rows[1:], by=organiser)


def test_criterion_of_a_sheet_with_only_a_comment_is_not_removed(contest: Contest, organiser: User) -> None:
    sheet = make.make_sheet(entry=make.make_entry(contest))
    rows = criteria_rows(contest)
    Mark.objects.bulk_create(
        Mark(sheet=sheet, criterion=each, hundredths=None) for each in contest.criteria.all()
    )

    with pytest.raises(RuleBroken, match="criterion-in-use") as refusal:
        set_criteria(contest=contest, rows=rows[1:], by=organiser)

    assert rows[0]["name"] in str(refusal.value.message)
    assert contest.criteria.count() == len(rows)


def test_freeze_with_a_tie_break_of_a_round_that_is_gone_is_refused() -> None:
    contest = make.make_judged_contest(12, 12)
    Scoring.objects.update_or_create(contest=contest, round=None, defaults={"tie_break": ["round:gone"]})

    assert [line.rank for line in live_lines(contest)] == [1, 1]
    with pytest.raises(RuleBroken, match="tie-break-unknown-round"):
        freeze_results(contest=contest, by=make.make_organiser(contest.festival), now=make.NOW)


@pytest.mark.parametrize(
    ("logged", "now", "stored", "wanted"),
    [
        ([["a", "b"], ["a", "c"]], ["a", "c"], ["round:b"], ["round:c"]),
        ([["a", "b"], ["a", "c"], ["d", "c"]], ["d", "c"], ["round:b", "round:a"], ["round:c", "round:d"]),
        ([["a", "b"], ["c", "d"]], ["c", "d"], ["round:b"], ["round:b"]),
        ([["a", "b"], ["c", "d"]], ["c", "d"], ["round:b", "round:c"], ["round:d", "round:c"]),
        ([], ["a"], ["criterion:x", "round:"], ["criterion:x", "round:a"]),
        ([["a", "b"]], ["a", "b"], ["round:b"], ["round:b"]),
    ],
)
def test_migration_of_lost_tie_breaks_finds_the_round_where_the_log_says_it(
    contest: Contest,
    organiser: User,
    logged: list[list[str]],
    now: list[str],
    stored: list[str],
    wanted: list[str],
) -> None:
    contest.rounds.all().delete()
    for position, code in enumerate(now):
        Round.objects.create(contest=contest, code=code, position=position)
    Scoring.objects.create(contest=contest, tie_break=stored)
    with transaction.atomic():
        for each in logged:
            log_event(organiser, "rounds-changed", contest, festival=contest.festival, body={"rounds": each})

    migration.follow_rounds(apps, None)

    assert tie_breaks(contest) == wanted

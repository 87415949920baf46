"""The organiser edits criteria and the scoring settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Round
from festival.refusals import RuleBroken, StaleState
from judging.actions.rubric import set_criteria
from judging.actions.settings import set_scoring
from judging.pages.scoring import example_of
from judging.presets import RUBRICS
from judging.queries.settings import contest_rule
from tests import make
from tests.reading import sent_by

pytestmark = pytest.mark.django_db


def row(name: str, maximum: str = "20", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "description": "",
        "maximum": Decimal(maximum),
        "step": Decimal("0.25"),
        "weight": Decimal(1),
        "round": None,
        **more,
    }


def test_criteria_get_codes_from_their_names() -> None:
    contest = make.make_contest()
    by = make.make_organiser(contest.festival)
    set_criteria(contest=contest, rows=[row("Tính sáng tạo"), row("Tính sáng tạo"), row("!")], by=by)
    assert [c.code for c in contest.criteria.all()] == ["tinh-sang-tao", "tinh-sang-tao-2", "tieu-chi"]


def test_criterion_keeps_its_code_when_it_is_renamed_and_moved() -> None:
    contest = make.make_contest()
    by = make.make_organiser(contest.festival)
    set_criteria(contest=contest, rows=[row("Một"), row("Hai")], by=by)
    first, second = contest.criteria.all()
    rows = [row("Nhì", criterion=second.pk), row("Nhất", criterion=first.pk)]
    set_criteria(contest=contest, rows=rows, by=by)
    assert [(c.pk, c.code, c.name) for c in contest.criteria.all()] == [
        (second.pk, "hai", "Nhì"),
        (first.pk, "mot", "Nhất"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maximum": Decimal(0)}, "maximum-not-positive"),
        ({"step": Decimal("0.3")}, "maximum-not-a-step"),
        ({"step": Decimal(0)}, "step-not-positive"),
        ({"weight": Decimal(-1)}, "weight-negative"),
    ],
)
def test_nonsense_numbers_are_refused(changes: dict[str, Any], code: str) -> None:
    contest = make.make_contest()
    with pytest.raises(RuleBroken, match=code):
        set_criteria(
            contest=contest, rows=[{**row("A"), **changes}], by=make.make_organiser(contest.festival)
        )


def marked() -> tuple[Contest, list[dict[str, Any]]]:
    contest = make.make_judged_contest(15)
    rows = [
        row(c.name, str(c.maximum), criterion=c.pk, step=c.step, weight=c.weight)
        for c in contest.criteria.all()
    ]
    return contest, rows


def test_marked_rubric_lets_texts_change_and_nothing_else() -> None:
    contest, rows = marked()
    by = make.make_organiser(contest.festival)
    set_criteria(contest=contest, rows=[{**rows[0], "description": "Rõ ràng"}, *rows[1:]], by=by)
    assert contest.criteria.all()[0].description == "Rõ ràng"
    for wrong in (rows[:1], [*rows, row("Mới")], [{**rows[0], "maximum": Decimal(30)}, rows[1]]):
        with pytest.raises(RuleBroken, match="rubric-locked"):
            set_criteria(contest=contest, rows=wrong, by=by)


def test_rubric_of_a_frozen_contest_is_stale() -> None:
    contest = make.make_contest(state=Contest.State.FROZEN)
    with pytest.raises(StaleState):
        set_criteria(contest=contest, rows=[row("A")], by=make.make_organiser(contest.festival))


def test_rubric_page_saves_rows_typed_with_commas(client: Client) -> None:
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("judging:rubric", args=[contest.festival.slug, contest.slug])
    form = {
        "criteria-TOTAL_FORMS": "2",
        "criteria-INITIAL_FORMS": "0",
        "criteria-0-name": "Nội dung",
        "criteria-0-maximum": "60,5",
        "criteria-0-step": "0,5",
        "criteria-0-weight": "1",
        "criteria-1-name": "Bỏ",
        "criteria-1-maximum": "10",
        "criteria-1-step": "1",
        "criteria-1-weight": "1",
        "criteria-1-DELETE": "on",
    }
    assert client.post(url, form).status_code == 302
    assert [(c.name, c.maximum, c.step) for c in contest.criteria.all()] == [
        ("Nội dung", Decimal("60.50"), Decimal("0.50"))
    ]
    assert client.post(url, {**form, "criteria-0-maximum": "sáu"}).status_code == 422


@pytest.mark.parametrize("preset", list(RUBRICS))
def test_preset_rubric_is_saved_as_it_is_shown_and_has_100_points(client: Client, preset: str) -> None:
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("judging:rubric", args=[contest.festival.slug, contest.slug])
    data = sent_by(client.post(url, {**sent_by(client.get(url)), "preset": preset}))
    assert client.post(url, data).status_code == 302
    assert sum(c.maximum for c in contest.criteria.all()) == 100


def test_scoring_page_saves_thresholds_as_shares_and_tie_breaks_in_order(client: Client) -> None:
    contest = make.make_contest()
    make.make_criterion(contest, code="noi-dung", name="Nội dung")
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("judging:scoring", args=[contest.festival.slug, contest.slug])
    form = {
        "combine": "sheet",
        "method": "trimmed_mean",
        "drop_high": "1",
        "drop_low": "1",
        "decimals": "2",
        "rounding": "half_up",
        "min_judges": "3",
        "discrepancy_agree": "10",
        "discrepancy_discuss": "15",
        "rounds": "weighted_sum",
        "tie_1": "criterion:noi-dung",
    }
    assert client.post(url, form).status_code == 302
    rule = contest_rule(contest)
    assert (rule.rounds[0].policy.method, rule.rounds[0].policy.min_judges) == ("trimmed_mean", 3)
    assert rule.threshold is not None and (rule.threshold.agree, rule.threshold.discuss) == (
        Decimal("0.1"),
        Decimal("0.15"),
    )
    assert [tie.code for tie in rule.tie_break] == ["noi-dung"]
    assert client.post(url, {**form, "discrepancy_discuss": "5"}).status_code == 422
    assert client.post(url, {**form, "discrepancy_discuss": ""}).status_code == 422


def test_round_has_exceptions_and_the_rest_as_the_contest() -> None:
    contest = make.make_contest()
    by = make.make_organiser(contest.festival)
    part = Round.objects.get(contest=contest)
    set_scoring(contest=contest, round=None, by=by, method="median", decimals=1)
    set_scoring(contest=contest, round=part, by=by, method=None, decimals=3)
    policy = contest_rule(contest).rounds[0].policy
    assert (policy.method, policy.decimals) == ("median", 3)


@pytest.mark.parametrize(
    ("settings", "points"),
    [
        ({}, "80.08"),
        ({"method": "median"}, "78.50"),
        ({"method": "sum"}, "240.25"),
        ({"method": "trimmed_mean", "drop_high": 1, "drop_low": 1}, "78.50"),
        ({"combine": "criterion"}, "80.09"),
        ({"min_judges": 4}, "None"),
    ],
)
def test_worked_example_is_what_the_rules_make_of_it(settings: dict[str, Any], points: str) -> None:
    assert str(example_of(settings).result.points) == points


def test_example_follows_the_form(client: Client) -> None:
    contest = make.make_contest()
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("judging:example", args=[contest.festival.slug, contest.slug])
    assert "78,5" in client.get(url, {"method": "median"}).content.decode()


def test_rows_are_saved_in_the_order_typed_and_an_older_copy_is_refused(client: Client) -> None:
    contest = make.make_contest()
    first = make.make_criterion(contest, name="Một", position=0)
    second = make.make_criterion(contest, name="Hai", position=1)
    client.force_login(make.make_organiser(contest.festival))
    url = reverse("judging:rubric", args=[contest.festival.slug, contest.slug])
    data = sent_by(client.get(url)) | {"criteria-0-ORDER": "2", "criteria-1-ORDER": "1"}
    assert client.post(url, data).status_code == 302
    assert list(contest.criteria.values_list("pk", flat=True)) == [second.pk, first.pk]
    assert client.post(url, data).status_code == 409

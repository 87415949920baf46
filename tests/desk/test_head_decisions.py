"""An entry whose points the head of the jury decided is marked wherever its points stand."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from awards.actions.awarding import award_prizes
from awards.actions.certifying import certify_contest
from awards.documents import prize_table
from awards.queries.prize_table import prize_groups
from contests.models import Contest
from desk.queries.summary import summary_paper
from festival.models import User
from judging.actions.results import freeze_results, publish_results
from judging.actions.settle import settle_discrepancy
from judging.models import ResultRun, Scoring
from judging.queries.results import frozen_lines, result_lines
from tests import make

pytestmark = pytest.mark.django_db
MARKED = "Trưởng ban quyết định"


@pytest.fixture
def contest() -> Contest:
    """Two entries; the head decided 21.5 points for the second one."""
    contest = make.make_judged_contest(10, 19)
    make.make_scheme(contest, 1)
    Scoring.objects.create(
        contest=contest, discrepancy_agree=Decimal("0.1"), discrepancy_discuss=Decimal("0.15")
    )
    entry = contest.entries.get(number="02")
    make.give_points(make.make_sheet(make.make_judge(contest.festival), entry=entry), 10, 5)
    settle_discrepancy(
        contest=contest,
        entry=entry,
        round=contest.rounds.get(),
        kind="head",
        points=Decimal("21.5"),
        reason="Xem lại bài",
        by=make.make_organiser(contest.festival),
        now=make.NOW,
    )
    return contest


def published(contest: Contest) -> User:
    first, second = make.make_organiser(contest.festival), make.make_organiser(contest.festival)
    for action, by in [
        (freeze_results, first),
        (award_prizes, first),
        (certify_contest, second),
        (publish_results, first),
    ]:
        action(contest=contest, by=by, now=make.NOW)
        contest.refresh_from_db()
    return first


def marked(contest: Contest) -> list[tuple[str, bool]]:
    return [(line.number, line.is_ruled) for line in result_lines(contest)]


def printed(name: str, contest: Contest, format: str) -> str:
    out = io.StringIO()
    call_command(name, contest.festival.slug, contest.slug, "--format", format, stdout=out)
    return out.getvalue()


def test_line_is_marked_before_and_after_the_freeze(contest: Contest) -> None:
    assert marked(contest) == [("02", True), ("01", False)]
    published(contest)
    assert marked(contest) == [("02", True), ("01", False)]


def test_line_of_a_run_frozen_before_its_rows_had_the_mark_is_marked_too(contest: Contest) -> None:
    old = ResultRun.objects.create(
        contest=contest,
        frozen_by=make.make_user(),
        frozen_at=make.NOW,
        digest="x",
        digest_version=1,
        rules={},
        registered=1,
    )
    old.rows.create(entry=contest.entries.get(number="02"), position=1, school_code="a", number="02")

    assert [(line.number, line.is_ruled) for line in frozen_lines(old)] == [("02", True)]


def test_pages_of_office_and_school_mark_the_points(client: Client, contest: Contest) -> None:
    client.force_login(make.make_organiser(contest.festival))
    results = reverse("desk:results", args=[contest.festival.slug, contest.slug])
    assert client.get(results).content.decode().count(MARKED) == 1
    published(contest)
    assert client.get(results).content.decode().count(MARKED) == 1

    for number, count in (("02", 1), ("01", 0)):
        client.force_login(make.make_school_user(contest.entries.get(number=number).school))
        page = client.get(reverse("desk:school-papers", args=[contest.festival.slug])).content.decode()
        assert page.count(MARKED) == count


def test_papers_mark_the_points_and_say_what_the_mark_means(contest: Contest) -> None:
    published(contest)

    summary: Any = summary_paper(contest).data
    assert [row.total for row in summary.groups[0].rows] == ["21,50*", "15,00"]
    assert summary.notes[0] == "* Điểm do Trưởng ban giám khảo quyết định."
    assert summary.notes[1].startswith("02: Trưởng ban giám khảo quyết định (21,5). Xem lại bài (")

    groups = prize_groups([contest])
    table: Any = prize_table(contest.festival, groups, is_draft=False, contest=contest).data
    assert [row.points for row in groups[0].rows] == ["21,50*"]
    assert table.note == "* Điểm do Trưởng ban giám khảo quyết định."


def test_csv_keeps_its_columns_and_json_says_who_decided(contest: Contest) -> None:
    rows = list(csv.DictReader(io.StringIO(printed("results", contest, "csv"))))
    assert list(rows[0]) == [
        "rank",
        "tied",
        "number",
        "school_code",
        "title",
        "category",
        "total",
        "judges",
        "prize",
    ]
    assert [row["total"] for row in rows] == ["21.50", "15.00"]
    assert [(row["number"], row["head"]) for row in json.loads(printed("results", contest, "json"))] == [
        ("02", "1"),
        ("01", "0"),
    ]

"""The digest of a frozen run in both versions: with and without the printed text."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from contests.models import Contest
from desk.queries.summary import summary_paper
from festival import append_only
from festival.models import School
from judging.actions.results import freeze_results
from judging.models import ResultRow, ResultRun
from judging.queries.freezing import digest_of, rules_as_json
from judging.queries.results import frozen_lines
from judging.rules.policy import ContestRule, CriterionRule, DiscrepancyThreshold, RoundRule
from tests.conftest import no_triggers
from tests.make import NOW, make_judged_contest, make_member, make_organiser

pytestmark = pytest.mark.django_db

TEXT = {"number": "99", "title": "Bài khác", "school_code": "khac", "school": "Trường khác", "name": "Ai đó"}
FIGURES = {"category": "B", "rank": 7, "tied": True, "points": 1, "judges": 9, "detail": {}}


def frozen_run() -> ResultRun:
    contest = make_judged_contest(15, 18, kind=Contest.Kind.INDIVIDUAL)
    for entry in contest.entries.all():
        make_member(entry, f"Nguyễn Thị Hoà {entry.number}")
    return freeze_results(contest=contest, by=make_organiser(contest.festival), now=NOW)


def as_version_1(run: ResultRun) -> None:
    """The run as it was frozen before the digest covered the printed text."""
    with no_triggers():
        ResultRow.objects.filter(run=run).update(name="", school="")
        old = digest_of(run.rules, frozen_lines(run), version=1)
        ResultRun.objects.filter(pk=run.pk).update(digest=old, digest_version=1)


def verified(run: ResultRun) -> str:
    """What `verify_results` reports about the run's contest; empty when it agrees."""
    errors = StringIO()
    try:
        call_command("verify_results", run.contest.festival.slug, stdout=StringIO(), stderr=errors)
    except CommandError:
        assert errors.getvalue()
    return errors.getvalue()


def altered(run: ResultRun, **fields: Any) -> str:
    """The report after the first frozen row was changed with the triggers disabled."""
    with no_triggers():
        row = ResultRow.objects.filter(run=run).order_by("position")[:1]
        ResultRow.objects.filter(pk__in=row.values("pk")).update(**fields)
    return verified(run)


def test_new_run_has_digest_version_2_and_keeps_the_printed_name_and_school() -> None:
    run = frozen_run()
    row = run.rows.select_related("entry__school").get(position=1)

    assert (run.digest_version, row.name, row.school) == (2, "Nguyễn Thị Hoà 02", row.entry.school.name)
    assert verified(run) == ""


@pytest.mark.database
@pytest.mark.parametrize("field", sorted({**TEXT, **FIGURES}))
def test_any_altered_field_of_a_frozen_row_breaks_the_digest(field: str) -> None:
    assert "mã kiểm tra" in altered(frozen_run(), **{field: {**TEXT, **FIGURES}[field]})


@pytest.mark.parametrize("field", sorted(FIGURES))
def test_version_1_digest_is_still_verified_over_the_figures(field: str) -> None:
    run = frozen_run()
    as_version_1(run)

    assert verified(run) == ""
    assert "mã kiểm tra" in altered(run, **{field: FIGURES[field]})


def test_version_1_digest_does_not_cover_the_text() -> None:
    run = frozen_run()
    as_version_1(run)

    assert altered(run, title="Bài khác") == ""


def test_summary_of_a_frozen_contest_prints_the_frozen_name_and_school() -> None:
    run = frozen_run()
    contest = run.contest
    before = [(row.name, row.unit) for group in summary_paper(contest).data.groups for row in group.rows]
    School.objects.update(name="Trường đổi tên")
    contest.entries.get(number="01").members.update(full_name="Tên khác")

    after = [(row.name, row.unit) for group in summary_paper(contest).data.groups for row in group.rows]
    assert after == before
    assert [name for name, _ in after] == ["Nguyễn Thị Hoà 02", "Nguyễn Thị Hoà 01"]


def test_summary_of_a_version_1_run_prints_the_names_of_today() -> None:
    run = frozen_run()
    as_version_1(run)

    (group,) = summary_paper(run.contest).data.groups
    assert [row.name for row in group.rows] == ["Nguyễn Thị Hoà 02", "Nguyễn Thị Hoà 01"]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_migration_of_the_digest_version_keeps_runs_and_triggers_both_ways() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("judging", "0002_append_only")])
    later = "judging_namecorrection"
    assert append_only.missing(connection) == [f"{later}_no_update", f"{later}_no_delete"]

    executor = MigrationExecutor(connection)
    executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] != "auth"])
    assert append_only.missing(connection) == []


def test_stored_rules_keep_their_spelling() -> None:
    rule = ContestRule(
        (RoundRule("", (CriterionRule("a", Decimal(10)),)),),
        threshold=DiscrepancyThreshold(Decimal("0.1"), Decimal("0.15")),
    )
    policy = {
        "combine": "sheet",
        "method": "mean",
        "drop_high": 0,
        "drop_low": 0,
        "clip": "0",
        "round_marks": False,
        "decimals": 2,
        "rounding": "half_up",
        "min_judges": 1,
    }
    criterion = {"code": "a", "maximum": "1E+1", "step": "0.25", "weight": "1"}
    assert rules_as_json(rule) == {
        "rounds": [
            {
                "code": "",
                "criteria": [criterion],
                "weight": "1",
                "marking": "judges",
                "policy": policy,
                "gate": None,
            }
        ],
        "combine_rounds": "weighted_sum",
        "tie_break": [],
        "gate": {"agree": "0.1", "discuss": "0.15"},
        "decimals": 2,
        "rounding": "half_up",
    }

"""From files to the printed table: random bundles, imported, against the oracle of the contract."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contests.models import Contest
from festival.models import User
from judging.actions.settle import waive
from judging.pages.blockers import blocker_lines
from judging.queries.blockers import judging_state
from tests.make import NOW
from tests.rules import oracle
from tests.rules.bundles import Sent, contests_sent, write_bundle

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Row = dict[str, Any]
few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
slugs = (f"f{number}" for number in count(1))


def command(name: str, *args: str) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def table_of(slug: str, contest: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(command("results", slug, contest, "--format", "csv"))))


def expected_table(sent: Sent) -> dict[str, Row]:
    """Each entry's cells by the oracle, prizes apart."""
    table: dict[str, Row] = {}
    decimals = sent.contest["scoring"]["decimals"]
    for name in sent.names():
        entries = [entry for entry, category in sent.category.items() if category == name]
        for entry, line in oracle.results(sent.contest, sent.sheets, entries).items():
            table[entry] = {
                "rank": "" if line["rank"] is None else str(line["rank"]),
                "tied": "1" if line["tied"] else "0",
                "number": entry,
                "school_code": "TH1",
                "title": f"Sản phẩm {entry}",
                "category": name,
                "total": "" if line["total"] is None else f"{float(line['total']):.{decimals}f}",
                "judges": str(line["judges"]),
            }
    return table


def expected_prizes(sent: Sent, table: list[Row]) -> dict[str, str]:
    """Each entry's prize by the oracle; ChairDecides when people have to."""
    given_prizes: dict[str, str] = {}
    for name in sent.names():
        rows = [row for row in table if row["category"] == name]
        levels: dict[int, tuple[Fraction, list[str]]] = {}
        for row in rows:
            if row["rank"]:
                points = Fraction(row["total"])
                levels.setdefault(int(row["rank"]), (points, []))[1].append(row["number"])
        ranked = [levels[rank] for rank in sorted(levels)]
        given_prizes |= oracle.prizes(ranked, sent.scheme, registered=len(rows))
    return {entry: f"Giải {code}" for entry, code in given_prizes.items()}


def waive_everything(contest: Contest) -> None:
    """Random entries often have no judge, no marks or too few sheets: the organiser lets them go unranked."""
    by = User.objects.get(login=f"btc@{contest.festival.slug}.vn")
    while found := blocker_lines(contest, list(judging_state(contest).blockers)):
        for line in found:
            waive(
                contest=contest,
                blocker=line.blocker.code,
                entry=line.entry,
                round=line.round,
                judge=line.judge,
                reason="Vắng",
                by=by,
                now=NOW,
            )


@few
@given(st.tuples(*(contests_sent(slug=f"c{number}") for number in range(5))))
def test_tables_of_imported_bundles_are_those_of_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, sent: tuple[Sent, ...]
) -> None:
    slug, folder = next(slugs), Path(tmp_path_factory.mktemp("bundle"))
    write_bundle(folder, slug, sent)
    command("import_festival", str(folder))
    for one in sent:
        rows = table_of(slug, one.slug)
        assert {row.pop("prize") for row in rows} == {""}
        assert {row["number"]: row for row in rows} == expected_table(one)
        places = [
            (one.names().index(row["category"]), not row["rank"], int(row["rank"] or 0)) for row in rows
        ]
        assert places == sorted(places)


@few
@given(st.tuples(*(contests_sent(slug=f"c{number}", complete=True) for number in range(5))))
def test_prizes_of_frozen_bundles_are_those_of_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, sent: tuple[Sent, ...]
) -> None:
    slug, folder = next(slugs), Path(tmp_path_factory.mktemp("bundle"))
    write_bundle(folder, slug, sent)
    command("import_festival", str(folder))
    for one in sent:
        live = table_of(slug, one.slug)
        waive_everything(Contest.objects.get(festival__slug=slug, slug=one.slug))
        command("freeze_results", slug, one.slug, "--by", f"btc@{slug}.vn")
        assert table_of(slug, one.slug) == live
        try:
            prizes = expected_prizes(one, live)
        except oracle.ChairDecides:
            with pytest.raises(CommandError):
                command("award_prizes", slug, one.slug, "--by", f"btc@{slug}.vn")
            continue
        command("award_prizes", slug, one.slug, "--by", f"btc@{slug}.vn")
        assert {r["number"]: r["prize"] for r in table_of(slug, one.slug) if r["prize"]} == prizes
        command("certify_results", slug, one.slug, "--by", f"lanhdao@{slug}.vn")

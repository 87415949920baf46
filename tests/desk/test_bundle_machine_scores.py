"""scores.csv of a machine round: the export holds the rows to be filled in, and empty ones change nothing."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from contests.models import Entry, Round
from desk.exports import export_bundle, write_folder
from desk.imports import Imported, import_bundle
from festival.models import AuditEvent
from festival.tables.files import open_path
from judging.actions.machine import save_machine_marks
from judging.models import Assignment, Mark, ScoreSheet
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def part() -> Round:
    """A machine round of two criteria: entries 01 and 02, one sent back, one without a number."""
    contest = make.make_contest(make.make_festival(), slug="cntt")
    contest.rounds.update(marking=Round.Marking.MACHINE)
    make.make_criterion(contest, code="de-1", maximum=Decimal(100), step=Decimal("2.5"), position=1)
    make.make_criterion(contest, code="de-2", maximum=Decimal(10), step=Decimal("0.5"), position=2)
    for number, state in [("01", "approved"), ("02", "approved"), ("03", "returned"), ("", "approved")]:
        make.make_entry(contest, number=number, state=state)
    return contest.rounds.get()


def exported(part: Round, folder: Path) -> list[tuple[str, str, str]]:
    """Number, criterion and points of scores.csv, written to the folder."""
    write_folder(export_bundle(part.contest.festival), folder)
    rows = csv.DictReader(io.StringIO((folder / "scores.csv").read_text("utf-8-sig")))
    return [(row["number"], row["criterion"], row["points"]) for row in rows]


def run(folder: Path) -> Imported:
    return import_bundle(open_path(folder), by=None)


def marks() -> list[tuple[str, int | None]]:
    rows = Mark.objects.order_by("sheet__assignment__entry__number", "criterion__position")
    return list(rows.values_list("sheet__assignment__entry__number", "hundredths"))


def save(part: Round, number: str, **hundredths: int) -> None:
    new = {
        part.contest.entries.get(number=number).pk: {k.replace("_", "-"): v for k, v in hundredths.items()}
    }
    save_machine_marks(round=part, marks=new, by=make.make_organiser(part.contest.festival), now=make.NOW)


def test_export_holds_an_empty_row_for_each_missing_mark(part: Round, tmp_path: Path) -> None:
    save(part, "02", de_1=8750)
    assert exported(part, tmp_path / "a") == [
        ("01", "de-1", ""),
        ("01", "de-2", ""),
        ("02", "de-1", "87.5"),
        ("02", "de-2", ""),
    ]


def test_import_of_empty_rows_changes_nothing(part: Round, tmp_path: Path) -> None:
    exported(part, tmp_path / "a")
    run(tmp_path / "a")  # makes the settings of scoring, which the contest has by default
    count = AuditEvent.objects.count()
    done = run(tmp_path / "a")
    assert (done.faults, done.created, done.changed) == ([], 0, 0)
    assert done.counts.rows["scores"] == {"unchanged": 4}
    assert (Assignment.objects.count(), ScoreSheet.objects.count()) == (0, 0)
    assert AuditEvent.objects.count() == count
    assert exported(part, tmp_path / "a2") == exported(part, tmp_path / "a3")


def test_rows_exported_empty_do_not_clear_marks_entered_since(part: Round, tmp_path: Path) -> None:
    exported(part, tmp_path / "a")
    save(part, "01", de_1=5000, de_2=950)
    done = run(tmp_path / "a")
    assert (done.faults, done.counts.rows["scores"]) == ([], {"unchanged": 4})
    assert marks() == [("01", 5000), ("01", 950)]


def test_filled_rows_are_imported_and_a_sheet_is_submitted_with_its_last_mark(
    part: Round, tmp_path: Path
) -> None:
    exported(part, tmp_path / "a")
    path = tmp_path / "a" / "scores.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    place = lines[0].split(",").index("points")

    def filled(line: str, points: str) -> str:
        cells = line.split(",")
        cells[place] = points
        return ",".join(cells)

    path.write_text(
        "\n".join(
            [lines[0], filled(lines[1], "87.5"), filled(lines[2], "9"), filled(lines[3], "50"), lines[4]]
        )
    )
    done = run(tmp_path / "a")
    assert (done.faults, done.counts.rows["scores"]) == ([], {"created": 3, "unchanged": 1})
    assert marks() == [("01", 8750), ("01", 900), ("02", 5000), ("02", None)]
    assert list(ScoreSheet.objects.order_by("pk").values_list("state", flat=True)) == ["submitted", "draft"]
    assert Entry.objects.count() == 4

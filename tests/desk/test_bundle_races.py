"""Two imports at once: one festival, each row once, nobody sees half of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from booths.models import Booth
from contests.models import Entry
from desk import imports
from desk.imports import Imported, import_bundle
from festival.forms.table import rows_of
from festival.models import AuditEvent, Festival, School
from festival.tables.files import open_path
from judging.models import Mark, ScoreOp
from tests import make
from tests.desk.sample import GOOD, with_cell, write
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def import_at_once(*folders: Path) -> list[Imported]:
    return at_once(*(partial(import_bundle, open_path(folder), by=None) for folder in folders))


def counts() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Festival, School, Booth, Entry, Mark, ScoreOp))


def test_same_new_festival_imported_twice_at_once_is_there_once(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    done = import_at_once(folder, folder)
    assert sorted(bool(one.created) for one in done) == [False, True]
    assert counts() == (1, 3, 2, 4, 9, 6)
    assert AuditEvent.objects.filter(action="festival-imported").count() == 1


def test_two_changes_of_one_sheet_at_once_both_count_one_after_the_other(tmp_path: Path) -> None:
    import_bundle(open_path(write(tmp_path / "base", GOOD)), by=None)
    folders = [
        write(tmp_path / points, with_cell("scores.csv", 4, "points", points)) for points in ("11", "12")
    ]
    done = import_at_once(*folders)
    assert [(one.faults, one.changed) for one in done] == [([], 1), ([], 1)]
    versions = (
        ScoreOp.objects.filter(sheet__comment="Tốt").order_by("version").values_list("version", flat=True)
    )
    assert list(versions) == [1, 2, 3]


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_others_write_while_an_import_reads_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_dry_run: bool
) -> None:
    def reading(*args: Any) -> Any:
        assert [type(made) for made in at_once(make.make_festival)] == [Festival]
        return rows_of(*args)

    monkeypatch.setattr(imports, "rows_of", reading)
    done = import_bundle(open_path(write(tmp_path, GOOD)), by=None, dry_run=is_dry_run)
    assert (done.faults, Festival.objects.filter(slug="ngay-hoi").exists()) == ([], not is_dry_run)

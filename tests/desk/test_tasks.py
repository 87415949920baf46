"""Background work stands in one module per app; jobs queued under the former paths still run."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from desk.actions.printing import start_printing
from festival.actions.jobs import do_job
from festival.models import Job
from tests import make

OLD_AND_NEW = {
    "festival.letters.print_letters": "festival.tasks.print_letters",
    "festival.letters.mail_invitations": "festival.tasks.mail_invitations",
    "desk.actions.printing.do_printing": "desk.tasks.print_papers",
    "desk.actions.files.do_import": "desk.tasks.import_file",
    "desk.actions.files.do_export": "desk.tasks.export_festival",
}


def migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_job_queued_under_a_former_path_runs_after_the_migration() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_booth(make.make_school(festival))
    job = start_printing(code="booth-qr", festival=festival, contest=None, by=by)
    others = [
        Job.objects.create(festival=festival, kind="x", title=old, task=old, created_by=by)
        for old in OLD_AND_NEW
    ]
    migrate(("desk", "0001_paths_of_jobs"), ("festival", "0003_level_upper_secondary"))
    job.refresh_from_db()
    assert job.task == "desk.actions.printing.do_printing"

    migrate()
    assert {row.title: row.task for row in Job.objects.exclude(pk=job.pk)} == OLD_AND_NEW
    assert len(others) == 5
    do_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file.endswith(".pdf")) == (Job.State.DONE, True)


@pytest.mark.parametrize("path", sorted(OLD_AND_NEW.values()))
def test_path_of_background_work_can_be_imported(path: str) -> None:
    assert callable(import_string(path))

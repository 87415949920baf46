"""Tasks of killed workers are put back; tasks of living ones are left alone."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from festival.abandoned import queue_forgotten_jobs, requeue_abandoned, started_tick, worker_name
from festival.models import Job
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOW = timezone.now()
HERE = socket.gethostname()[:30]
DEAD = f"{HERE}:{os.getpid()}:1"  # this process, but of another start


def running(*workers: str, minutes: int = 1, job: int = 0) -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=NOW - timedelta(minutes=minutes),
        args_kwargs={"args": [job], "kwargs": {}},
        task_path="festival.tasks.run_job",
        backend_name="default",
        run_after=NOW,
        worker_ids=list(workers),
    )


def state(row: DBTaskResult[..., object]) -> str:
    row.refresh_from_db()
    return str(row.status)


def test_task_of_a_dead_worker_is_put_back() -> None:
    row = running(DEAD)
    assert requeue_abandoned(now=NOW) == (1, 0)
    assert state(row) == TaskResultStatus.READY


def test_task_of_a_living_worker_is_left_alone() -> None:
    row = running(worker_name())
    assert requeue_abandoned(now=NOW) == (0, 0)
    assert state(row) == TaskResultStatus.RUNNING


def test_task_of_another_machine_is_put_back_after_long_silence_only() -> None:
    fresh, old = running("elsewhere:1:1", minutes=5), running("elsewhere:1:1", minutes=150)
    assert requeue_abandoned(now=NOW) == (1, 0)
    assert [state(fresh), state(old)] == [TaskResultStatus.RUNNING, TaskResultStatus.READY]


def test_task_whose_worker_was_killed_three_times_is_given_up() -> None:
    row = running("a:1:1", "b:1:1", DEAD)
    assert requeue_abandoned(now=NOW) == (0, 1)
    assert state(row) == TaskResultStatus.FAILED
    row.refresh_from_db()
    assert row.exception_class_path == "festival.abandoned.WorkerKilled"


def make_job(state: str, *, minutes: int = 5) -> Job:
    festival = make.make_festival()
    return Job.objects.create(
        festival=festival,
        kind="printing",
        title="In",
        task="festival.abandoned.worker_name",
        state=state,
        created_by=make.make_organiser(festival),
        created_at=NOW - timedelta(minutes=minutes),
    )


def test_job_that_was_given_up_says_so_on_its_page() -> None:
    job = make_job(Job.State.RUNNING)
    running("a:1:1", "b:1:1", DEAD, job=job.pk)
    requeue_abandoned(now=NOW)
    job.refresh_from_db()
    assert (job.state, bool(job.message)) == (Job.State.FAILED, True)


def test_job_without_a_task_is_queued_late_and_once() -> None:
    forgotten, known, fresh = make_job("queued"), make_job("queued"), make_job("queued", minutes=0)
    running(worker_name(), job=known.pk)
    assert queue_forgotten_jobs(now=NOW) == 1
    for job in (forgotten, known, fresh):
        job.refresh_from_db()
    assert forgotten.state != Job.State.QUEUED  # tests run tasks at once
    assert (known.state, fresh.state) == (Job.State.QUEUED, Job.State.QUEUED)


def test_worker_name_tells_process_and_start_in_64_letters() -> None:
    assert worker_name() == f"{HERE}:{os.getpid()}:{started_tick(os.getpid())}"
    assert len(worker_name()) <= 64
    assert started_tick(2**22 + 1) == ""

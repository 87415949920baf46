"""Requeue tasks whose worker was killed; they would stay RUNNING for ever. At most three attempts.

A worker's name holds its machine, process id and start time, so that a reused process id is told apart.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from festival.models import Job
from festival.tasks import run_job

ATTEMPTS = 3
SILENCE = timedelta(hours=2)  # a task of another machine counts as abandoned after this
GIVEN_UP = "festival.abandoned.WorkerKilled"


class WorkerKilled(RuntimeError):
    """Stored as the task's error when its worker has been killed `ATTEMPTS` times."""


def started_tick(pid: int) -> str:
    """Start of a running process in clock ticks since boot; empty when there is no such process."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return line.rpartition(")")[2].split()[19]


def worker_name() -> str:
    """`machine:pid:start`, at most 64 characters."""
    pid = os.getpid()
    return f"{socket.gethostname()[:30]}:{pid}:{started_tick(pid)}"


def is_gone(name: str, *, started_at: datetime | None, now: datetime) -> bool:
    """Whether the worker `name` has ended. A worker of another machine is judged by `started_at` alone."""
    host, _, rest = name.partition(":")
    pid, _, tick = rest.partition(":")
    if host == socket.gethostname()[:30] and pid.isdigit():
        return not tick or started_tick(int(pid)) != tick
    return started_at is None or now - started_at > SILENCE


def requeue_abandoned(*, now: datetime | None = None) -> tuple[int, int]:
    """Requeue abandoned tasks; return how many were requeued and how many were given up."""
    now = now or timezone.now()
    requeued = given_up = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        name = row.worker_ids[-1] if row.worker_ids else ""
        if not is_gone(name, started_at=row.started_at, now=now):
            continue
        seen = DBTaskResult.objects.filter(
            pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
        )
        if len(row.worker_ids) < ATTEMPTS:
            requeued += seen.update(status=TaskResultStatus.READY, started_at=None)
        elif seen.update(
            status=TaskResultStatus.FAILED,
            finished_at=now,
            exception_class_path=GIVEN_UP,
            traceback="the worker was killed",
        ):
            given_up += 1
            _fail_job(row, now=now)
    return requeued, given_up


def queue_forgotten_jobs(*, now: datetime | None = None) -> int:
    """Queue a task for each job that has none (after a power failure); return how many."""
    waiting = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    rows = DBTaskResult.objects.filter(status__in=waiting, task_path=run_job.module_path)
    known = {row.args_kwargs["args"][0] for row in rows}
    before = (now or timezone.now()) - timedelta(minutes=1)
    queued = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=before).values_list("pk", flat=True)
    forgotten = [pk for pk in queued if pk not in known]
    for pk in forgotten:
        run_job.enqueue(pk)
    return len(forgotten)


def _fail_job(row: DBTaskResult[..., object], *, now: datetime) -> None:
    """Mark the job as failed, so that its page shows it."""
    if row.task_path == run_job.module_path:
        Job.objects.filter(pk=row.args_kwargs["args"][0]).exclude(state=Job.State.DONE).update(
            state=Job.State.FAILED, message=_("The work was broken off three times."), finished_at=now
        )

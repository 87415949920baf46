"""Jobs: started by a person, run by the worker, watched on a page.

A job names its function by dotted path, so that the base app imports no other app.
The function is `def work(job: Job, progress: Progress) -> None`; it writes its file under FESTIVAL_PAPERS and
sets `job.file` and `job.file_name`; it may be run again after a crash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from festival.audit import log_event
from festival.models import Festival, Job, User
from festival.refusals import RuleBroken

log = logging.getLogger(__name__)
Item = TypeVar("Item")
Work = Callable[["Job", "Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """Stores the progress of a job; each step is one UPDATE, so that the page shows it at once."""

    job: Job

    def start(self, total: int) -> None:
        Job.objects.filter(pk=self.job.pk).update(done=0, total=total)

    def reached(self, done: int) -> None:
        Job.objects.filter(pk=self.job.pk).update(done=done)

    def over(self, items: Iterable[Item], *, total: int) -> Iterator[Item]:
        """Yield `items` and store the count, at most about fifty times."""
        self.start(total)
        every = max(1, total // 50)
        for number, item in enumerate(items, start=1):
            yield item
            if number % every == 0 or number == total:
                self.reached(number)


@transaction.atomic
def start_job(
    *, festival: Festival, kind: str, title: str, task: str, params: Mapping[str, object], by: User
) -> Job:
    """Queue the function named by `task` (dotted path) and return its job."""
    from festival.tasks import run_job

    import_string(task)
    job = Job.objects.create(
        festival=festival, kind=kind, title=title, task=task, params=dict(params), created_by=by
    )
    log_event(by, "job-started", job, festival=festival, body={"kind": kind})
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


def do_job(pk: int) -> None:
    """Run a job; does nothing when it has finished already."""
    job = Job.objects.select_related("festival", "created_by").get(pk=pk)
    unfinished = Job.objects.filter(pk=pk).exclude(state=Job.State.DONE)
    if unfinished.update(state=Job.State.RUNNING, started_at=timezone.now(), message="") != 1:
        return
    try:
        import_string(job.task)(job, Progress(job))
    except RuleBroken as refusal:
        _finish(job, Job.State.FAILED, message=refusal.message)
    except Exception:
        _finish(job, Job.State.FAILED, message=_("Something went wrong. The technicians can see what."))
        log.exception("job %s failed", pk)
        raise
    else:
        _finish(job, Job.State.DONE)


def _finish(job: Job, state: str, *, message: str = "") -> None:
    job.state, job.message, job.finished_at = state, message or job.message, timezone.now()
    job.save(update_fields=["state", "message", "file", "file_name", "finished_at"])

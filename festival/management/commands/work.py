"""Run the background worker, after requeueing tasks that a killed worker left."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from festival.abandoned import queue_forgotten_jobs, requeue_abandoned, worker_name

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs background tasks; tasks abandoned by a killed worker of this machine are put back first."
    requires_system_checks = ()  # the start is quick; bin/setup and the tests check

    def handle(self, *args: Any, **options: Any) -> None:
        requeued, given_up = requeue_abandoned()
        forgotten = queue_forgotten_jobs()
        if requeued or given_up or forgotten:
            logger.warning("%d tasks put back, %d given up, %d queued late", requeued, given_up, forgotten)
        call_command(
            "db_worker", reload=False, worker_id=worker_name(), startup_delay=False, interval=0.5, verbosity=1
        )

"""Runs actions at the same time, each in its own thread and connection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from threading import Event
from typing import Any

from django.db import connection

from festival.models import AuditEvent, Festival
from festival.refusals import RuleBroken

__all__ = ["Event", "at_once", "events_of", "refusals"]


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions in threads that start together; returns their results or exceptions, in order."""
    barrier = threading.Barrier(len(actions))
    results: list[Any] = [None] * len(actions)

    def run(place: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = act()
        except Exception as fault:
            results[place] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def refusals(*actions: Callable[[], Any]) -> list[str]:
    """The refusal code of each act in order, "" for success; raises any other exception."""
    codes = []
    for result in at_once(*actions):
        if isinstance(result, Exception) and not isinstance(result, RuleBroken):
            raise result
        codes.append(result.code if isinstance(result, RuleBroken) else "")
    return codes


def events_of(festival: Festival) -> list[str]:
    """The actions in the festival's audit log, in their order."""
    return list(AuditEvent.objects.filter(festival=festival).order_by("seq").values_list("action", flat=True))

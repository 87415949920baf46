"""Several requests written in one transaction: a commit costs the same for one as for twenty.

The first thread writes the items of all threads that came before its transaction begins; the others wait and
return after the commit. There is no thread of its own, and nothing is kept between requests.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.db import OperationalError, transaction

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_ITEMS: Final = 200
MOST_WAITING: Final = 24
"""Requests of a process that may be inside `submit`; the other threads serve those that only read."""


class _Part(Generic[Item, Result]):
    """The items of one thread and their results. `turn` is set when they are written, or is to write."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.turn = threading.Event()
        self.is_taken = False
        self.results: list[Result] | None = None
        self.error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self.results is not None or self.error is not None

    def outcome(self) -> list[Result]:
        if self.error is not None:
            raise self.error
        if self.results is None:
            raise OperationalError("database is locked: the writer was ended")
        return self.results


class GroupCommit(Generic[Item, Result]):
    """Passes items of several threads to `write` together, in the order in which they came.

    write  stores items in the current transaction and returns a result for each
    """

    def __init__(self, write: Callable[[Sequence[Item]], list[Result]]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._waiting: deque[_Part[Item, Result]] = deque()
        self._is_led = False
        self._inside = 0

    def submit(self, items: Sequence[Item]) -> list[Result]:
        """Store the items and return their results after the commit.

        OperationalError when the database stays busy, or too many wait: nothing of these items is stored.
        """
        part: _Part[Item, Result] = _Part(items)
        with self._lock:
            if self._inside >= MOST_WAITING:
                raise OperationalError("database is locked: too many writers wait")
            self._inside += 1
            self._waiting.append(part)
            leads, self._is_led = not self._is_led, True
        try:
            if not leads:
                self._await(part)
            if not part.is_done and not part.is_taken:
                self._lead(part)
        finally:
            with self._lock:
                self._inside -= 1
        return part.outcome()

    def _await(self, part: _Part[Item, Result]) -> None:
        """Wait until the part is written or has to write; OperationalError when that takes too long."""
        if part.turn.wait(settings.BUSY_SECONDS):
            return
        with self._lock:
            if part in self._waiting and not part.turn.is_set():
                self._waiting.remove(part)
                raise OperationalError("database is locked")
        part.turn.wait()

    def _lead(self, own: _Part[Item, Result]) -> None:
        """Write what waits (`own` is its first), set the results, and let the next part write."""
        parts = [own]
        try:
            with transaction.atomic():
                parts = self._take()
                results = self._write([item for part in parts for item in part.items])
            _share_out(results, parts)
        except OperationalError as error:  # the database is busy: whoever waits would wait once more
            parts = [*parts, *self._take()]
            for part in parts:
                part.error = error
        except Exception as error:
            own.error = error
            if len(parts) > 1:
                self._write_singly(parts)
        finally:
            self._hand_over(parts)

    def _write_singly(self, parts: Sequence[_Part[Item, Result]]) -> None:
        """One of several parts cannot be written: each gets a transaction of its own."""
        for part in parts:
            part.error = None
            try:
                with transaction.atomic():
                    part.results = self._write(part.items)
            except Exception as error:
                part.error, part.results = error, None

    def _take(self) -> list[_Part[Item, Result]]:
        """What waits, up to `MOST_ITEMS`, and one part at least."""
        parts: list[_Part[Item, Result]] = []
        with self._lock:
            count = 0
            while self._waiting and (not parts or count + len(self._waiting[0].items) <= MOST_ITEMS):
                parts.append(self._waiting.popleft())
                parts[-1].is_taken = True
                count += len(parts[-1].items)
        return parts

    def _hand_over(self, done: Sequence[_Part[Item, Result]]) -> None:
        with self._lock:
            self._waiting = deque(part for part in self._waiting if part not in done)
            self._is_led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].turn.set()
        for part in done:
            part.turn.set()


def _share_out(results: Sequence[Result], parts: Sequence[_Part[Item, Result]]) -> None:
    at = 0
    for part in parts:
        part.results = list(results[at : at + len(part.items)])
        at += len(part.items)

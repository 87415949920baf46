"""The queue of the writers of an SQLite file: first come, first served, in one process and among several.

Threads of a process queue in memory. The first of them then takes two byte locks of a file beside the
database: "next", which the next process to write holds, and "writing". A process lets go of "next" once it is
writing, so that processes take turns. Both are POSIX locks, which end with their process.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

from django.db import OperationalError

MOST_WAITING: Final = 8
"""Threads of a process that may wait here, beside those in a group commit; the others stay free to read."""
NEXT: Final = 0
WRITING: Final = 1
POLL_SECONDS: Final = 0.0005

_queues: dict[str, WriteQueue] = {}
_making = threading.Lock()


def queue_of(name: object) -> WriteQueue:
    """The queue of a database file in this process."""
    key = str(name)
    with _making:
        if key not in _queues:
            _queues[key] = WriteQueue(key)
        return _queues[key]


class WriteQueue:
    """Writers of one database file. A thread calls `enter`, writes, and calls `leave`."""

    def __init__(self, database: str) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Event] = deque()
        self._file = _LockFile(None if _is_in_memory(database) else Path(f"{database}-queue"))

    def enter(self, timeout: float) -> None:
        """Wait for this thread's turn; OperationalError after `timeout` seconds, or when too many wait."""
        deadline = time.monotonic() + timeout
        self._enter_process(timeout)
        try:
            self._file.take(deadline)
        except BaseException:
            self._pass_on()
            raise

    def leave(self) -> None:
        """Let the next one write."""
        self._file.free()
        self._pass_on()

    def _enter_process(self, timeout: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            if len(self._waiting) >= MOST_WAITING:
                raise OperationalError("database is locked: too many writers wait")
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return
        with self._lock:
            if turn not in self._waiting:  # its turn came at the last moment
                return
            self._waiting.remove(turn)
        raise OperationalError("database is locked")

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


class _LockFile:
    """Turns among processes, by two byte locks of a file; without a file there is one process only."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: int | None = None
        self._owner = 0

    def take(self, deadline: float) -> None:
        """Wait for the turn of this process; OperationalError after the deadline."""
        if self._path is None:
            return
        file = self._opened(self._path)
        self._wait(file, NEXT, deadline)
        try:
            self._wait(file, WRITING, deadline)
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, 1, NEXT)

    def free(self) -> None:
        """End the turn."""
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, WRITING)

    def _opened(self, path: Path) -> int:
        """The file, opened once in each process: closing it would end the locks of the whole process."""
        if self._file is None or self._owner != os.getpid():
            self._file, self._owner = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), os.getpid()
        return self._file

    @staticmethod
    def _wait(file: int, byte: int, deadline: float) -> None:
        while True:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except OSError as error:
                if error.errno not in {errno.EACCES, errno.EAGAIN}:
                    raise
            else:
                return
            if time.monotonic() >= deadline:
                raise OperationalError("database is locked")
            time.sleep(POLL_SECONDS)


def _is_in_memory(database: str) -> bool:
    return ":memory:" in database or "mode=memory" in database

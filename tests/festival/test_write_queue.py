"""The queue of the writers of an SQLite file: threads and processes."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError

from config.sqlite import queue
from config.sqlite.queue import WriteQueue
from tests.races import at_once

OTHER_PROCESS = """
import sys, time
from config.sqlite.queue import WriteQueue
line = WriteQueue(sys.argv[1])
print("ready", flush=True)
end = time.monotonic() + 1
while time.monotonic() < end:
    line.enter(5)
    time.sleep(0.01)
    line.leave()
"""


def test_threads_write_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    line, order = WriteQueue(str(tmp_path / "db")), []

    def write(number: int) -> None:
        time.sleep(number / 20)  # they come one after the other
        line.enter(5)
        time.sleep(0.1 if number == 0 else 0)  # the first keeps all others waiting
        order.append(number)
        line.leave()

    at_once(*(partial(write, number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


def test_waiting_too_long_is_refused_and_the_queue_goes_on(tmp_path: Path) -> None:
    line = WriteQueue(str(tmp_path / "db"))
    line.enter(5)
    with pytest.raises(OperationalError, match="database is locked"):
        line.enter(0.05)
    line.leave()
    line.enter(0.05)
    line.leave()


def test_more_writers_than_may_wait_are_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 1)
    line = WriteQueue(str(tmp_path / "db"))
    line.enter(5)

    def wait() -> None:
        line.enter(5)
        line.leave()

    def come_too_late() -> None:
        time.sleep(0.1)
        start = time.monotonic()
        with pytest.raises(OperationalError, match="too many writers wait"):
            line.enter(5)
        assert time.monotonic() - start < 1
        line.leave()  # of the test's own turn

    assert at_once(wait, come_too_late) == [None, None]


def test_processes_take_turns(tmp_path: Path) -> None:
    database = str(tmp_path / "db")
    command = [sys.executable, "-c", OTHER_PROCESS, database]
    line, turns = WriteQueue(database), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        while other.poll() is None:
            line.enter(5)
            time.sleep(0.01)
            line.leave()
            turns += 1
    assert other.returncode == 0
    assert 20 <= turns <= 80  # a second of turns of 10 ms, of which the other process has every second one

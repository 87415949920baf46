"""`serve` starts all processes and ends them without leaving any."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.guards.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(data: Path) -> list[int]:
    """The processes that use this data folder."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and str(data).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def until(condition: Callable[[], bool], *, seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return condition()


def responds(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.read() == b"ok\n")
    except (URLError, OSError):
        return False


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """A running installation of its own: process, port, data folder."""
    environment = {
        "PATH": os.environ["PATH"],
        "FESTIVAL_DATA": str(tmp_path),
        "ORGANISER_NAME": "Trần Văn Minh",
        "ORGANISER_LOGIN": "minh@example.vn",
        "ORGANISER_PASSWORD": "mot-mat-khau-dai",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        command = [sys.executable, "manage.py", "serve", "--empty", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield process, port, tmp_path
    process.kill()
    process.wait()
    until(lambda: not family(tmp_path))
    for pid in family(tmp_path):
        os.kill(pid, signal.SIGKILL)


Installation = tuple[subprocess.Popen[bytes], int, Path]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_stopped_by_a_signal_ends_its_children(
    installation: Installation, number: signal.Signals
) -> None:
    process, port, data = installation
    assert until(lambda: f"http://127.0.0.1:{port}/" in (data / "log").read_text())
    assert responds(port)
    assert len(family(data)) >= 4  # itself, web and its two workers, background worker
    process.send_signal(number)
    assert process.wait(timeout=15) == 0
    assert family(data) == []


def test_serve_killed_takes_its_children_along(installation: Installation) -> None:
    process, port, data = installation
    assert until(lambda: responds(port))
    process.kill()
    assert until(lambda: family(data) == [])


def test_background_worker_killed_is_started_again(installation: Installation) -> None:
    process, port, data = installation

    def worker() -> list[int]:
        names = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in family(data)}
        return [pid for pid, words in names.items() if b"work" in words]

    assert until(lambda: responds(port) and len(worker()) == 1)
    first = worker()
    os.kill(first[0], signal.SIGKILL)
    assert until(lambda: len(worker()) == 1 and worker() != first)
    assert responds(port)
    assert process.poll() is None


def test_serve_on_a_taken_port_says_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--empty", "--port", str(port)],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "FESTIVAL_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr

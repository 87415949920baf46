"""Run the web server and the background worker together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from festival.models import User

WORKERS = 2
THREADS = 40
PATIENCE = 10  # seconds that a process gets to end by itself
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """In the child process: end when the parent is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def own_addresses() -> list[str]:
    """The addresses of this machine in the local network."""
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: reads our address from the routing table
            found.add(probe.getsockname()[0])
        except OSError:
            pass
    return sorted(address for address in found if not address.startswith("127."))


class Command(BaseCommand):
    help = "Runs the web server and the background worker until Ctrl-C or SIGTERM."
    requires_system_checks = ()  # the start is quick; bin/setup and the tests check
    stop_signal = 0

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="no demo; asks for the first organiser")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=WORKERS, help="web processes")
        parser.add_argument("--threads", type=int, default=THREADS, help="threads of each")

    def handle(self, *args: Any, **options: Any) -> None:
        self.host, self.port = options["host"], options["port"]
        self.refuse_taken_port()
        if settings.FESTIVAL_DEMO and settings.PUBLIC_URL:
            raise CommandError(
                "PUBLIC_URL is set: start with --empty, the demo's passwords are known to all."
            )
        signal.signal(signal.SIGTERM, self.note_signal)
        signal.signal(signal.SIGINT, self.note_signal)
        self.prepare(empty=options["empty"])
        connections.close_all()
        environment = self.environment()
        web = self.web_command(workers=options["workers"], threads=options["threads"])
        self.children = {"web": self.start(web, environment)}
        self.start_worker(environment)
        try:
            if self.wait_until_ready():
                self.announce()
            code = self.watch(environment)
        finally:
            self.end_all()
        sys.exit(code)

    def refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                text = f"{self.host}:{self.port}: {error.strerror}. Choose another with --port."
                raise CommandError(text) from error

    def prepare(self, *, empty: bool) -> None:
        """Import the demo, or create the first organiser, when there are no users yet."""
        if User.objects.exists():
            return
        if empty:
            call_command("make_organiser")
        elif "make_demo" in get_commands():
            self.stdout.write("Making the demo festival …")
            call_command("make_demo", verbosity=0)

    def environment(self) -> dict[str, str]:
        hosts = [] if self.host in LOOPBACK else [self.host]
        if self.host in {"0.0.0.0", "::"}:  # noqa: S104
            hosts = own_addresses()
        known = os.environ.get("FESTIVAL_HOSTS", "")
        return {**os.environ, "FESTIVAL_HOSTS": " ".join([known, *hosts]), "PYTHONUNBUFFERED": "1"}

    def web_command(self, *, workers: int, threads: int) -> list[str]:
        granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
        place = ["--host", self.host, "--port", str(self.port), "--no-ws", "--log-level", "warning"]
        size = ["--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers"]
        return [*granian, *place, *size, "--workers-kill-timeout", str(PATIENCE - 2)]

    def start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start a child in a process group of its own, so that Ctrl-C reaches it once, through us."""
        return subprocess.Popen(  # noqa: S603
            command,
            env=environment,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def start_worker(self, environment: dict[str, str]) -> None:
        self.children["worker"] = self.start([sys.executable, "manage.py", "work"], environment)

    def note_signal(self, number: int, frame: FrameType | None) -> None:
        self.stop_signal = number

    def wait_until_ready(self) -> bool:
        """True once the health page responds; False when the server ended or a signal came."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        request = Request(f"http://{host}:{self.port}/healthz", headers={"X-Forwarded-Proto": "https"})
        while not self.stop_signal and self.children["web"].poll() is None:
            try:
                with urlopen(request, timeout=10) as answer:  # noqa: S310
                    return bool(answer.status == 200)
            except OSError:  # refused, or too slow yet
                time.sleep(0.1)
        return False

    def announce(self) -> None:
        everywhere = self.host in {"0.0.0.0", "::"}  # noqa: S104
        shown = ["127.0.0.1", *own_addresses()] if everywhere else [self.host]
        self.stdout.write("")
        for host in shown:
            self.stdout.write(f"  http://{host}:{self.port}/")
        if settings.FESTIVAL_DEMO and "demo_signins" in get_commands():
            self.stdout.write("")
            call_command("demo_signins", stdout=self.stdout)
        if settings.FESTIVAL_DEMO and self.host not in LOOPBACK:
            self.stdout.write("  The demo's people sign in from this machine alone (http://127.0.0.1).")
        self.stdout.write("\n  Ctrl-C ends both the web server and the background worker.\n")
        self.stdout.flush()

    def watch(self, environment: dict[str, str]) -> int:
        """Wait for a signal or the end of the web server; restart an ended worker. Returns the exit code."""
        while not self.stop_signal:
            code = self.children["web"].poll()
            if code is not None:
                self.stderr.write(f"The web server ended by itself ({code}).")
                return code or 1
            if self.children["worker"].poll() is not None:
                self.stderr.write("The background worker ended by itself; starting it again.")
                time.sleep(1)
                self.start_worker(environment)
            time.sleep(0.2)
        return 0

    def end_all(self) -> None:
        """Terminate all children; kill those that do not end in time."""
        living = [child for child in self.children.values() if child.poll() is None]
        for child in living:
            child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in living:
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

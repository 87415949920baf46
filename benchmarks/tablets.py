"""Simulated tablets for the benchmarks of scores: data, sessions, requests, and a server to send them to."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

CRITERIA = 8
CSRF = "c" * 32


@dataclass
class Tablet:
    """A judge's session and sheets; `versions` grow with the ops that are acknowledged."""

    cookie: str
    device: str
    slug: str
    schema: str
    sheets: list[int]
    versions: dict[int, int] = field(default_factory=dict)
    count: int = 0

    def request(self, size: int = 1) -> bytes:
        """A batch of new ops, each for the next of its sheets."""
        return self.post([self.op() for _ in range(size)])

    def op(self) -> dict[str, Any]:
        """The next op."""
        from judging.rules.sync import Payload, payload_hash

        sheet = self.sheets[self.count % len(self.sheets)]
        self.count += 1
        marks = {f"c{n}": (self.count * 25 + n * 50) % 1025 // 25 * 25 for n in range(CRITERIA)}
        payload = Payload(marks, f"Nhận xét {self.count}", submitted=True)
        version = self.versions.get(sheet, 0)
        self.versions[sheet] = version + 1
        return {
            "op_id": str(uuid.uuid4()),
            "sheet": str(sheet),
            "device_seq": self.count,
            "base_version": version,
            "schema": self.schema,
            "payload": payload.as_json(),
            "hash": payload_hash(payload),
        }

    def post(self, ops: list[dict[str, Any]]) -> bytes:
        """The request that sends ops."""
        body = json.dumps({"device": self.device, "ops": ops}).encode()
        line, kind = f"POST /{self.slug}/judge/api/ops/ HTTP/1.1", "Content-Type: application/json"
        return _head(line, self.cookie, kind, f"X-CSRFToken: {CSRF}", f"Content-Length: {len(body)}") + body

    def get(self, path: str) -> bytes:
        """The request for a page."""
        return _head(f"GET {path} HTTP/1.1", self.cookie, "Accept: text/html")


def make_data(*, tablets: int, sheets: int) -> list[Tablet]:
    """A contest of eight criteria with as many judges as tablets, each with sheets of his own."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command

    from judging.models import Assignment, ScoreSheet
    from judging.queries.rubric import criteria_of, rule_of_criteria
    from judging.rules.sync import schema_of
    from tests.make import make_contest, make_criterion, make_entry, make_festival, make_judge

    call_command("migrate", verbosity=0)
    call_command("guard_tables", stdout=io.StringIO())
    festival = make_festival()
    contest = make_contest(festival)
    for n in range(CRITERIA):
        make_criterion(contest, code=f"c{n}", maximum=10 + n)
    round = contest.rounds.get()
    schema = schema_of(rule_of_criteria(criteria_of(round)))
    entries = [make_entry(contest) for _ in range(sheets)]
    made = []
    store = import_module(settings.SESSION_ENGINE)
    for _ in range(tablets):
        judge = make_judge(festival)
        assigned = Assignment.objects.bulk_create(
            Assignment(round=round, entry=entry, judge=judge) for entry in entries
        )
        rows = ScoreSheet.objects.bulk_create(ScoreSheet(assignment=one) for one in assigned)
        session = store.SessionStore()
        session[SESSION_KEY] = str(judge.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = judge.user.get_session_auth_hash()
        session.create()
        keys = [row.pk for row in rows]
        made.append(Tablet(session.session_key, str(uuid.uuid4()), festival.slug, schema, keys))
    return made


def _head(line: str, cookie: str, *more: str) -> bytes:
    lines = (
        line,
        "Host: localhost",
        "X-Forwarded-Proto: https",
        f"Cookie: sessionid={cookie}; csrftoken={CSRF}",
    )
    return ("\r\n".join((*lines, *more)) + "\r\n\r\n").encode()


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bytes]:
    """Send a request on an open connection; status and body."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


@dataclass
class Outcome:
    """What a run of the tablets came to: seconds of each acknowledged op, and refusals by status."""

    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.seconds, n=100)[98] if len(self.seconds) > 1 else 0.0


async def drive(tablets: list[Tablet], port: int, duration: float) -> Outcome:
    """Let every tablet send one op after the other until the time is over."""
    outcome, end = Outcome(), time.monotonic() + duration

    async def run(tablet: Tablet) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        while time.monotonic() < end:
            request, start = tablet.request(), time.monotonic()
            status, body = await exchange(reader, writer, request)
            if status == 200 and json.loads(body)["outcomes"][0]["outcome"] == "applied":
                outcome.seconds.append(time.monotonic() - start)
                continue
            outcome.refused.append(status)
            sheet = tablet.sheets[(tablet.count - 1) % len(tablet.sheets)]
            tablet.versions[sheet] -= 1
            if status >= 500:  # Django closes the connection
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        writer.close()

    await asyncio.gather(*(run(tablet) for tablet in tablets))
    return outcome


@contextmanager
def served(port: int, *, workers: int, threads: int, environment: dict[str, str]) -> Iterator[None]:
    """A granian server with these settings, until the end of the block."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    command += ["--workers", str(workers), "--blocking-threads", str(threads)]
    command += ["--workers-kill-timeout", "5"]  # connections that are kept alive would keep it running
    process = subprocess.Popen(command, env={**os.environ, "DEBUG": "0", **environment})  # noqa: S603
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    """Until something listens."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def committed() -> int:
    """Ops that are stored."""
    from judging.models import ScoreOp

    return ScoreOp.objects.filter(outcome="applied").count()

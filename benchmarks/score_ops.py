"""Benchmark of score ops over HTTP: 32 tablets, an op in each request, rows committed are counted.

    .venv/bin/python -m benchmarks.score_ops
    sh bin/with-postgres .venv/bin/python -m benchmarks.score_ops

Beside ours, in the same run and on the same data: the plain Django way (`benchmarks/plain_scores.py`) at the
best of three server settings, Django's default SQLite settings, and raw `sqlite3` without HTTP. Prints
`key: value` lines. `--clients 1,4,32` measures ours with these numbers of tablets. Every commit waits for the
disk.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.sample import throw_away_data

TABLETS = 32
SHEETS = 12
CRITERIA = 8
CSRF = "c" * 32
PLAIN_SETTINGS = ((1, 1), (2, 1), (2, 8))
"""Web processes and threads of each."""


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

    def request(self) -> bytes:
        """The next op, for the next of its sheets."""
        from judging.rules.sync import Payload, payload_hash

        sheet = self.sheets[self.count % len(self.sheets)]
        self.count += 1
        marks = {f"c{n}": (self.count * 25 + n * 50) % 1025 // 25 * 25 for n in range(CRITERIA)}
        payload = Payload(marks, f"Nhận xét {self.count}", submitted=True)
        op = {
            "op_id": str(uuid.uuid4()),
            "sheet": str(sheet),
            "device_seq": self.count,
            "base_version": self.versions.get(sheet, 0),
            "schema": self.schema,
            "payload": payload.as_json(),
            "hash": payload_hash(payload),
        }
        self.versions[sheet] = self.versions.get(sheet, 0) + 1
        body = json.dumps({"device": self.device, "ops": [op]}).encode()
        head = (
            f"POST /{self.slug}/judge/api/ops/ HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: application/json\r\nX-Forwarded-Proto: https\r\n"
            f"Cookie: sessionid={self.cookie}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def make_data() -> list[Tablet]:
    """A contest of eight criteria and 32 judges, each with sheets of his own."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command

    from judging.models import Assignment
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
    entries = [make_entry(contest) for _ in range(SHEETS)]
    tablets = []
    sessions = import_module(settings.SESSION_ENGINE)
    for _ in range(TABLETS):
        judge = make_judge(festival)
        sheets = []
        for entry in entries:
            assignment = Assignment.objects.create(round=round, entry=entry, judge=judge)
            sheets.append(assignment_sheet(assignment))
        session = sessions.SessionStore()
        session[SESSION_KEY] = str(judge.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = judge.user.get_session_auth_hash()
        session.create()
        tablets.append(Tablet(session.session_key, str(uuid.uuid4()), festival.slug, schema, sheets))
    return tablets


def assignment_sheet(assignment: Any) -> int:
    """The primary key of the new sheet of an assignment."""
    from judging.models import ScoreSheet

    return int(ScoreSheet.objects.create(assignment=assignment).pk)


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
    process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(20)


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


def rate(
    tablets: list[Tablet], duration: float, *, workers: int, threads: int, environment: dict[str, str]
) -> tuple[float, Outcome]:
    """Ops committed a second, counted in the database, and the outcome; the sheets keep their versions."""
    port = free_port()
    with served(port, workers=workers, threads=threads, environment=environment):
        asyncio.run(drive(tablets, port, 0.7))  # every thread has its connection open
        before, start = committed(), time.monotonic()
        outcome = asyncio.run(drive(tablets, port, duration))
        seconds = time.monotonic() - start
        return (committed() - before) / seconds, outcome


def raw_rate(database: Path, duration: float, sheet: int) -> float:
    """Transactions a second of the bare statements with `sqlite3`, one connection, the same rows."""
    path = shutil.copy(database, database.with_suffix(".raw"))
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;")
    op = db.execute("SELECT * FROM judging_scoreop LIMIT 1").fetchone()
    event = db.execute("SELECT * FROM festival_auditevent ORDER BY id DESC LIMIT 1").fetchone()
    body = db.execute("SELECT * FROM festival_auditbody LIMIT 1").fetchone()
    marks = [row[0] for row in db.execute("SELECT id FROM judging_mark WHERE sheet_id = ?", [sheet])]
    holes = {
        table: ", ".join("?" * len(row)) for table, row in (("op", op), ("event", event), ("body", body))
    }
    columns = [row[1] for row in db.execute("PRAGMA table_info(judging_scoreop)")]
    count, end, (first, seq) = 0, time.monotonic() + duration, (event[0], event[2])
    while time.monotonic() < end:
        count += 1
        words = dict(zip(columns, op, strict=True)) | {"op_id": uuid.uuid4().hex, "version": 10**6 + count}
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE judging_scoresheet SET version = version + 1 WHERE id = ?", [sheet])
        db.executemany("UPDATE judging_mark SET hundredths = ? WHERE id = ?", [(count, pk) for pk in marks])
        db.execute(f"INSERT INTO judging_scoreop VALUES ({holes['op']})", [words[name] for name in columns])  # noqa: S608
        row = [first + count, event[1], seq + count, *event[3:]]
        db.execute(f"INSERT INTO festival_auditevent VALUES ({holes['event']})", row)  # noqa: S608
        db.execute(f"INSERT INTO festival_auditbody VALUES ({holes['body']})", [first + count, *body[1:]])  # noqa: S608
        db.execute("UPDATE festival_chainhead SET seq = seq + 1")
        db.execute("COMMIT")
    db.close()
    return count / duration


def plain_rate(tablets: list[Tablet], duration: float, **environment: str) -> tuple[float, Outcome, str]:
    """The plain way at its best server setting: short trials of each, then the whole time with the best."""
    words = {"DJANGO_SETTINGS_MODULE": "benchmarks.plain_scores", **environment}
    trials = {
        size: rate(tablets, 2, workers=size[0], threads=size[1], environment=words)[0]
        for size in PLAIN_SETTINGS
    }
    best = max(trials, key=lambda size: trials[size])
    found, outcome = rate(tablets, duration, workers=best[0], threads=best[1], environment=words)
    return found, outcome, f"{best[0]}x{best[1]}"


def main() -> None:
    """Measure all ways, one after the other."""
    from django.db import connection

    from festival.management.commands.serve import THREADS, WORKERS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", default=str(TABLETS), help="numbers of tablets, parted by commas")
    options = parser.parse_args()
    tablets, is_sqlite = make_data(), connection.vendor == "sqlite"
    size = {"workers": WORKERS, "threads": THREADS}
    print(f"database: {connection.vendor}, {len(tablets) * SHEETS} sheets of {CRITERIA} criteria")
    ours, refused = 0.0, 0
    for count in map(int, options.clients.split(",")):
        ours, outcome = rate(tablets[:count], options.seconds, **size, environment={})
        refused += len(outcome.refused)
        print(f"ops_per_second_{count}: {ours:.0f}")
        print(f"p50_ms_{count}: {statistics.median(outcome.seconds) * 1000:.1f}")
        print(f"p99_ms: {outcome.p99 * 1000:.1f}")
    print(f"lock_errors: {refused}")
    plain, outcome, best = plain_rate(tablets, options.seconds)
    print(f"plain_per_second: {plain:.0f} (processes x threads: {best}, p99 {outcome.p99 * 1000:.0f} ms)")
    print(f"ratio_{'plain' if is_sqlite else 'postgres'}: {ours / plain:.2f}")
    if not is_sqlite:
        return
    words = {"DJANGO_SETTINGS_MODULE": "benchmarks.plain_scores", "PLAIN_SQLITE": "default"}
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    default, outcome = rate(tablets, options.seconds, **size, environment=words)
    print(f"default_per_second: {default:.0f} ({len(outcome.refused)} refused)")
    print(f"ratio_default: {ours / default:.1f}")
    raw = raw_rate(path, options.seconds / 2, tablets[0].sheets[0])
    print(f"raw_per_second: {raw:.0f}")
    print(f"ratio_raw: {ours / raw:.3f}")


if __name__ == "__main__":
    with throw_away_data():
        main()

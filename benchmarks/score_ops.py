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
import shutil
import sqlite3
import statistics
import time
import uuid
from pathlib import Path

from benchmarks.sample import throw_away_data
from benchmarks.tablets import CRITERIA, Outcome, Tablet, committed, drive, free_port, make_data, served

TABLETS = 32
SHEETS = 12
PLAIN_SETTINGS = ((1, 1), (2, 1), (2, 8))
"""Web processes and threads of each."""


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
    tablets = make_data(tablets=TABLETS, sheets=SHEETS)
    is_sqlite = connection.vendor == "sqlite"
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
    words = {"DJANGO_SETTINGS_MODULE": "benchmarks.plain_scores", "PLAIN_SQLITE": "default", "DEBUG": "1"}
    path = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode=DELETE")  # all is in the one file, which is copied
    raw = raw_rate(path, options.seconds / 2, tablets[0].sheets[0])
    print(f"raw_per_second: {raw:.0f}")
    print(f"ratio_raw: {ours / raw:.3f}")
    default, outcome = rate(tablets, options.seconds, **size, environment=words)
    print(f"default_per_second: {default:.0f} ({len(outcome.refused)} refused)")
    print(f"ratio_default: {ours / default:.1f}")


if __name__ == "__main__":
    with throw_away_data():
        main()

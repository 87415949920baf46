"""Benchmark of a reconnect storm: 60 tablets send 50 ops each in the same second, while people read pages.

    .venv/bin/python -m benchmarks.storm
    sh bin/with-postgres .venv/bin/python -m benchmarks.storm

Each tablet sends batches of at most twenty ops, one batch after the other, and comes again after a refusal.
Prints `key: value` lines: seconds until every op is acknowledged, ops stored, and the times of the pages.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time

from benchmarks.sample import throw_away_data
from benchmarks.tablets import Tablet, committed, exchange, free_port, make_data, served

TABLETS = 60
OPS = 50
BATCH = 20
READERS = 8
PAUSE = 0.25
"""Seconds between two pages of a reader, and before a refused batch is sent again."""


async def empty_outbox(tablet: Tablet, port: int) -> int:
    """Send all ops of a tablet; how often it was refused."""
    waiting = [tablet.op() for _ in range(OPS)]
    refused = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    while waiting:
        status, body = await exchange(reader, writer, tablet.post(waiting[:BATCH]))
        if status == 200:
            done = {one["op_id"] for one in json.loads(body)["outcomes"] if one["outcome"] == "applied"}
            waiting = [op for op in waiting if op["op_id"] not in done]
            continue
        refused += 1
        writer.close()
        await asyncio.sleep(PAUSE)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.close()
    return refused


async def read_pages(tablet: Tablet, port: int, over: asyncio.Event) -> list[float]:
    """Read the judge's list and the front page in turn until the storm is over; seconds of each."""
    seconds: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    pages = [tablet.get(f"/{tablet.slug}/judge/"), tablet.get(f"/{tablet.slug}/")]
    while not over.is_set():
        start = time.monotonic()
        status, _body = await exchange(reader, writer, pages[len(seconds) % 2])
        seconds.append(time.monotonic() - start)
        if status != 200:
            raise SystemExit(f"a page was answered with {status}")
        await asyncio.sleep(PAUSE)
    writer.close()
    return seconds


async def storm(tablets: list[Tablet], port: int) -> tuple[float, int, list[float]]:
    """Seconds until the last acknowledgement, refusals, seconds of the pages."""
    over = asyncio.Event()
    reading = [asyncio.create_task(read_pages(tablet, port, over)) for tablet in tablets[:READERS]]
    await asyncio.sleep(1)
    start = time.monotonic()
    refused = await asyncio.gather(*(empty_outbox(tablet, port) for tablet in tablets))
    seconds = time.monotonic() - start
    over.set()
    pages = [one for task in reading for one in await task]
    return seconds, sum(refused), pages


def main() -> None:
    """Make the data, start the server, let the storm come."""
    from festival.management.commands.serve import THREADS, WORKERS

    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(command, check=True, env=os.environ | {"DEBUG": "0"})  # noqa: S603
    tablets, port = make_data(tablets=TABLETS, sheets=OPS), free_port()
    with served(port, workers=WORKERS, threads=THREADS, environment={}):
        seconds, refused, pages = asyncio.run(storm(tablets, port))
    print(f"seconds_until_acknowledged: {seconds:.1f}")
    print(f"ops_stored: {committed()} of {TABLETS * OPS}")
    print(f"batches_sent_again: {refused}")
    print(f"pages_p50_ms: {statistics.median(pages) * 1000:.0f}")
    print(f"pages_p95_ms: {statistics.quantiles(pages, n=20)[18] * 1000:.0f} ({len(pages)} pages)")


if __name__ == "__main__":
    with throw_away_data():
        main()

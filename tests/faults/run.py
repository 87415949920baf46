"""Tablets send scores through a faulty network to a server that is killed again and again.

    .venv/bin/python -m tests.faults.run --kills 20 --tablets 20 --sheets 50 --seed 1

Works in a temporary data folder, or in the database of DATABASE_URL. Prints `key: value` lines and ends with
status 1 when anything does not hold (`tests.faults.oracle`).
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from random import Random

from benchmarks.sample import throw_away_data
from benchmarks.tablets import CRITERIA, Tablet, free_port, make_data, wait_for
from tests.faults.outbox import Outbox
from tests.faults.proxy import FaultProxy, message

CHANGES_OF_A_SHEET = 3
LONGEST_PAUSE = 0.5


class Server:
    """The web server as `manage.py serve` starts it, without the background worker."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        from festival.management.commands.serve import THREADS, WORKERS

        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--no-ws", "--log-level", "critical"]
        command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
        environment = {**os.environ, "DEBUG": "0", "LOG_LEVEL": "CRITICAL"}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        wait_for(self.port)

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Kills:
    """How often the server shall be killed, and was."""

    wanted: int
    done: int = 0

    @property
    def share_left(self) -> float:
        """What is still to come, of 1; 0 after the last kill."""
        return max(0.0, 1 - (self.done + 1) / (self.wanted + 1))


@dataclass
class Judge:
    """A tablet with its outbox, and the sheets that its judge is still going to mark, one for each time."""

    tablet: Tablet
    outbox: Outbox
    random: Random
    changes: list[int]

    def change(self) -> None:
        """Mark the next sheet."""
        marks = {f"c{n}": self.random.randrange(0, 1001 + n * 100, 25) for n in range(CRITERIA)}
        payload = {"marks": marks, "comment": f"Nhận xét {len(self.changes)}", "submitted": True}
        op_id = uuid.UUID(int=self.random.getrandbits(128), version=4)
        self.outbox.change(self.changes.pop(), payload, op_id)

    async def work(self, port: int, kills: Kills) -> None:
        """Change sheets and send until everything is acknowledged; the changes last as long as the kills."""
        pause, total = 0.02, len(self.changes)
        while self.changes or self.outbox.waiting:
            for _ in range(self.random.randrange(4)):
                if len(self.changes) > total * kills.share_left:
                    self.change()
            if self.outbox.waiting:
                is_heard = self.outbox.receive(*await self._send(port))
                pause = 0.02 if is_heard else min(LONGEST_PAUSE, pause * 2)
            await asyncio.sleep(pause * self.random.uniform(0.5, 1.5))

    async def _send(self, port: int) -> tuple[int, bytes]:
        """Status and body of a batch; 0 where no whole response comes."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
            try:
                writer.write(self.tablet.post(self.outbox.batch()))
                async with asyncio.timeout(20):
                    head, _blank, body = (await message(reader)).partition(b"\r\n\r\n")
                return int(head.split(b" ", 2)[1]), body
            finally:
                writer.close()
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            return 0, b""


async def run(judges: list[Judge], server: Server, *, kills: Kills, random: Random) -> Counter[str]:
    """Let all work while the server is killed and started again; how often each fault of the network came."""
    proxy = FaultProxy(server.port, random=random, share=0.2)
    listener = await proxy.serve()
    port = listener.sockets[0].getsockname()[1]
    work = asyncio.gather(*(judge.work(port, kills) for judge in judges))
    while kills.done < kills.wanted:
        await asyncio.sleep(random.uniform(0.1, 0.6))
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        kills.done += 1
    await work
    listener.close()
    return proxy.counts


def counted(counts: Counter[str]) -> str:
    """A sum and what it is made of."""
    return f"{sum(counts.values())} ({', '.join(f'{name} {count}' for name, count in counts.most_common())})"


def make_judges(*, tablets: int, sheets: int, random: Random) -> list[Judge]:
    """Tablets whose judges mark each of their sheets several times, in an order of their own."""
    judges = []
    for tablet in make_data(tablets=tablets, sheets=sheets):
        changes, own = tablet.sheets * CHANGES_OF_A_SHEET, Random(random.random())
        own.shuffle(changes)
        judges.append(Judge(tablet, Outbox(tablet.schema), own, changes))
    return judges


def check(judges: list[Judge]) -> list[str]:
    """What does not hold, by the oracle and by the application's own command."""
    from django.core.management import CommandError, call_command

    from tests.faults.oracle import faults_of

    faults = faults_of([judge.outbox for judge in judges])
    try:
        call_command("verify_audit", stdout=io.StringIO(), stderr=io.StringIO())
    except CommandError as error:
        faults.append(f"verify_audit: {error}")
    return faults


def main() -> int:
    """Run, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("kills", 20), ("tablets", 20), ("sheets", 50), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    random, start = Random(options.seed), time.monotonic()
    judges = make_judges(tablets=options.tablets, sheets=options.sheets, random=random)
    server, kills = Server(free_port()), Kills(options.kills)
    server.start()
    try:
        counts = asyncio.run(run(judges, server, kills=kills, random=random))
    finally:
        server.kill()
    acknowledged = [one for judge in judges for one in judge.outbox.acknowledged.values()]
    faults = check(judges)
    print(f"seed: {options.seed}")
    print(f"kills: {kills.done}")
    print(f"network_faults: {counted(counts)}")
    print(f"ops_acknowledged: {counted(Counter(outcome['outcome'] for _op, outcome in acknowledged))}")
    print(f"faults: {len(faults)}")
    print(f"seconds: {time.monotonic() - start:.0f}")
    for fault in faults[:20]:
        print(f"fault: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    with throw_away_data():
        sys.exit(main())

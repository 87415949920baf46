"""No score is lost or counted twice while servers are killed and networks fail; see `tests.faults.run`."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.guards.tree import ROOT

KILLS, TABLETS, SHEETS = 20, 20, 50


@pytest.mark.slow
def test_scores_survive_killed_servers_and_a_faulty_network() -> None:
    command = [sys.executable, "-m", "tests.faults.run", "--seed", "1"]
    command += ["--kills", str(KILLS), "--tablets", str(TABLETS), "--sheets", str(SHEETS)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert (found["kills"], found["faults"]) == (str(KILLS), "0")
    assert int(found["ops_acknowledged"].split()[0]) >= TABLETS * SHEETS

"""Benchmark of importing and exporting the demo festival: seconds, rows, queries, and ratios within the run.

.venv/bin/python -m benchmarks.import_demo
"""

from __future__ import annotations

import io
import tempfile
import time
from pathlib import Path

from benchmarks.sample import throw_away_data

BUNDLE = "demo/hoai-duc-2024"


def timed(command: str, *words: str) -> tuple[float, int, str]:
    """Run a command; return its seconds, queries and last line of output."""
    from django.core.management import call_command
    from django.db import connection

    out, queries = io.StringIO(), 0

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    start = time.perf_counter()
    with connection.execute_wrapper(count):
        call_command(command, *words, stdout=out)
    message = out.getvalue().strip().splitlines()
    return time.perf_counter() - start, queries, message[-1] if message else ""


def main() -> None:
    """Import, import again and export the demo."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    first, queries, message = timed("import_festival", BUNDLE)
    again, _, unchanged = timed("import_festival", BUNDLE)
    with tempfile.TemporaryDirectory() as folder:
        out, _, _ = timed("export_festival", "hoai-duc-2024", str(Path(folder) / "out"))
    rows = int(message.split()[1])
    print(f"import_seconds: {first:.2f}")
    print(f"rows: {rows}")
    print(f"queries: {queries}")
    print(f"queries_per_100_rows: {100 * queries / rows:.1f}")
    print(f"again_over_first: {again / first:.2f}")
    print(f"export_over_first: {out / first:.2f}")
    print(f"second_import: {unchanged}")


if __name__ == "__main__":
    with throw_away_data():
        main()

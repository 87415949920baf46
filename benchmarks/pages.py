"""Benchmark of the main pages of the demo festival: queries, and time relative to the health page.

    .venv/bin/python -m benchmarks.pages

Prints `key: value` lines: queries of a page, and its median time divided by that of `/healthz`. Works in a
temporary data folder.
"""

from __future__ import annotations

import io
import statistics
import time

from benchmarks.sample import throw_away_data

ROUNDS = 15
SLUG = "hoai-duc-2024"
PAGES = {
    "desk": ("organiser", "/{slug}/desk/"),
    "registrations": ("organiser", "/{slug}/desk/registrations/"),
    "schools": ("organiser", "/{slug}/desk/schools/"),
    "judge_list": ("judge", "/{slug}/judge/"),
    "school_home": ("school", "/{slug}/school/"),
    "front": ("visitor", "/{slug}/"),
    "booth_list": ("visitor", "/{slug}/booths/"),
    "booth_page": ("visitor", "/{slug}/booths/{booth}/"),
}


def measure(client: object, url: str) -> tuple[int, float]:
    """Queries of one request, and the median of its time in seconds."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    get = client.get  # type: ignore[attr-defined]
    reset_queries()  # the log of a long import is full, and a full log counts nothing
    with CaptureQueriesContext(connection) as queries:
        response = get(url)
    if response.status_code != 200:
        raise SystemExit(f"{url}: {response.status_code}")
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        get(url)
        times.append(time.perf_counter() - start)
    return len(queries), statistics.median(times)


def main() -> None:
    """Import the demo and measure every page."""
    from django.core.management import call_command
    from django.test import Client

    from booths.models import Booth
    from festival.models import Membership

    call_command("migrate", verbosity=0)
    call_command("import_festival", "demo/hoai-duc-2024", stdout=io.StringIO())
    booth = Booth.objects.filter(festival__slug=SLUG, state="approved").first()
    assert booth is not None
    clients = {"visitor": Client(HTTP_HOST="localhost")}
    for role in Membership.Role.values:
        part = Membership.objects.filter(festival__slug=SLUG, role=role).select_related("user").first()
        if part is not None:
            clients[role] = Client(HTTP_HOST="localhost")
            clients[role].force_login(part.user)
    _, unit = measure(clients["visitor"], "/healthz")
    print(f"rows: {Booth.objects.count()} booths, 54 schools")
    for name, (role, path) in PAGES.items():
        queries, seconds = measure(clients[role], path.format(slug=SLUG, booth=booth.code))
        print(f"{name}_queries: {queries}")
        print(f"{name}_over_healthz: {seconds / unit:.1f}")


if __name__ == "__main__":
    with throw_away_data():
        main()

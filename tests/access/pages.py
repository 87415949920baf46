"""The pages whose queries are counted, and the allowed number for each role."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.access.matrix import ALL, ENDPOINTS, OFFICE, ORGANISER, OWN_JUDGE, SCHOOLS, C, Endpoint, F

ROUNDS = f"{F} rounds.slug"


class Page(NamedTuple):
    """A page with the query string of its URL; `key` is its name in the table."""

    key: str
    endpoint: Endpoint
    query: str = ""


MORE_PAGES = [
    Page("festival:new", Endpoint("festival:new", "", "staff")),
    Page("desk:new-import", Endpoint("desk:new-import", "", "staff")),
    Page("festival:audit-log?check", Endpoint("festival:audit-log", F, OFFICE), "?check=1"),
    Page("festival:schools?q", Endpoint("festival:schools", F, OFFICE), "?q=truong&participation=confirmed"),
    Page("booths:public-list?q", Endpoint("booths:public-list", F, "visitor"), "?q=gian&field=stem"),
    Page("desk:registration/entry", Endpoint("desk:registration", f"{F} entry entry.pk", OFFICE)),
    Page("desk:registrations?q", Endpoint("desk:registrations", F, OFFICE), "?q=bai&state=submitted"),
    Page("contests:school-entries/people", Endpoint("contests:school-entries", f"{F} people.slug", SCHOOLS)),
    Page("desk:results/open", Endpoint("desk:results", C, OFFICE)),
    Page("desk:results/rounds", Endpoint("desk:results", ROUNDS, OFFICE)),
    Page("judging:progress/rounds", Endpoint("judging:progress", ROUNDS, OFFICE)),
    Page("judging:panels/rounds", Endpoint("judging:panels", ROUNDS, OFFICE)),
    Page("judging:machine", Endpoint("judging:machine", f"{F} machine.contest.slug machine.pk", OFFICE)),
    Page("judging:assign/rounds", Endpoint("judging:assign", ROUNDS, OFFICE)),
    Page("judging:rubric/rounds", Endpoint("judging:rubric", ROUNDS, ORGANISER)),
    Page("judging:scoring/rounds", Endpoint("judging:scoring", ROUNDS, ORGANISER)),
    Page("contests:office-detail/rounds", Endpoint("contests:office-detail", ROUNDS, OFFICE)),
    Page("contests:office-rounds/rounds", Endpoint("contests:office-rounds", ROUNDS, ORGANISER)),
    Page("judging:sheet/booth", Endpoint("judging:sheet", f"{F} booth_sheet.pk", OWN_JUDGE)),
    Page("judging:waive", Endpoint("judging:waive", f"{C} blocker.key", ORGANISER)),
]
PAGES = [*(Page(endpoint.name, endpoint) for endpoint in ENDPOINTS if endpoint.method == "get"), *MORE_PAGES]

ROLES = (*ALL.split(), "staff")


def read_table() -> dict[str, dict[str, int]]:
    """The numbers of `queries.txt` by page and role: a page a line, a role a column, `-` for no access."""
    head, *lines = (Path(__file__).parent / "queries.txt").read_text().splitlines()
    return {
        page: {
            role: int(number) for role, number in zip(head.split()[1:], numbers, strict=True) if number != "-"
        }
        for page, *numbers in (line.split() for line in lines)
    }

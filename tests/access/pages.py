"""The pages whose queries are counted, and the number that each may take for each role."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.access.matrix import ALL, DOORS, OFFICE, ORGANISER, OWN_JUDGE, SCHOOLS, C, Door, F

ROUNDS = f"{F} rounds.slug"


class Page(NamedTuple):
    """A page that is opened, with what its address ends on; `key` names it in the table."""

    key: str
    door: Door
    query: str = ""


MORE_PAGES = [
    Page("festival:new", Door("festival:new", "", "staff")),
    Page("desk:new-import", Door("desk:new-import", "", "staff")),
    Page("festival:record?check", Door("festival:record", F, OFFICE), "?check=1"),
    Page("festival:schools?q", Door("festival:schools", F, OFFICE), "?q=truong&participation=confirmed"),
    Page("booths:public-list?q", Door("booths:public-list", F, "visitor"), "?q=gian&field=stem"),
    Page("desk:registration/entry", Door("desk:registration", f"{F} entry entry.pk", OFFICE)),
    Page("desk:registrations?q", Door("desk:registrations", F, OFFICE), "?q=bai&state=submitted"),
    Page("contests:school-entries/people", Door("contests:school-entries", f"{F} people.slug", SCHOOLS)),
    Page("desk:results/open", Door("desk:results", C, OFFICE)),
    Page("desk:results/rounds", Door("desk:results", ROUNDS, OFFICE)),
    Page("judging:progress/rounds", Door("judging:progress", ROUNDS, OFFICE)),
    Page("judging:panels/rounds", Door("judging:panels", ROUNDS, OFFICE)),
    Page("judging:assign/rounds", Door("judging:assign", ROUNDS, OFFICE)),
    Page("judging:rubric/rounds", Door("judging:rubric", ROUNDS, ORGANISER)),
    Page("judging:rubric?preset", Door("judging:rubric", C, ORGANISER), "?preset=tt22-2021"),
    Page("judging:scoring/rounds", Door("judging:scoring", ROUNDS, ORGANISER)),
    Page("contests:office-detail/rounds", Door("contests:office-detail", ROUNDS, OFFICE)),
    Page("contests:office-rounds/rounds", Door("contests:office-rounds", ROUNDS, ORGANISER)),
    Page("judging:sheet/booth", Door("judging:sheet", f"{F} booth_sheet.pk", OWN_JUDGE)),
    Page("judging:waive", Door("judging:waive", f"{C} blocker.key", ORGANISER)),
]
PAGES = [*(Page(door.name, door) for door in DOORS if door.method == "get"), *MORE_PAGES]

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

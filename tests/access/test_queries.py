"""Each page takes the number of queries in the table for each role, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from festival.models import School, User
from tests import make
from tests.access.growth import add_rows
from tests.access.pages import PAGES, ROLES, Page, read_table
from tests.access.test_matrix import address
from tests.access.world import World, make_world

OWN_APPS = ("festival", "contests", "booths", "judging", "awards", "desk")
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Measured:
    """Measurements in one sample festival: queries by page and role, and rows by model."""

    queries: Counts
    rows: dict[str, int]


class Unprinted(SimpleNamespace):
    """Replaces the layout of a PDF, which is slow and takes no query."""

    pages = (None,)

    def copy(self, pages: list[None]) -> Unprinted:
        return self

    def write_pdf(self) -> bytes:
        return b"%PDF-"


def signed_in(person: User | None) -> dict[str, Any]:
    """The cookies of a signed-in browser; none for a visitor."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def queries_of(url: str, cookies: dict[str, Any]) -> int:
    """The number of queries of the page. The request is rolled back; an error status fails the test."""
    client = Client()
    client.cookies.load(cookies)
    cache.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        response = client.get(url)
        list(response)
        transaction.set_rollback(True)
    for close in vars(response)["_resource_closers"]:
        close()
    assert response.status_code in {200, 302}, (url, response.status_code)
    return len(seen)


def counted(world: World, pages: list[Page]) -> Counts:
    """Queries by page and role, each in a browser of its own."""
    cookies = {role: signed_in(person) for role, person in world.people.items()}
    return {
        page.key: {
            role: queries_of(address(world, page.endpoint) + page.query, cookies[role])
            for role in page.endpoint.may.split()
        }
        for page in pages
    }


def measured(count: int) -> Measured:
    """Measure every page in a festival with `count` more rows of each kind; rolls everything back."""
    with transaction.atomic():
        world = make_world()
        add_rows(world, count)
        rows = {
            model._meta.label: model._default_manager.count()
            for app in OWN_APPS
            for model in apps.get_app_config(app).get_models()
        }
        found = Measured(counted(world, PAGES), rows)
        transaction.set_rollback(True)
    return found


def table_of(counts: Counts) -> str:
    """The counts in the format of the table: a page a line, a role a column."""
    lines = [f"{'page':32}" + " ".join(ROLES)]
    for page, by_role in counts.items():
        numbers = (f"{by_role.get(role, '-'):>{len(role)}}" for role in ROLES)
        lines.append(f"{page:32}" + " ".join(numbers))
    return "\n".join(lines) + "\n"


def differences(expected: Counts, found: Counts) -> list[str]:
    """Each page and role whose numbers differ, as `page (role): expected, found`."""
    return [
        f"{page} ({role}): {expected.get(page, {}).get(role)}, {found.get(page, {}).get(role)}"
        for page in {**expected, **found}
        for role in ROLES
        if expected.get(page, {}).get(role) != found.get(page, {}).get(role)
    ]


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> dict[int, Measured]:
    """The measurements with one and with three more rows of each kind."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("weasyprint.HTML.render", lambda *args, **options: Unprinted())
        return {count: measured(count) for count in (1, 3)}


@pytest.mark.django_db
def test_every_page_takes_the_queries_of_the_table(worlds: dict[int, Measured]) -> None:
    found = worlds[1].queries
    print(table_of(found))  # the expected content of the file, shown when the test fails

    assert (len(found) >= 85, sum(map(len, found.values())) >= 220) == (True, True)
    assert differences(read_table(), found) == []


@pytest.mark.django_db
def test_no_page_takes_more_queries_when_there_are_more_rows(worlds: dict[int, Measured]) -> None:
    assert differences(worlds[1].queries, worlds[3].queries) == []


@pytest.mark.django_db
def test_worlds_differ_in_every_model(worlds: dict[int, Measured]) -> None:
    one, three = worlds[1].rows, worlds[3].rows

    assert len(one) >= 30
    assert [label for label in one if three[label] < one[label] + 2] == [
        "festival.ChainHead"
    ]  # one row a festival


@pytest.mark.django_db
def test_sweep_finds_a_page_that_reads_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def growing(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponse(str([School.objects.get(pk=row.pk).name for row in School.objects.all()]))

    world = make_world()
    (page,) = (page for page in PAGES if page.key == "desk:public-results")
    monkeypatch.setattr("desk.views.public_results.render", growing)
    before = counted(world, [page])
    make.make_school(world.rows.festival)
    after = counted(world, [page])

    grown = {role: number + 1 for role, number in before[page.key].items()}
    assert (set(grown), after) == (set(page.endpoint.may.split()), {page.key: grown})
    assert len(differences(before, after)) == len(grown)

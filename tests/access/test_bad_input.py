"""Nonsense typed into any page is answered, never a crash: every endpoint, by a user who may call it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.access.matrix import ENDPOINTS, Endpoint
from tests.access.test_matrix import address
from tests.access.world import World, make_world

JUNK = {"letters": "Ắ\x00<script>&'\"", "number": "99999999999999999999"}
FORMSETS = "form rows products photos tiers criteria members rounds signers"
SAMPLES = """
    name title full_name login reason remark points kind state to number code file school schools judges
    entries items version stand given selected ids registrations q page contest category prefix email phone
    panel round judge participation starts_on registration_opens_at text table op marks comment submit
    confirmed settles schema base_version device_id
"""
NAMES = [
    *SAMPLES.split(),
    *(f"{prefix}-{part}_FORMS" for prefix in FORMSETS.split() for part in ("TOTAL", "INITIAL")),
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """One sample festival for all endpoints; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_world()
        transaction.set_rollback(True)


def responses(world: World, endpoint: Endpoint, kind: str) -> list[int]:
    """Statuses of asking and of posting the nonsense, as the first who may."""
    person = world.people[endpoint.may.split()[0]]
    client, url = Client(raise_request_exception=False), address(world, endpoint)
    if person is not None:
        client.force_login(person)
    statuses = []
    for send in (client.get, client.post):
        with transaction.atomic():
            response = send(url, dict.fromkeys(NAMES, JUNK[kind]))
            transaction.set_rollback(True)
        for close in vars(response)["_resource_closers"]:
            close()
        statuses.append(response.status_code)
    return statuses


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("kind", JUNK)
def test_nonsense_never_crashes_a_page(world: World, kind: str) -> None:
    seen = {endpoint.name: responses(world, endpoint, kind) for endpoint in ENDPOINTS}

    assert len(seen) >= 95
    assert {name: found for name, found in seen.items() if max(found) >= 500} == {}


@pytest.mark.django_db
def test_nonsense_guard_sees_a_crash(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise ValueError("crash")

    front = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "desk:public-results")
    monkeypatch.setattr("desk.views.public_results.festival_for_public", crash)

    assert responses(world, front, "letters")[0] == 500

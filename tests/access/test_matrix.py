"""The permission matrix: every endpoint × every role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from festival.models import User
from tests import make
from tests.access.matrix import ALL, ELSEWHERE, ENDPOINTS, Endpoint
from tests.access.world import ROLES, World, make_world

FOREIGN = {"admin", "allauth"}


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The project's URL names with their app, without those of allauth and the admin."""
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            if str(part.pattern) not in {"accounts/", "admin/"}:
                yield from names(part, f"{part.namespace}:" if part.namespace else prefix)
        elif isinstance(part, URLPattern) and part.name:
            yield f"{prefix}{part.name}"


def unnamed(known: set[str]) -> set[str]:
    """URL names that the matrix lacks."""
    return set(names(get_resolver())) - known


def words_of(world: World, endpoint: Endpoint) -> list[str]:
    """The URL arguments in the sample festival: from `row.attribute…`, a row that is a text, or a literal."""
    found = []
    for word in endpoint.words.split():
        row, *attributes = word.split(".")
        value = getattr(world.rows, row, word) if attributes or row == "token" else word
        for attribute in attributes:
            value = getattr(value, attribute)
        found.append(str(value))
    return found


def address(world: World, endpoint: Endpoint) -> str:
    """The endpoint's URL in the sample festival."""
    return reverse(endpoint.name, args=words_of(world, endpoint))


def may_enter(client: Client, endpoint: Endpoint, url: str) -> bool:
    """Whether the endpoint answered: no refusal (405 is one), no redirect to sign-in. Rolled back."""
    with transaction.atomic():
        response = client.post(url) if endpoint.method == "post" else client.get(url)
        transaction.set_rollback(True)
    for close in vars(response)[
        "_resource_closers"
    ]:  # response.close() would close the connection of the test
        close()
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return response.status_code not in {401, 403, 404, 405} and not to_sign_in


def entered(world: World, endpoint: Endpoint) -> set[str]:
    """The roles with access to the endpoint."""
    url = address(world, endpoint)
    found = set()
    for role, person in world.people.items():
        client = Client()
        if person is not None:
            client.force_login(person)
        if may_enter(client, endpoint, url):
            found.add(role)
    return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """One sample festival for all endpoints; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_world()
        transaction.set_rollback(True)


def test_matrix_names_every_address() -> None:
    known = {endpoint.name for endpoint in ENDPOINTS} | set(ELSEWHERE)

    assert len(known) >= 100
    assert unnamed(known) == set()
    assert [place for place in ELSEWHERE.values() if not Path(settings.BASE_DIR / place).exists()] == []


def test_matrix_guard_finds_an_address_without_a_row() -> None:
    known = {endpoint.name for endpoint in ENDPOINTS} | set(ELSEWHERE)

    assert unnamed(known - {"desk:home"}) == {"desk:home"}


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_endpoint_answers_exactly_its_roles(world: World, endpoint: Endpoint) -> None:
    assert entered(world, endpoint) == set(endpoint.may.split())


@pytest.mark.django_db
def test_matrix_guard_sees_an_endpoint_that_answers_too_many(world: World) -> None:
    front = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "desk:front")

    assert set(ALL.split()) == set(ROLES) == entered(world, front)


@pytest.mark.django_db
@pytest.mark.parametrize(("is_staff", "status"), [(True, 200), (False, 404)])
def test_new_festival_is_for_staff_of_the_installation(client: Client, is_staff: bool, status: int) -> None:
    person: User = make.make_user(is_staff=is_staff)
    client.force_login(person)

    assert client.get(reverse("festival:new")).status_code == status
    assert client.get(reverse("desk:new-import")).status_code == status
    assert client.post(reverse("desk:new-make")).status_code == (302 if is_staff else 404)

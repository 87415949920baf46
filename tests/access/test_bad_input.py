"""Invalid input never crashes a page. The possible input is found in the code (`inputs`)."""

from __future__ import annotations

import copy
import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from judging.forms import ops
from tests.access.inputs import (
    Page,
    addresses_with,
    field_names,
    json_keys_in,
    names_read,
    parameter_names,
    prefixes_in,
    routes,
)
from tests.access.matrix import ENDPOINTS, Endpoint
from tests.access.test_matrix import address, words_of
from tests.access.world import World, make_world
from tests.judging.test_score_api import TABLET, op_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JUNK = {
    "letters": "Ắ\x00<script>&'\"",
    "unseen": "\x0b\x1f\u202e\u00d0 \x00",
    "number": "99999999999999999999",
    "digits": "9" * 5000,
    "negative": "-1",
    "superscript": "²",
    "long": "dài " * 3000,
    "day": "0001-01-01T00:00",
    "last-day": "9999-12-31T23:59",
    "nan": "NaN",
    "blank": " ",
}
FILES = {
    "a.xlsx": b"PK\x03\x04",
    "b.xlsx": b"\x00",
    "a.zip": b"",
    "a.csv": b"a,b\n\x00,\xff",
    "a.jpg": b"\xff\xd8\xff",
    "a\x0b\u202e.pdf": b"%PDF-",
    "a" * 300 + ".toml": b"a = '\x00'",
}
IN_ADDRESSES = ["%00", "a%00b", "%ED%A0%80", "9" * 20, "%C2%B2", "a" * 3000]
IN_JSON: list[Any] = [
    None, True, -1, 1.5, float("nan"), 10**30, "", "9" * 20, "\x00", "\ud800", "a" * 5000,
    [], [None], {}, {"\x00": 1}, {"\ud800": None},
]  # fmt: skip
PART = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n"
BODIES = {
    "not-json": (b"{", "application/json"),
    "not-utf-8": (b"\xff\xfe", "application/json"),
    "deep": (b"[" * 100_000, "application/json"),
    "multipart": (PART, "multipart/form-data; boundary=x"),
    "no-boundary": (b"abc", "multipart/form-data"),
    "bad-multipart": (b"abc", "multipart/form-data; boundary=x"),
    "charset": (b"a=b", "application/x-www-form-urlencoded; charset=nonsense"),
}
APPS_OF_PAGES = sorted({endpoint.name.partition(":")[0] for endpoint in ENDPOINTS})


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """One sample festival for all pages; each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_world()
        transaction.set_rollback(True)


def endpoints_of(app: str) -> list[Endpoint]:
    """The endpoints whose URL names have this namespace."""
    return [endpoint for endpoint in ENDPOINTS if endpoint.name.partition(":")[0] == app]


def client_for(world: World, endpoint: Endpoint) -> Client:
    """A client signed in as the first role with access."""
    person, client = world.people[endpoint.may.split()[0]], Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def answer(client: Client, url: str, data: dict[str, Any] | None = None, *, method: str = "get") -> Any:
    """The response; the request is rolled back."""
    with transaction.atomic():
        response = getattr(client, method)(url, data or {})
        transaction.set_rollback(True)
    for close in vars(response)[
        "_resource_closers"
    ]:  # response.close() would close the connection of the test
        close()
    return response


def status_of_body(client: Client, url: str, body: str | bytes, kind: str = "application/json") -> int:
    """The status after posting the body; the request is rolled back."""
    with transaction.atomic():
        status = client.generic("POST", url, body, content_type=kind).status_code
        transaction.set_rollback(True)
    return status


def page_of(client: Client, url: str) -> Page:
    """The fields of the page with their values; empty without a page."""
    response = answer(client, url)
    is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
    return Page(response.content.decode() if is_page else "")


def everything_at_once(world: World, endpoint: Endpoint, names: set[str]) -> Iterator[tuple[str, int]]:
    """Requests by GET and POST in which every known parameter has the same invalid value."""
    client, url = client_for(world, endpoint), address(world, endpoint)
    for kind in ("letters", "number", "long"):
        for method in ("get", "post"):
            sent = dict.fromkeys(names, JUNK[kind][:400])
            yield f"{method} {kind}", answer(client, url, sent, method=method).status_code


def one_field_at_a_time(world: World, endpoint: Endpoint) -> Iterator[tuple[str, int]]:
    """The page's form with one invalid field each, so that the other fields pass validation.

    Of similar rows only the first one is tried.
    """
    client, url = client_for(world, endpoint), address(world, endpoint)
    page, kinds = page_of(client, url), list(JUNK)
    for place, name in enumerate(sorted(page.values)):
        if re.search(r"-[1-9][0-9]*-", name):
            continue
        for kind in {"letters", kinds[place % len(kinds)], kinds[(place + 5) % len(kinds)]}:
            spoilt = {**page.values, name: JUNK[kind]}
            yield f"{name} {kind}", answer(client, url, spoilt, method="post").status_code
    for name in sorted(page.files):
        for label, content in FILES.items():
            sent: dict[str, Any] = {**page.values, name: SimpleUploadedFile(label, content)}
            yield f"{name} {label}", answer(client, url, sent, method="post").status_code


def nonsense_in_the_address(world: World, endpoint: Endpoint) -> Iterator[tuple[str, int]]:
    """Requests in which one argument of the URL each is replaced."""
    client = client_for(world, endpoint)
    for junk in IN_ADDRESSES:
        for url in addresses_with(routes()[endpoint.name], words_of(world, endpoint), junk):
            yield url[:80], answer(client, url, method=endpoint.method).status_code


def crashes(found: Iterator[tuple[str, int]]) -> list[str]:
    """The requests that caused a server error."""
    return [what for what, status in found if status >= 500]


def test_parameters_are_found_in_the_code() -> None:
    names = parameter_names()

    assert len(names) >= 400
    assert len(field_names()) >= 110
    assert {"q", "reason", "criteria-0-maximum", "people-TOTAL_FORMS", "autosave"} <= names


def test_parameter_finder_sees_a_new_one() -> None:
    source = """
def view(request):
    words = query_text(request, "words") or requests.posted_texts(request, "row")
    rows = SomeFormSet(request.POST, prefix="lines")
    return "send" in self.data, data.get("op_id"), data["marks"]
"""
    assert names_read(source) == {"words", "row", "send"}
    assert prefixes_in(source) == {"lines"}
    assert json_keys_in(source) == {"op_id", "marks"}


@pytest.mark.parametrize("app", APPS_OF_PAGES)
def test_nonsense_in_every_parameter_never_crashes_a_page(world: World, app: str) -> None:
    endpoints, names = (
        [endpoint for endpoint in ENDPOINTS if endpoint.name.partition(":")[0] == app],
        parameter_names(),
    )
    found = {endpoint.name: crashes(everything_at_once(world, endpoint, names)) for endpoint in endpoints}

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("app", APPS_OF_PAGES)
def test_nonsense_in_one_field_of_a_form_never_crashes_a_page(world: World, app: str) -> None:
    endpoints = endpoints_of(app)
    found = {endpoint.name: crashes(one_field_at_a_time(world, endpoint)) for endpoint in endpoints}

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("app", APPS_OF_PAGES)
def test_nonsense_in_an_address_never_crashes_a_page(world: World, app: str) -> None:
    endpoints = endpoints_of(app)
    found = {endpoint.name: crashes(nonsense_in_the_address(world, endpoint)) for endpoint in endpoints}

    assert {name: faults for name, faults in found.items() if faults} == {}


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all places in a JSON value."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places_in(part, (*path, key))


def with_junk(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """A copy of the JSON value with `junk` in one place."""
    if not path:
        return junk
    changed = copy.deepcopy(value)
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = junk
    return changed


def test_nonsense_in_json_never_crashes_the_endpoint(world: World) -> None:
    endpoint = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "judging:api-ops")
    client, url = client_for(world, endpoint), address(world, endpoint)
    batch = {"device": TABLET, "ops": [op_of(world.rows.sheet, settles=str(world.rows.op.pk))]}
    known = {key for path in places_in(batch) for key in path if isinstance(key, str)}
    found = {}
    for path in places_in(batch):
        for junk in IN_JSON:
            body = json.dumps(with_junk(batch, path, junk))
            found[f"{path} {junk!r:.40}"] = status_of_body(client, url, body)

    assert json_keys_in(inspect.getsource(ops)) <= known
    assert len(found) >= 200
    assert {what: status for what, status in found.items() if status >= 500} == {}
    assert set(found.values()) <= {200, 400, 413}


@pytest.mark.parametrize("kind", BODIES)
def test_body_of_another_kind_never_crashes_a_page(world: World, kind: str) -> None:
    body, content_type = BODIES[kind]
    found = {}
    for endpoint in ENDPOINTS:
        client, url = client_for(world, endpoint), address(world, endpoint)
        found[endpoint.name] = status_of_body(client, url, body, content_type)

    assert len(found) >= 95
    assert {name: status for name, status in found.items() if status >= 500} == {}


FOREIGN = ["/admin/", "/admin/festival/school/", "/accounts/login/", "/accounts/%00/", "/%00"]


@pytest.mark.parametrize("query", ["", "?q=%00", "?next=%00", "?id=%00&p=999999999999999999999"])
@pytest.mark.parametrize("url", FOREIGN)
def test_nonsense_never_crashes_pages_of_the_libraries(world: World, url: str, query: str) -> None:
    client = Client(raise_request_exception=False)
    person = world.people["organiser"]
    assert person is not None
    with transaction.atomic():
        type(person).objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
        client.force_login(person)
        status = client.get(f"{url}{query}").status_code
        transaction.set_rollback(True)

    assert status < 500


@pytest.mark.parametrize("cookie", ["sessionid", "device", "django_language", "csrftoken", "messages"])
def test_nonsense_in_a_cookie_never_crashes_a_page(world: World, cookie: str) -> None:
    value = "\\000" * 9
    client = Client(raise_request_exception=False, headers={"cookie": f'{cookie}="{value}"'})

    assert [client.get(url).status_code for url in ("/", "/accounts/login/")] == [200, 200]


def test_nonsense_sweep_sees_a_crash(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise ValueError("crash")

    front = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "desk:public-results")
    monkeypatch.setattr("desk.views.public_results.festival_for_public", crash)

    assert crashes(everything_at_once(world, front, {"q"}))[0] == "get letters"
    assert crashes(nonsense_in_the_address(world, front)) != []

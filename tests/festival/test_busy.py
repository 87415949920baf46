"""A busy database is waited for and then answered with 503: nothing is stored, and what was typed is kept."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from config import environment
from festival.models import AuditEvent, School
from festival.sessions import SessionStore
from judging.models import ScoreOp
from tests.make import make_booth, make_festival, make_organiser, make_school, make_school_user, make_sheet

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
PATIENCE = 0.2


@contextmanager
def held_by_another() -> Iterator[None]:
    """Another connection writes to every table and does not commit; ours waits a moment instead of 10 s."""
    is_sqlite = connection.vendor == "sqlite"
    other = connection.copy()
    with connection.cursor() as ours:
        ours.execute("PRAGMA busy_timeout = 200" if is_sqlite else "SET lock_timeout = 200")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
            if not is_sqlite:
                tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
                cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


class Resent(HTMLParser):
    """The form of the page: where it goes and which values it holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.is_inside = "", False
        self.values: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = given.get("data-resend") is not None
            self.action = given["action"] if self.is_inside else self.action
        if tag == "input" and self.is_inside and given["type"] == "hidden":
            self.values.setdefault(given["name"], []).append(given["value"])
        elif tag == "input" and self.is_inside:
            self.asked.append((given["type"], given["name"]))


def client_of(user: object) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_form_sent_to_a_busy_database_is_kept_and_can_be_sent_again() -> None:
    festival = make_festival()
    client = client_of(make_organiser(festival))
    url = reverse("festival:school-new", args=[festival.slug]) + "?from=list"
    typed = {"code": "a-1", "name": 'Trường "A" <b>', "level": "thcs", "participation": "invited"}
    before = AuditEvent.objects.count()

    with held_by_another():
        refused = client.post(url, typed)

    page = refused.content.decode()
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert "Máy chủ đang bận" in page
    assert "no-store" in refused.headers["Cache-Control"]
    assert (School.objects.count(), AuditEvent.objects.count()) == (0, before)
    form = Resent(page)
    assert (form.action, form.values) == (url, {name: [value] for name, value in typed.items()})
    assert client.post(form.action, form.values).status_code == 302
    assert School.objects.get().name == 'Trường "A" <b>'


def test_page_with_files_asks_for_the_files_again() -> None:
    school = make_school()
    booth = make_booth(school, state="draft")
    client = client_of(make_school_user(school))
    url = reverse("booths:school-booth", args=[school.festival.slug, booth.pk])
    drawn = BytesIO()
    Image.new("RGB", (8, 6)).save(drawn, "JPEG")
    picture = SimpleUploadedFile("a.jpg", drawn.getvalue())
    typed = {"version": booth.version, "title": "Gian hàng sách"}
    rows = {f"{rows}-{part}_FORMS": 0 for rows in ("products", "photos") for part in ("TOTAL", "INITIAL")}

    with held_by_another():
        refused = client.post(url, {**typed, **rows, "pictures": picture})

    form = Resent(refused.content.decode())
    assert (refused.status_code, form.asked) == (503, [("file", "pictures")])
    assert form.values["title"] == ["Gian hàng sách"]


def test_ops_sent_to_a_busy_database_are_answered_in_json_and_not_stored() -> None:
    sheet = make_sheet()
    judge = sheet.assignment.judge
    assert judge is not None
    op = {"op_id": str(uuid.uuid4()), "sheet": str(sheet.pk), "payload": None}
    url = reverse("judging:api-ops", args=[judge.festival.slug])
    body = json.dumps({"device": str(uuid.uuid4()), "ops": [op]})
    client = client_of(judge.user)

    with held_by_another():
        refused = client.post(url, body, content_type="application/json")

    assert (refused.status_code, refused.headers["Retry-After"], refused.json()) == (
        503,
        "2",
        {"error": "busy"},
    )
    assert ScoreOp.objects.count() == 0
    assert client.post(url, body, content_type="application/json").status_code == 200


def test_sign_in_at_a_busy_database_keeps_the_name_and_asks_for_the_password() -> None:
    user = make_organiser(make_festival())
    user.set_password("mua thu ha noi 2025")
    user.save()
    client = Client(raise_request_exception=False)

    with held_by_another():
        refused = client.post("/accounts/login/", {"login": user.login, "password": "mua thu ha noi 2025"})

    page = refused.content.decode()
    form = Resent(page)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert (form.values, form.asked) == ({"login": [user.login]}, [("password", "password")])
    assert "mua thu ha noi" not in page
    again = client.post(form.action, {**form.values, "password": "mua thu ha noi 2025"})
    assert (again.status_code, "_auth_user_id" in client.session) == (302, True)


def test_session_that_cannot_be_saved_is_503_and_not_a_bad_request() -> None:
    school = make_school()
    client = client_of(make_school_user(school))
    url = reverse("desk:school-choose", args=[school.festival.slug])

    with held_by_another():
        refused = client.post(url, {"school": school.code})

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert client.post(url, {"school": school.code}).status_code == 302


def test_session_whose_row_is_gone_is_still_a_bad_request() -> None:
    school = make_school()
    client = client_of(make_school_user(school))
    store = SessionStore(client.session.session_key)
    store["a"] = 1
    client.session.delete()

    with pytest.raises(UpdateError):
        store.save()


@pytest.mark.parametrize("key", ["\x00" * 32, "a" * 7, "a/" * 16, "é" * 32])
def test_session_cookie_that_is_no_key_counts_as_none(key: str) -> None:
    assert SessionStore(key).session_key is None


def test_reading_and_the_health_page_do_not_wait() -> None:
    festival = make_festival()
    client = client_of(make_organiser(festival))

    with held_by_another():
        started = time.monotonic()
        statuses = [client.get(url).status_code for url in ("/healthz", f"/{festival.slug}/")]
        took = time.monotonic() - started

    assert statuses == [200, 200]
    assert took < PATIENCE * 5


def test_script_that_saves_a_draft_is_answered_in_json() -> None:
    school = make_school()
    booth = make_booth(school, state="draft")
    client = client_of(make_school_user(school))
    url = reverse("booths:school-booth", args=[school.festival.slug, booth.pk])

    draft = {"autosave": "1", "version": booth.version, "title": "Mới"}

    with held_by_another():
        refused = client.post(url, draft, headers={"accept": "application/json"})

    assert (refused.status_code, refused.json()) == (503, {"error": "busy"})


def test_other_faults_of_the_database_stay_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise OperationalError("no such column: x")

    monkeypatch.setattr("desk.views.front.festival_for_viewer", broken, raising=False)
    festival = make_festival()

    assert Client(raise_request_exception=False).get(f"/{festival.slug}/").status_code == 500


def test_writers_wait_ten_seconds_on_both_databases(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sqlite = environment.database("UNSET_DATABASE", default=tmp_path)
    monkeypatch.setenv("SOME_DATABASE", "postgres://u@h/d?options=-c%20geqo%3Doff&sslmode=require")
    postgres = environment.database("SOME_DATABASE", default=tmp_path)

    assert sqlite["OPTIONS"]["timeout"] == 10
    assert postgres["OPTIONS"] == {"options": "-c lock_timeout=10s -c geqo=off", "sslmode": "require"}

"""The page of the audit log."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from festival.audit import log_event
from festival.models import AuditEvent, Festival, User
from festival.registries import action_labels
from tests import make
from tests.conftest import no_triggers
from tests.reading import elements, texts

pytestmark = pytest.mark.django_db


def written(count: int) -> tuple[Festival, User]:
    festival = make.make_festival()
    person = make.make_organiser(festival)
    for number in range(count):
        with transaction.atomic():
            log_event(person, "school-added", festival, festival=festival, body={"code": f"th-{number}"})
    return festival, person


def test_events_have_labels_and_can_be_narrowed(client: Client) -> None:
    festival, person = written(1)
    stranger = make.make_organiser(festival)
    with transaction.atomic():
        log_event(stranger, "festival-changed", festival, festival=festival, body={"fields": ["venue"]})
    client.force_login(person)
    url = reverse("festival:audit-log", args=[festival.slug])
    for query in ("?action=school-added", f"?person={person.pk}"):
        cells = texts(client.get(url + query), "#list td")
        assert (cells[0], cells[2], cells[3]) == ("1", person.full_name, "Thêm trường")
        assert (len(cells), "th-0" in cells[4]) == (5, True)
    assert len(elements(client.get(f"{url}?person=x"), "#list tbody tr")) == 2


def test_check_says_whether_the_chain_holds(client: Client) -> None:
    festival, person = written(3)
    client.force_login(person)
    url = reverse("festival:audit-log", args=[festival.slug])
    assert texts(client.get(f"{url}?check=1"), "main .notice-good") == [
        "Chuỗi nhật ký nguyên vẹn: đã kiểm tra 3 dòng."
    ]
    with no_triggers():
        AuditEvent.objects.filter(festival=festival, seq=2).update(action="school-removed")
    assert texts(client.get(f"{url}?check=1"), "main .notice-bad") == [
        "Chuỗi nhật ký sai ở dòng 2. Hãy báo kỹ thuật."
    ]


def test_every_action_logged_in_the_code_has_a_label() -> None:
    root = Path(__file__).parents[2]
    sources = "".join(path.read_text() for path in root.glob("*/actions/*.py"))
    actions = set(re.findall(r'\blog_event\(\s*\w+,\s*"([a-z-]+)"', sources))
    actions |= set(re.findall(r'\b_log_event\(\w+, "([a-z-]+)"', sources))
    assert len(actions) > 40
    assert actions - set(action_labels) == set()

"""`make_demo`: one festival taken to the published table, one half way, and people who may try them."""

from __future__ import annotations

import io

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from awards.models import Award
from booths.models import Booth
from contests.models import Contest, Entry
from demo.contest import BOOTHS, SKILLS
from desk.management.demo_people import read_demo
from festival.models import AuditEvent, Festival, Membership, School, User
from judging.models import ScoreSheet

pytestmark = pytest.mark.django_db


def make_demo() -> str:
    """Run the command; returns its output."""
    out = io.StringIO()
    call_command("make_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo_allowed(settings: LazySettings) -> None:
    settings.FESTIVAL_DEMO = True


def test_demo_is_refused_where_it_is_not_meant(settings: LazySettings) -> None:
    settings.FESTIVAL_DEMO = False
    with pytest.raises(CommandError, match="FESTIVAL_DEMO"):
        make_demo()
    assert not User.objects.exists() and not Festival.objects.exists()


@pytest.mark.slow
def test_demo_is_complete_and_a_second_run_changes_nothing(demo_allowed: None, client: Client) -> None:
    output = make_demo()
    district = Festival.objects.get(slug="hoai-duc-2024")
    assert School.objects.filter(festival=district).count() == 54
    assert Booth.objects.filter(festival=district, state=Booth.State.APPROVED).count() == 20
    assert set(district.contests.values_list("slug", "state")) == {
        (SKILLS, Contest.State.PUBLISHED),
        (BOOTHS, Contest.State.PUBLISHED),
    }
    awards = Award.objects.filter(entry__contest__festival=district)
    assert awards.filter(entry__contest__slug=SKILLS).count() == 13
    assert awards.filter(entry__contest__slug=BOOTHS).count() == 10

    (commune,) = Festival.objects.exclude(pk=district.pk)
    states = set(Entry.objects.filter(contest__festival=commune).values_list("state", flat=True))
    assert states == set(Entry.State.values)
    sheets = ScoreSheet.objects.filter(assignment__entry__contest__festival=commune)
    assert sheets.filter(state=ScoreSheet.State.SUBMITTED).count() == 15
    assert sheets.filter(state=ScoreSheet.State.DRAFT, version__gt=0).count() == 5

    demo = read_demo()
    for registrations in (Booth.objects.all(), Entry.objects.all()):
        assert not registrations.filter(state__in=["returned", "declined"], remark="").exists()
    for person in demo.people:
        user = User.objects.get(login=person.login)
        assert user.is_demo and user.check_password(demo.password), person.login
        assert Membership.objects.filter(user=user, role=person.role).exists(), person.login
        assert f"{person.login} " in output
    assert User.objects.filter(is_demo=True).count() == len(demo.people)

    before = AuditEvent.objects.count()
    make_demo()
    assert AuditEvent.objects.count() == before
    assert client.get(reverse("desk:public-results", args=[district.slug])).status_code == 200

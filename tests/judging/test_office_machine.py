"""A round marked by machine: its sheets are made for every approved entry, without judges."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Round
from judging.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status", "sheets"),
    [("organiser", 302, 1), ("secretary", 302, 1), ("school", 404, 0), ("judge", 404, 0)],
)
def test_machine_round_is_opened_by_the_office_alone(
    client: Client, role: str, status: int, sheets: int
) -> None:
    contest = make.make_contest()
    part = contest.rounds.get()
    Round.objects.filter(pk=part.pk).update(marking=Round.Marking.MACHINE)
    make.make_criterion(contest)
    entry = make.make_entry(contest)
    school = entry.school if role == "school" else None
    client.force_login(make.make_part(contest.festival, role, school=school))

    response = client.post(reverse("judging:machine", args=[contest.festival.slug, contest.slug, part.pk]))

    assert (response.status_code, Assignment.objects.filter(judge=None, entry=entry).count()) == (
        status,
        sheets,
    )

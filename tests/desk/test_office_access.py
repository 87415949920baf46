"""Who may open which page of the office; the matrix is data."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.conftest import Office

OFFICE, ORGANISER = "office", "organiser"
PAGES = [
    ("desk:home", "", OFFICE),
    ("desk:registrations", "", OFFICE),
    ("desk:registration", "entry entry.pk", OFFICE),
    ("desk:registration", "booth booth.pk", OFFICE),
    ("booths:office-stands", "", OFFICE),
    ("festival:schools", "", OFFICE),
    ("festival:school-new", "", OFFICE),
    ("desk:schools-import", "", OFFICE),
    ("festival:missing", "", OFFICE),
    ("festival:school", "school.pk", OFFICE),
    ("festival:school-delete", "school.pk", OFFICE),
    ("festival:invitations", "", OFFICE),
    ("festival:invitation", "school.pk", OFFICE),
    ("festival:audit-log", "", OFFICE),
    ("contests:office-list", "", OFFICE),
    ("contests:office-detail", "contest.slug", OFFICE),
    ("judging:panels", "contest.slug", OFFICE),
    ("judging:assign", "contest.slug", OFFICE),
    ("judging:judges", "", OFFICE),
    ("judging:judge", "judge.pk", OFFICE),
    ("judging:judge-remove", "judge.pk", OFFICE),
    ("festival:settings", "", ORGANISER),
    ("festival:move", "closed", ORGANISER),
    ("festival:signers", "", ORGANISER),
    ("festival:people", "", ORGANISER),
    ("desk:copy", "", ORGANISER),
    ("contests:office-new", "", ORGANISER),
    ("contests:office-edit", "contest.slug", ORGANISER),
    ("contests:office-rounds", "contest.slug", ORGANISER),
    ("contests:office-delete", "contest.slug", ORGANISER),
    ("judging:rubric", "contest.slug", ORGANISER),
    ("judging:scoring", "contest.slug", ORGANISER),
    ("judging:example", "contest.slug", ORGANISER),
    ("awards:scheme", "contest.slug", ORGANISER),
]


def address(office: Office, name: str, words: str) -> str:
    """The page's address: `words` are literals, or attributes of the office with a dot."""
    args: list[object] = [office.festival.slug]
    for word in words.split():
        row, dot, attribute = word.partition(".")
        args.append(getattr(getattr(office, row), attribute) if dot else word)
    return reverse(name, args=args)


@pytest.mark.parametrize(("name", "words", "power"), PAGES)
def test_office_page_opens_for_its_people_alone(
    client: Client, office: Office, name: str, words: str, power: str
) -> None:
    url = address(office, name, words)
    expected = {
        office.organiser: 200,
        office.secretary: 200 if power == OFFICE else 404,
        office.judge.user: 404,
        office.school_user: 404,
        office.stranger: 404,
        office.other_organiser: 404,
    }
    seen = {}
    for person in expected:
        client.force_login(person)
        seen[person] = client.get(url).status_code
    assert seen == expected


@pytest.mark.parametrize(("name", "words", "power"), PAGES)
def test_office_page_sends_visitors_to_sign_in(
    client: Client, office: Office, name: str, words: str, power: str
) -> None:
    url = address(office, name, words)
    response = client.get(url)
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize(("name", "words", "power"), PAGES)
def test_office_page_has_one_heading(
    client: Client, office: Office, name: str, words: str, power: str
) -> None:
    client.force_login(office.organiser)
    html = client.get(address(office, name, words)).content.decode()
    assert len(re.findall(r"<h1\b", html)) == (0 if name == "judging:example" else 1)

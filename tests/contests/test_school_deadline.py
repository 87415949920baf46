"""After the deadline the pages of a school's entries say so, and offer nothing that would be refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry
from festival.models import School
from tests.make import make_contest, make_entry, make_school, make_school_user
from tests.reading import texts

pytestmark = pytest.mark.django_db
PAST = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def school() -> School:
    return make_school()


@pytest.fixture
def contest(school: School) -> Contest:
    return make_contest(school.festival)


@pytest.fixture
def client_of_school(school: School) -> Client:
    client = Client()
    client.force_login(make_school_user(school))
    return client


def listing(contest: Contest) -> str:
    return reverse("contests:school-entries", args=[contest.festival.slug, contest.slug])


@pytest.mark.parametrize("kind", [Contest.Kind.INDIVIDUAL, Contest.Kind.PRODUCT])
def test_list_with_entries_says_that_the_deadline_has_passed(
    client_of_school: Client, contest: Contest, school: School, kind: str
) -> None:
    make_entry(contest, school=school, state=Entry.State.SUBMITTED)
    Contest.objects.update(kind=kind, closes_at=PAST)
    notices = texts(client_of_school.get(listing(contest)), ".notice")
    assert notices == ["Đã hết hạn đăng ký. Cần sửa, xin liên hệ Ban Tổ chức."]


def test_page_of_a_new_product_after_the_deadline_leads_to_the_list(
    client_of_school: Client, contest: Contest
) -> None:
    Contest.objects.update(kind=Contest.Kind.PRODUCT, closes_at=PAST)
    new = reverse("contests:school-new", args=[contest.festival.slug, contest.slug])
    assert client_of_school.get(new)["Location"] == listing(contest)

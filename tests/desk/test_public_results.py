"""What visitors see once results are published: medals on booths, links between the two, teachers' names."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from booths.models import Booth
from contests.models import Contest, Member
from judging.actions.results import freeze_results, reopen_results
from tests import make
from tests.desk.test_printing import go_to
from tests.reading import texts, values

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def contest() -> Contest:
    """Two booths that compete; the first gets a prize."""
    contest = make.make_judged_contest(
        18, 15, kind=Contest.Kind.BOOTH, name="Gian hàng STEM", slug="gian-hang"
    )
    make.make_scheme(contest, 1)
    for entry in contest.entries.order_by("number"):
        make.make_booth(entry.school, title=f"Gian {entry.number}", entry=entry)
    return contest


def result_page(client: Client, contest: Contest) -> object:
    return client.get(reverse("desk:public-result", args=[contest.festival.slug, contest.slug]))


def booth_page(client: Client, booth: Booth) -> object:
    return client.get(reverse("booths:public-detail", args=[booth.festival.slug, booth.code]))


def test_booth_that_won_has_a_medal_on_every_public_page_once_it_is_published(
    client: Client, contest: Contest
) -> None:
    first, second = Booth.objects.order_by("title")
    pages = [
        reverse("booths:public-list", args=[contest.festival.slug]),
        f"/{contest.festival.slug}/",
    ]
    go_to(contest, "freeze", "award", "certify")
    assert [texts(client.get(page), ".medal") for page in pages] == [[], []]
    assert texts(booth_page(client, first), ".medal") == []

    go_to(contest, "publish")
    client.logout()

    assert [texts(client.get(page), ".booth-card .medal") for page in pages] == [["Giải Nhất"], ["Giải Nhất"]]
    assert texts(booth_page(client, first), ".booth-won") == ["Giải Nhất Gian hàng STEM"]
    assert values(booth_page(client, first), ".booth-won a", "href") == [
        reverse("desk:public-result", args=[contest.festival.slug, contest.slug])
    ]
    assert texts(booth_page(client, second), ".medal") == []


def test_medal_disappears_when_the_results_are_reopened_and_follows_the_new_run(
    client: Client, contest: Contest
) -> None:
    by = go_to(contest, "freeze", "award", "certify", "publish")
    first, second = Booth.objects.order_by("title")
    contest.refresh_from_db()
    reopen_results(
        contest=contest, by=make.make_organiser(contest.festival), reason="Cộng nhầm", now=make.NOW
    )
    assert texts(booth_page(client, first), ".medal") == []

    second_sheet = second.entry.assignments.get().sheet  # type: ignore[union-attr]
    make.give_points(second_sheet, 20, 5)
    contest.refresh_from_db()
    freeze_results(contest=contest, by=by, now=make.NOW)
    go_to(contest, "award", "certify", "publish")

    assert (texts(booth_page(client, first), ".medal"), texts(booth_page(client, second), ".medal")) == (
        [],
        ["Giải Nhất"],
    )


def test_results_lead_to_the_booths(client: Client, contest: Contest) -> None:
    go_to(contest, "freeze", "award", "certify", "publish")
    booth = Booth.objects.get(title="Gian 01")

    assert values(result_page(client, contest), "tbody th a", "href") == [
        reverse("booths:public-detail", args=[contest.festival.slug, booth.code])
    ]
    Booth.objects.update(state=Booth.State.WITHDRAWN)
    assert values(result_page(client, contest), "tbody th a", "href") == []


def won_by(client: Client, kind: str, *people: tuple[str, str, str]) -> list[str]:
    """The winners on the page of a contest whose only entry has these people: (name, role, class)."""
    contest = make.make_judged_contest(18, kind=kind)
    make.make_scheme(contest, 1)
    for name, role, class_name in people:
        make.make_member(contest.entries.get(), name, role=role, class_name=class_name)
    go_to(contest, "freeze", "award", "certify", "publish")
    return texts(result_page(client, contest), "tbody th")


TEACHER = ("Nguyễn Thị Hồng Ngọc", Member.Role.TEACHER, "")
MANAGER = ("Lê Văn Ân", Member.Role.MANAGER, "")
PUPIL = ("Vũ Thị Bích Ngân", Member.Role.PUPIL, "4A1")
CLASS_AND_NO_ROLE = ("Đỗ Minh Anh", "", "5B")


@pytest.mark.parametrize(
    ("kind", "people", "shown"),
    [
        (Contest.Kind.INDIVIDUAL, [TEACHER], "Nguyễn Thị Hồng Ngọc"),
        (Contest.Kind.INDIVIDUAL, [TEACHER, MANAGER], "Nguyễn Thị Hồng Ngọc, Lê Văn Ân"),
        (Contest.Kind.INDIVIDUAL, [TEACHER, PUPIL], "Nguyễn Thị Hồng Ngọc"),
        (Contest.Kind.INDIVIDUAL, [PUPIL], "01"),
        (Contest.Kind.INDIVIDUAL, [CLASS_AND_NO_ROLE], "01"),
        (Contest.Kind.PRODUCT, [TEACHER], "Bài 01 Nguyễn Thị Hồng Ngọc"),
        (Contest.Kind.PRODUCT, [PUPIL, TEACHER], "Bài 01 Nguyễn Thị Hồng Ngọc"),
        (Contest.Kind.PRODUCT, [PUPIL], "Bài 01"),
    ],
)
def test_results_name_teachers_and_no_pupils(
    client: Client, kind: str, people: list[tuple[str, str, str]], shown: str
) -> None:
    assert won_by(client, kind, *people) == [shown]

"""Two people save one page: the later one is refused, keeps what was typed, and undoes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Prize
from contests.models import Contest, Round
from festival.actions.festivals import set_signers
from festival.actions.unchanged import run_unchanged
from festival.locks import fingerprint_of
from festival.models import Festival, School, Signer
from festival.queries.schools import signer_rows
from judging.models import Criterion, Judge, Scoring
from tests import make
from tests.meanwhile import meanwhile
from tests.races import refusals
from tests.reading import sent_by


@dataclass
class World:
    festival: Festival
    contest: Contest
    school: School
    judge: Judge


@dataclass(frozen=True)
class Page:
    """A page with a form: what is typed, what another saves meanwhile, what the database then holds."""

    name: str
    args: Callable[[World], list[Any]]
    typed: tuple[str, str]
    other: Callable[[World], object]
    holds: Callable[[World], object]
    after: object


def of_festival(world: World) -> list[Any]:
    return [world.festival.slug]


def of_contest(world: World) -> list[Any]:
    return [world.festival.slug, world.contest.slug]


def school_of(world: World) -> Any:
    return School.objects.filter(pk=world.school.pk)


def column(rows: Any, **values: Any) -> Callable[[World], object]:
    return lambda world: rows.objects.update(**values)


PAGES = [
    Page(
        "festival:settings",
        of_festival,
        ("place", "Sơn Đồng"),
        column(Festival, venue="Sân trường"),
        lambda world: Festival.objects.values_list("venue", "place").get(),
        ("Sân trường", ""),
    ),
    Page(
        "festival:signers",
        of_festival,
        ("signers-0-title", "CHỦ TỊCH"),
        lambda world: Signer.objects.create(festival=world.festival, kind="minutes", title="THƯ KÝ"),
        lambda world: list(Signer.objects.values_list("title", flat=True)),
        ["THƯ KÝ"],
    ),
    Page(
        "festival:school",
        lambda world: [world.festival.slug, world.school.pk],
        ("head", "Trần Thị Nga"),
        column(School, phone="0912345678"),
        lambda world: school_of(world).values_list("phone", "head").get(),
        ("0912345678", ""),
    ),
    Page(
        "desk:school-participation",
        of_festival,
        ("delegation_head", "Trần Thị Nga"),
        column(School, delegation_size=5),
        lambda world: school_of(world).values_list("delegation_size", "delegation_head").get(),
        (5, ""),
    ),
    Page(
        "contests:office-edit",
        of_contest,
        ("name", "Hội thi khác"),
        column(Contest, anonymous=True),
        lambda world: Contest.objects.values_list("anonymous", "name").get(),
        (True, "Kỹ năng CNTT"),
    ),
    Page(
        "contests:office-rounds",
        of_contest,
        ("rounds-0-name", "Vòng loại"),
        column(Round, name="Thuyết trình"),
        lambda world: list(Round.objects.values_list("name", flat=True)),
        ["Thuyết trình"],
    ),
    Page(
        "judging:rubric",
        of_contest,
        ("criteria-0-name", "Nội dung"),
        column(Criterion, name="Trình bày"),
        lambda world: set(Criterion.objects.values_list("name", flat=True)),
        {"Trình bày"},
    ),
    Page(
        "judging:scoring",
        of_contest,
        ("decimals", "1"),
        lambda world: Scoring.objects.create(contest=world.contest, decimals=3),
        lambda world: list(Scoring.objects.values_list("decimals", flat=True)),
        [3],
    ),
    Page(
        "awards:scheme",
        of_contest,
        ("tiers-0-name", "Giải Vàng"),
        column(Prize, name="Giải A"),
        lambda world: list(Prize.objects.values_list("name", flat=True)),
        ["Giải A"],
    ),
    Page(
        "judging:judge",
        lambda world: [world.festival.slug, world.judge.pk],
        ("position", "Chuyên viên"),
        column(Judge, position="Hiệu trưởng"),
        lambda world: Judge.objects.values_list("position", flat=True).get(),
        "Hiệu trưởng",
    ),
]


@pytest.fixture
def world(db: None) -> World:
    contest = make.make_contest(name="Kỹ năng CNTT")
    make.make_criterion(contest)
    make.make_scheme(contest, 1)
    school = make.make_school(contest.festival)
    return World(contest.festival, contest, school, make.make_judge(contest.festival))


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page_saved_while_another_saves_it_is_refused_and_keeps_what_was_typed(
    client: Client, world: World, case: Page
) -> None:
    is_schools = case.name == "desk:school-participation"
    client.force_login(
        make.make_school_user(world.school) if is_schools else make.make_organiser(world.festival)
    )
    url = reverse(case.name, args=case.args(world))
    field, value = case.typed
    typed = {**sent_by(client.get(url)), field: value}

    with meanwhile(lambda: case.other(world)):
        response = client.post(url, typed)

    assert (response.status_code, case.holds(world)) == (409, case.after)
    assert sent_by(response)[field] == value
    assert "Lưu lần nữa" in response.content.decode()
    again = client.post(url, sent_by(response))
    assert again.status_code == 302
    assert sent_by(client.get(url))[field] == value


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page_that_nobody_else_saved_is_saved(client: Client, world: World, case: Page) -> None:
    is_schools = case.name == "desk:school-participation"
    client.force_login(
        make.make_school_user(world.school) if is_schools else make.make_organiser(world.festival)
    )
    url = reverse(case.name, args=case.args(world))
    field, value = case.typed

    response = client.post(url, {**sent_by(client.get(url)), field: value})

    assert response.status_code == 302
    assert sent_by(client.get(url))[field] == value


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_saves_of_one_page_at_once_only_one_passes() -> None:
    for _ in range(4):
        festival = make.make_festival()
        by, seen = make.make_organiser(festival), fingerprint_of(signer_rows(festival))
        saves = [
            partial(
                run_unchanged,
                set_signers,
                (festival,),
                signer_rows,
                seen,
                festival=festival,
                rows=[{"kind": "", "authority": "", "title": title, "name": ""}],
                by=by,
            )
            for title in ("CHỦ TỊCH", "PHÓ CHỦ TỊCH")
        ]
        codes = refusals(*saves)
        kept = ["CHỦ TỊCH", "PHÓ CHỦ TỊCH"][codes.index("")]
        assert sorted(codes) == ["", "stale"]
        assert [row["title"] for row in signer_rows(festival)] == [kept]

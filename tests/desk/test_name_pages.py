"""The page on which an organiser corrects a name: form, preview, confirmation, and who may open it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.actions.certificates import issue_certificates
from awards.models import Certificate
from contests.models import Contest
from desk.actions.name_corrections import NameChange
from desk.queries.summary import summary_paper
from festival.models import Festival, User
from judging.actions.results import reopen_results
from judging.models import NameCorrection
from tests import make
from tests.desk.test_name_corrections import PERSON, correct, festival, judged, people, register
from tests.judging.test_frozen_digest import as_version_1, verified
from tests.make import NOW
from tests.reading import sent_by, texts, values

__all__ = ["festival", "people"]
pytestmark = [pytest.mark.django_db, pytest.mark.database]


def address(contest: Contest, number: str = "01") -> str:
    entry = contest.entries.get(number=number)
    return reverse("desk:results-names", args=[contest.festival.slug, contest.slug, entry.pk])


def test_page_previews_the_correction_and_stores_it_once_confirmed(
    client: Client, festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    issue_certificates(contest=contest, kind="prize", by=people[0])
    client.force_login(people[0])
    table = client.get(reverse("desk:results", args=[festival.slug, contest.slug]))
    assert values(table, "tbody th a", "href") == [address(contest), address(contest, "02")]

    typed = {**sent_by(client.get(address(contest))), "person-0": " Nguyễn Thị  Hòe", "reason": "Gõ nhầm"}
    preview = client.post(address(contest), typed)

    assert (preview.status_code, NameCorrection.objects.count(), len(register())) == (200, 0, 1)
    assert texts(preview, "dl.facts dd") == ["Nguyễn Thị Hoà 01 → Nguyễn Thị Hòe", "Gõ nhầm"]
    assert texts(preview, "main form ul li")[1].startswith("1 giấy chứng nhận đã cấp được thay bằng")
    again = client.post(address(contest), {**sent_by(preview), "again": "1"})
    assert values(again, "#id_person-0", "value") == ["Nguyễn Thị Hòe"] or values(
        again, "#id_person-0", "value"
    ) == [" Nguyễn Thị  Hòe"]
    done = client.post(address(contest), {**sent_by(preview), "confirmed": "1"}, follow=True)
    assert "Đã sửa tên. Đã thay 1 giấy chứng nhận: xin in lại." in texts(done, ".notice")[0]
    assert texts(done, "section:last-of-type tbody td del") == ["Nguyễn Thị Hoà 01"]


def test_page_of_a_name_corrected_meanwhile_is_stale_and_shows_the_current_one(
    client: Client, festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    client.force_login(people[0])
    typed = {**sent_by(client.get(address(contest))), "person-0": "Nguyễn Thị Huệ", "reason": "Gõ nhầm"}
    correct(contest, PERSON)
    page = client.post(address(contest), {**typed, "confirmed": "1"})

    assert (page.status_code, NameCorrection.objects.count()) == (409, 1)
    assert values(page, "#id_old-person-0", "value") == ["Nguyễn Thị Hòe"]
    assert client.post(address(contest), {**sent_by(page), "confirmed": "1"}).status_code == 302
    assert list(NameCorrection.objects.values_list("new", flat=True)) == ["Nguyễn Thị Hòe", "Nguyễn Thị Huệ"]


@pytest.mark.parametrize("role", ["secretary", "school", "judge", "stranger", "elsewhere"])
def test_names_are_corrected_by_organisers_of_the_festival_alone(
    client: Client, festival: Festival, people: tuple[User, User], role: str
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    client.force_login(people[0])
    typed = {**sent_by(client.get(address(contest))), "person-0": "Nguyễn", "reason": "x", "confirmed": "1"}
    others = {
        "secretary": make.make_part(festival, "secretary"),
        "school": make.make_school_user(contest.entries.get(number="01").school),
        "judge": make.make_judge(festival).user,
        "stranger": make.make_user(),
        "elsewhere": make.make_organiser(make.make_festival()),
    }
    client.force_login(others[role])

    assert client.get(address(contest)).status_code == 404
    assert client.post(address(contest), typed).status_code == 404
    assert NameCorrection.objects.count() == 0


def test_entry_of_another_contest_or_of_an_open_one_has_no_page(
    client: Client, festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    other = judged(festival, people, Contest.Kind.INDIVIDUAL, state="frozen")
    client.force_login(people[0])
    foreign = contest.entries.get(number="01").pk
    wrong = reverse("desk:results-names", args=[festival.slug, other.slug, foreign])
    assert client.get(wrong).status_code == 404
    reopen_results(contest=other, by=people[1], reason="x", now=NOW)
    assert client.get(address(other)).status_code == 404


def test_school_that_shares_another_schools_work_is_corrected_on_that_paper_too(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.PRODUCT)
    first, second = contest.entries.get(number="01"), contest.entries.get(number="02")
    second.partners.add(first.school)
    for kind in ("prize", "participation"):
        issue_certificates(contest=contest, kind=kind, by=people[0])

    outcome = correct(contest, NameChange("school", 0, first.school.name, "Trường Tiểu học Vân Côn"))

    units = (
        Certificate.objects.filter(state="issued").order_by("register_number").values_list("unit", flat=True)
    )
    assert (outcome.papers, list(units)) == (
        2,
        ["Trường Tiểu học Vân Côn", f"{second.school.name}, Trường Tiểu học Vân Côn"],
    )


def test_name_of_a_run_frozen_before_it_kept_names_is_corrected_in_the_rows(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    as_version_1(contest.runs.get())
    correct(contest, PERSON)

    (group,) = summary_paper(contest).data.groups
    assert [row.name for row in group.rows] == ["Nguyễn Thị Hòe", "Nguyễn Thị Hoà 02"]
    assert verified(contest.runs.get()) == ""

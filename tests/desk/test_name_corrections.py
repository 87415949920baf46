"""Misspelt names are corrected after the freeze: pages and papers follow, ranks and digest do not move."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from awards.actions.awarding import award_prizes
from awards.actions.certificates import issue_certificates
from awards.actions.certifying import certify_contest
from awards.models import Certificate
from awards.queries.prize_table import prize_groups
from booths.models import Booth
from contests.models import Contest, Entry
from desk.actions.name_corrections import Corrected, NameChange, correct_names
from desk.queries.public_results import public_groups
from desk.queries.school_results import own_results
from desk.queries.summary import summary_paper
from festival.models import AuditBody, Festival, School, User
from festival.refusals import RuleBroken, StaleState
from festival.text import person_sort_key
from judging.actions.results import freeze_results, publish_results, reopen_results
from judging.models import NameCorrection, ResultRow
from judging.queries.results import frozen_lines, live_lines
from tests import make
from tests.make import NOW
from tests.races import at_once
from tests.reading import texts

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def festival() -> Festival:
    return make.make_festival()


@pytest.fixture
def people(festival: Festival) -> tuple[User, User]:
    return make.make_organiser(festival), make.make_organiser(festival)


def judged(festival: Festival, people: tuple[User, User], kind: str, *, state: str = "published") -> Contest:
    """Entries 01 and 02 with 15 and 12 points, one prize; a member each where people compete."""
    contest = make.make_judged_contest(15, 12, festival=festival, kind=kind, name="Hội thi")
    make.make_scheme(contest, 1)
    for entry in contest.entries.all():
        if kind == Contest.Kind.BOOTH:
            make.make_booth(entry.school, title=entry.title, entry=entry)
        else:
            make.make_member(entry, f"Nguyễn Thị Hoà {entry.number}", salutation="bà")
    freeze_results(contest=contest, by=people[0], now=NOW)
    if state != "frozen":
        award_prizes(contest=contest, by=people[0], now=NOW)
        certify_contest(contest=contest, by=people[1], now=NOW)
    if state == "published":
        publish_results(contest=contest, by=people[1], now=NOW)
    contest.refresh_from_db()
    return contest


def correct(contest: Contest, *changes: NameChange, number: str = "01", by: User | None = None) -> Corrected:
    contest = Contest.objects.get(pk=contest.pk)
    entry = contest.entries.get(number=number)
    by = by or make.make_organiser(contest.festival)
    return correct_names(contest=contest, entry=entry, changes=changes, reason="Gõ nhầm", by=by, now=NOW)


def register() -> list[tuple[int, str, str, int | None]]:
    columns = ("register_number", "recipient", "state", "superseded_by__register_number")
    return list(Certificate.objects.order_by("register_number").values_list(*columns))


PERSON = NameChange("person", 0, "Nguyễn Thị Hoà 01", "Nguyễn Thị Hòe")


def stored(contest: Contest) -> list[dict[str, Any]]:
    """Everything of the runs and their rows."""
    rows = ResultRow.objects.filter(run__contest=contest).order_by("pk")
    return [dict(row) for table in (contest.runs.all(), rows) for row in table.values()]


def test_corrected_person_stands_on_every_page_and_paper_and_nothing_frozen_moves(
    client: Client, festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    before = stored(contest)

    outcome = correct(contest, PERSON, by=people[0])

    assert (outcome.contests, outcome.papers, stored(contest)) == ([contest], 0, before)
    run = contest.runs.get()
    assert [(line.rank, line.name) for line in frozen_lines(run)] == [
        (1, "Nguyễn Thị Hòe"),
        (2, "Nguyễn Thị Hoà 02"),
    ]
    (group,) = summary_paper(contest).data.groups
    assert [row.name for row in group.rows] == ["Nguyễn Thị Hòe", "Nguyễn Thị Hoà 02"]
    assert summary_paper(contest).data.notes == [
        f"Sửa tên “Nguyễn Thị Hoà 01” thành “Nguyễn Thị Hòe”: Gõ nhầm ({people[0]})"
    ]
    assert [row.name for row in prize_groups([contest])[0].rows] == ["Nguyễn Thị Hòe"]
    papers = issue_certificates(contest=contest, kind="prize", by=people[0])
    assert [paper.recipient for paper in papers] == ["Bà Nguyễn Thị Hòe"]
    school = contest.entries.get(number="01").school
    assert [result.name for result in own_results(school)] == ["Nguyễn Thị Hòe"]
    client.force_login(people[0])
    page = client.get(reverse("desk:results", args=[festival.slug, contest.slug]))
    assert "Nguyễn Thị Hòe" in texts(page, "tbody th[scope=row]")[0]
    member = contest.entries.get(number="01").members.get()
    assert (member.full_name, member.sort_key) == ("Nguyễn Thị Hòe", person_sort_key("Nguyễn Thị Hòe"))
    body = AuditBody.objects.get(event__action="name-corrected").body
    assert body == {
        "contest": contest.slug,
        "entry": "01",
        "names": ["Nguyễn Thị Hoà 01 → Nguyễn Thị Hòe"],
        "reason": "Gõ nhầm",
    }


def test_corrected_name_stays_after_reopening_and_freezing_again(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    correct(contest, PERSON)
    contest.refresh_from_db()
    reopen_results(contest=contest, by=make.make_organiser(festival), reason="Cộng nhầm", now=NOW)
    run = freeze_results(contest=contest, by=people[0], now=NOW)

    assert [row.name for row in run.rows.all()] == ["Nguyễn Thị Hòe", "Nguyễn Thị Hoà 02"]
    assert list(run.corrections.all()) == []


def test_title_of_a_booth_is_corrected_in_table_booth_and_entry(
    client: Client, festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.BOOTH)
    correct(contest, NameChange("title", 0, "Bài 01", "Gian hàng số hóa"))

    booth = Booth.objects.get(entry__number="01")
    entry = Entry.objects.get(number="01", contest=contest)
    assert (booth.title, entry.title, booth.version, entry.version) == ("Gian hàng số hóa",) * 2 + (1, 1)
    assert ("so hoa" in booth.search_key, "so hoa" in entry.search_key) == (True, True)
    assert [prize.title for group in public_groups(contest) for prize in group.prizes] == ["Gian hàng số hóa"]
    (paper,) = issue_certificates(contest=contest, kind="prize", by=people[0])
    assert paper.achievement == "Đạt giải Nhất Hội thi với “Gian hàng số hóa”"
    assert prize_groups([contest])[0].rows[0].name == "Gian hàng số hóa"


def test_school_is_corrected_in_all_frozen_results_of_the_festival(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    other = judged(festival, people, Contest.Kind.PRODUCT, state="frozen")
    school = contest.entries.get(number="01").school
    old = school.name
    for row in other.entries.all():
        Entry.objects.filter(pk=row.pk).update(school=school)
    other_run = other.runs.get()
    reopen_results(contest=other, by=make.make_organiser(festival), reason="Đổi trường", now=NOW)
    freeze_results(contest=other, by=people[0], now=NOW)
    issue_certificates(contest=contest, kind="prize", by=people[0])

    outcome = correct(contest, NameChange("school", 0, old, "Trường Tiểu học Vân Côn"))

    school.refresh_from_db()
    assert (school.name, outcome.contests, outcome.papers) == ("Trường Tiểu học Vân Côn", [contest, other], 1)
    other.refresh_from_db()
    for changed, count in ((contest, 1), (other, 2)):
        run = changed.runs.first()
        assert run is not None
        printed = [line.school for line in frozen_lines(run)]
        assert printed.count("Trường Tiểu học Vân Côn") == count and old not in printed
        assert [(one.field, one.school_code, one.entry) for one in run.corrections.all()] == [
            ("school", school.code, None)
        ]
    assert list(other_run.corrections.all()) == []
    assert prize_groups([contest])[0].rows[0].unit == "Trường Tiểu học Vân Côn"


def test_issued_certificate_is_superseded_and_its_check_page_leads_to_the_new_one(
    client: Client, festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    for kind in ("prize", "participation"):
        issue_certificates(contest=contest, kind=kind, by=people[0])

    assert correct(contest, PERSON).papers == 1

    assert register() == [
        (1, "Bà Nguyễn Thị Hoà 01", "superseded", 3),
        (2, "Bà Nguyễn Thị Hoà 02", "issued", None),
        (3, "Bà Nguyễn Thị Hòe", "issued", None),
    ]
    old, new = Certificate.objects.filter(register_number__in=[1, 3]).order_by("register_number")
    page = client.get(reverse("awards:check", args=[old.check_code])).content.decode()
    assert reverse("awards:check", args=[new.check_code]) in page


def test_correcting_twice_keeps_both_and_prints_the_last(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    correct(contest, PERSON)
    correct(contest, NameChange("person", 0, "Nguyễn Thị Hòe", "Nguyễn Thị Huệ"))

    run = contest.runs.get()
    assert list(run.corrections.values_list("old", "new")) == [
        ("Nguyễn Thị Hoà 01", "Nguyễn Thị Hòe"),
        ("Nguyễn Thị Hòe", "Nguyễn Thị Huệ"),
    ]
    assert frozen_lines(run)[0].name == "Nguyễn Thị Huệ"


def test_correction_of_a_name_that_is_not_shown_any_more_is_refused(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    correct(contest, PERSON)
    with pytest.raises(StaleState):
        correct(contest, PERSON)
    assert NameCorrection.objects.count() == 1


def test_correction_of_a_row_that_was_renamed_otherwise_leaves_it(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.BOOTH)
    Booth.objects.filter(entry__number="01").update(title="Tên khác")
    correct(contest, NameChange("title", 0, "Bài 01", "Bài đúng"))

    assert Booth.objects.get(entry__number="01").title == "Tên khác"
    assert frozen_lines(contest.runs.get())[0].title == "Bài đúng"


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [
        ([PERSON], "  ", "no-reason-to-correct"),
        ([], "Gõ nhầm", "nothing-corrected"),
        ([NameChange("person", 0, "Nguyễn Thị Hoà 01", "Nguyễn Thị Hoà 01")], "x", "nothing-corrected"),
        ([NameChange("person", 1, "Nguyễn Thị Hoà 01", "Nguyễn")], "x", "stale"),
        ([NameChange("title", 0, "Bài 02", "Bài 2")], "x", "stale"),
    ],
)
def test_corrections_without_reason_or_change_or_of_other_names_are_refused(
    festival: Festival, people: tuple[User, User], changes: list[NameChange], reason: str, code: str
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    entry = contest.entries.get(number="01")
    with pytest.raises(RuleBroken) as refusal:
        correct_names(contest=contest, entry=entry, changes=changes, reason=reason, by=people[0], now=NOW)
    assert (refusal.value.code, NameCorrection.objects.count()) == (code, 0)


def test_correction_of_an_open_contest_is_refused(festival: Festival, people: tuple[User, User]) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL, state="frozen")
    reopen_results(contest=contest, by=people[1], reason="Cộng nhầm", now=NOW)
    with pytest.raises(RuleBroken) as refusal:
        correct(contest, PERSON)
    assert refusal.value.code == "not-frozen-yet"


def test_person_is_not_renamed_to_a_namesake_of_the_entry(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.PRODUCT, state="frozen")
    make.make_member(contest.entries.get(number="01"), "Nguyễn Thị Hòe", order=1)
    with pytest.raises(RuleBroken) as refusal:
        correct(contest, PERSON)
    assert (refusal.value.code, NameCorrection.objects.count()) == ("alike", 0)


def test_corrections_are_append_only(festival: Festival, people: tuple[User, User]) -> None:
    correct(judged(festival, people, Contest.Kind.INDIVIDUAL), PERSON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        NameCorrection.objects.update(new="Khác")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        NameCorrection.objects.all()._raw_delete(using="default")
    assert NameCorrection.objects.get().new == "Nguyễn Thị Hòe"


@pytest.mark.parametrize(
    "fields",
    [
        {"field": "school"},
        {"field": "title", "school_code": "th-1"},
        {"new": "Nguyễn"},
        {"new": ""},
        {"reason": ""},
    ],
)
def test_database_refuses_corrections_that_are_none(
    festival: Festival, people: tuple[User, User], fields: dict[str, str]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL, state="frozen")
    base = {"field": "person", "old": "Nguyễn", "new": "Nguyen", "reason": "x", "by": people[0], "at": NOW}
    with pytest.raises(DatabaseError), transaction.atomic():
        NameCorrection.objects.create(
            run=contest.runs.get(), entry=contest.entries.get(number="01"), **{**base, **fields}
        )


def test_verify_results_agrees_and_lists_the_corrections(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    correct(contest, PERSON, by=people[0])
    out = StringIO()
    call_command("verify_results", festival.slug, stdout=out)

    assert out.getvalue().splitlines()[0] == (
        f"{festival.slug} {contest.slug}: sửa tên ngày 05/01/2025 15:00, người sửa {people[0]}: "
        "“Nguyễn Thị Hoà 01” → “Nguyễn Thị Hòe” (Gõ nhầm)"
    )
    assert [line.rank for line in live_lines(contest)] == [1, 2]


def test_unprintable_letter_is_refused_and_changes_nothing(
    festival: Festival, people: tuple[User, User]
) -> None:
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    issue_certificates(contest=contest, kind="prize", by=people[0])
    with pytest.raises(RuleBroken):
        correct(contest, NameChange("person", 0, "Nguyễn Thị Hoà 01", "Nguyễn 漢"))
    assert (NameCorrection.objects.count(), register()[0][2]) == (0, "issued")


@pytest.mark.django_db(transaction=True)
def test_two_organisers_at_once_correct_a_name_once() -> None:
    festival = make.make_festival()
    people = make.make_organiser(festival), make.make_organiser(festival)
    contest = judged(festival, people, Contest.Kind.INDIVIDUAL)
    issue_certificates(contest=contest, kind="prize", by=people[0])

    def by(person: User, name: str) -> str:
        try:
            correct(contest, NameChange("person", 0, "Nguyễn Thị Hoà 01", name), by=person)
        except StaleState:
            return "stale"
        return "done"

    results = at_once(lambda: by(people[0], "Hòe"), lambda: by(people[1], "Huệ"))
    assert sorted(results) == ["done", "stale"]
    assert (NameCorrection.objects.count(), [row[2] for row in register()]) == (1, ["superseded", "issued"])
    assert School.objects.count() == 2

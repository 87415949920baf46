"""Anonymous contests: the office sees both numbers, judges one; the key is printed for the office alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry
from desk.actions.printing import print_order_of, print_papers, start_printing
from festival.actions.jobs import do_job
from festival.models import AuditEvent, Festival, Job, Membership, User
from festival.refusals import RuleBroken
from judging.models import Assignment, Scoring
from judging.queries.papers import sheet_texts
from tests import make
from tests.desk.test_printing import text_of
from tests.reading import texts

pytestmark = pytest.mark.django_db
BOTH = "01 (phách K3MQ)"


@pytest.fixture
def contest() -> Contest:
    """An anonymous contest with two entries, and a discrepancy about the first."""
    contest = make.make_judged_contest(19, 12, anonymous=True, name="Kỹ năng CNTT")
    for number, code in (("01", "K3MQ"), ("02", "A7TX")):
        Entry.objects.filter(number=number).update(code=code)
        make.make_member(Entry.objects.get(number=number), f"Nguyễn Thị Hòa {number}")
    Scoring.objects.create(
        contest=contest, discrepancy_agree=Decimal("0.10"), discrepancy_discuss=Decimal("0.15")
    )
    make.give_points(make.make_sheet(entry=Entry.objects.get(number="01")), 8, 5)
    return contest


def page_of(client: Client, contest: Contest, name: str) -> Any:
    """The page of that URL name for an organiser; `entry` is the first one."""
    entry, slug = contest.entries.get(number="01").pk, contest.festival.slug
    args: dict[str, list[object]] = {
        "desk:registrations": [slug],
        "desk:registration": [slug, "entry", entry],
        "judging:panels": [slug, contest.slug],
        "judging:assign": [slug, contest.slug],
        "judging:progress": [slug, contest.slug],
        "judging:settle": [slug, contest.slug, entry, "-"],
        "desk:results": [slug, contest.slug],
    }
    client.force_login(make.make_organiser(contest.festival))
    return client.get(reverse(name, args=args[name]))


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("desk:registrations", "tbody th small"),
        ("judging:panels", "tbody label"),
        ("judging:assign", "#div_id_entries label"),
        ("judging:progress", "tbody th[scope=row]"),
        ("judging:progress", "#waiting li"),
        ("judging:settle", "p.lead strong"),
        ("desk:results", "tbody th"),
        ("desk:results", "#blockers li"),
    ],
)
def test_office_sees_both_numbers(client: Client, contest: Contest, name: str, selector: str) -> None:
    assert [text for text in texts(page_of(client, contest, name), selector) if BOTH in text] != []


@pytest.mark.parametrize(
    "name",
    [
        *("desk:registrations", "judging:panels", "judging:assign"),
        *("judging:progress", "judging:settle", "desk:results"),
    ],
)
def test_office_sees_no_code_once_the_contest_is_not_anonymous(
    client: Client, contest: Contest, name: str
) -> None:
    Contest.objects.update(anonymous=False)
    page = page_of(client, contest, name).content.decode()
    assert "01" in page and "K3MQ" not in page and "phách" not in page


def test_page_of_a_registration_has_both_numbers(client: Client, contest: Contest) -> None:
    facts = texts(page_of(client, contest, "desk:registration"), "dl.facts div")
    assert facts[2:4] == ["Số báo danh01", "Số pháchK3MQ"]


def test_judges_see_the_code_alone_in_its_order(client: Client, contest: Contest) -> None:
    client.force_login(judge_of_first())
    page = client.get(reverse("judging:my-entries", args=[contest.festival.slug]))
    assert texts(page, ".entry-rows .code") == ["A7TX", "K3MQ"]


def test_score_sheets_are_printed_in_the_order_of_the_number_that_they_show(contest: Contest) -> None:
    judge = judge_of_first()

    def shown() -> list[str]:
        contest.refresh_from_db()
        return [row.code for row in sheet_texts(contest, blank=True) if row.judge == judge.full_name]

    assert shown() == ["A7TX", "K3MQ"]
    Contest.objects.update(anonymous=False)
    assert shown() == ["01", "02"]


def printed(contest: Contest, code: str = "anonymous-key") -> str:
    order = print_order_of(contest.festival, contest=contest, by=make.make_organiser(contest.festival))
    return text_of(print_papers(code, order)[0])


def test_key_lists_entries_by_code_and_logs_who_printed_it(contest: Contest) -> None:
    text = printed(contest)
    assert text.index("A7TX 02 Nguyễn Thị Hòa 02") < text.index("K3MQ 01 Nguyễn Thị Hòa 01")
    assert "BẢNG ĐỐI CHIẾU SỐ PHÁCH" in text.upper() and "Lưu hành nội bộ" in text
    event = AuditEvent.objects.get(action="key-printed")
    assert event.body.body == {"contest": contest.slug, "count": 2}


def test_contest_with_names_has_no_key(contest: Contest) -> None:
    Contest.objects.update(anonymous=False)
    contest.refresh_from_db()
    with pytest.raises(RuleBroken) as refusal:
        printed(contest)
    assert refusal.value.code == "not-anonymous"


@pytest.mark.parametrize("anonymous", [True, False])
def test_printing_page_offers_the_key_of_anonymous_contests_alone(
    client: Client, contest: Contest, anonymous: bool
) -> None:
    make.make_contest(contest.festival, name="Có tên")
    Contest.objects.filter(pk=contest.pk).update(anonymous=anonymous)
    client.force_login(make.make_organiser(contest.festival))
    page = client.get(reverse("desk:printing", args=[contest.festival.slug]))
    kinds = texts(page, "main section h2")
    assert ("Bảng đối chiếu số phách" in kinds) is anonymous
    address = reverse("desk:print", args=[contest.festival.slug, "anonymous-key", contest.slug])
    assert (f'action="{address}"' in page.content.decode()) is anonymous
    assert page.content.decode().count("/print/anonymous-key/") == int(anonymous)


def judge_of_first() -> User:
    judge = Assignment.objects.earliest("pk").judge
    assert judge is not None
    return judge.user


def user_of(role: str, contest: Contest) -> User:
    festival: Festival = contest.festival
    users: dict[str, Callable[[], User]] = {
        "organiser": lambda: make.make_organiser(festival),
        "secretary": lambda: make.make_part(festival, Membership.Role.SECRETARY),
        "judge": judge_of_first,
        "school": lambda: make.make_school_user(contest.entries.get(number="01").school),
        "stranger": make.make_user,
        "organiser-elsewhere": lambda: make.make_organiser(make.make_festival()),
        "judge-elsewhere": lambda: make.make_judge(make.make_festival()).user,
    }
    return users[role]()


@pytest.mark.parametrize("role", ["organiser", "secretary"])
def test_office_prints_the_key_and_keeps_the_file_to_itself(
    client: Client, contest: Contest, role: str
) -> None:
    user = user_of(role, contest)
    client.force_login(user)
    client.post(reverse("desk:print", args=[contest.festival.slug, "anonymous-key", contest.slug]))
    job = Job.objects.get()
    do_job(job.pk)
    file = reverse("festival:job-file", args=[contest.festival.slug, job.pk])
    assert client.get(file).getvalue().startswith(b"%PDF-")
    assert AuditEvent.objects.get(action="key-printed").actor == user
    for other in ("organiser", "judge", "school", "stranger", "organiser-elsewhere"):
        client.force_login(user_of(other, contest))
        assert client.get(file).status_code == 404


@pytest.mark.parametrize("role", ["judge", "school", "stranger", "organiser-elsewhere", "judge-elsewhere"])
def test_nobody_else_prints_the_key(client: Client, contest: Contest, role: str) -> None:
    client.force_login(user_of(role, contest))
    slug = contest.festival.slug
    for address in (
        reverse("desk:print", args=[slug, "anonymous-key", contest.slug]),
        reverse("desk:print-all", args=[slug, "anonymous-key"]),
    ):
        assert client.post(address).status_code == 404
    assert (Job.objects.count(), AuditEvent.objects.filter(action="key-printed").count()) == (0, 0)


def test_key_of_a_contest_of_another_festival_is_not_found(client: Client, contest: Contest) -> None:
    organiser = make.make_organiser(make.make_festival())
    client.force_login(organiser)
    elsewhere = organiser.memberships.get().festival.slug
    address = reverse("desk:print", args=[elsewhere, "anonymous-key", contest.slug])
    assert (client.post(address).status_code, Job.objects.count()) == (404, 0)


def test_job_of_another_festival_prints_no_key(contest: Contest) -> None:
    other = make.make_festival()
    job = start_printing(code="anonymous-key", festival=other, contest=None, by=make.make_organiser(other))
    do_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_score_sheets_say_which_number_they_show(contest: Contest) -> None:
    def shown(**fields: object) -> set[tuple[str, str]]:
        Contest.objects.filter(pk=contest.pk).update(**fields)
        contest.refresh_from_db()
        return {(sheet.code_label, sheet.code) for sheet in sheet_texts(contest, blank=True)}

    assert shown() == {("Số phách", "K3MQ"), ("Số phách", "A7TX")}
    assert shown(anonymous=False) == {("Số báo danh", "01"), ("Số báo danh", "02")}
    assert shown(kind="product") == {("Mã số", "01"), ("Mã số", "02")}


def test_summary_of_scores_has_a_column_for_each_number(contest: Contest) -> None:
    assert "TT Số báo danh Số phách Họ tên" in printed(contest, "score-summary").replace("Tên bài", "")
    Contest.objects.filter(pk=contest.pk).update(anonymous=False)
    contest.refresh_from_db()
    text = printed(contest, "score-summary")
    assert "Số phách" not in text and "K3MQ" not in text


def test_contest_that_becomes_anonymous_gives_codes_to_its_entries(client: Client) -> None:
    contest = make.make_judged_contest(15)
    waiting = make.make_entry(contest, state="submitted")
    client.force_login(make.make_organiser(contest.festival))
    address = reverse("contests:office-edit", args=[contest.festival.slug, contest.slug])
    form = {"name": contest.name, "kind": contest.kind, "position": 0, "anonymous": "on"}
    assert client.post(address, form).status_code == 302
    waiting.refresh_from_db()
    approved = contest.entries.get(number="01")
    assert (len(approved.code), waiting.code) == (4, "")
    assert approved.code.lower() in approved.search_key

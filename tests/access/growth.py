"""Adds rows to the sample festival of the permission matrix, to detect pages that query row by row."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.db import transaction

from awards.actions.awarding import award_prizes
from awards.actions.certificates import issue_certificates
from awards.actions.certifying import certify_contest
from awards.models import TieDecision
from contests.models import Category, Contest, Entry, Round
from desk.actions.name_corrections import NameChange, correct_names
from festival.actions.links import link_for
from festival.audit import log_event
from festival.models import Festival, Job, Membership, School, SignInLink, User
from judging.actions.results import freeze_results, publish_results
from judging.models import Assignment, Device, Judge, Panel, ScoreSheet, Scoring, Settlement
from judging.pages.blockers import blocker_lines
from judging.queries.blockers import judging_state
from tests import make
from tests.access.world import World, make_conflict, make_file, make_photo

STATES = tuple(Entry.State)


def add_rows(world: World, count: int) -> None:
    """`count` more of everything that a page of the matrix lists; adds rows for pages of other kinds."""
    rows, people = world.rows, world.people
    organiser = people["organiser"]
    assert organiser is not None
    rows.people = make.make_contest(rows.festival, categories=("Tiểu học", "THCS"), slug="ca-nhan")
    rows.booths = make.make_contest(rows.festival, kind=Contest.Kind.BOOTH, slug="gian-hang")
    rows.rounds = _contest_of_rounds(rows.festival, rows.judge, count + 1)
    rows.machine = _machine_round(rows.festival, count)
    rows.past = _published(rows.festival, organiser, rows.school, count)
    rows.ranked = rows.past.runs.get().rows.first().entry
    for number in range(count):
        _correct_title(rows.past, rows.ranked, organiser, number)
    rows.booth_sheet = make.make_sheet(rows.judge, entry=_competing_booth(rows.booths, rows.stand, count))
    make.make_scheme(rows.contest, *range(1, count + 1))
    people["staff"] = make.make_user(is_staff=True)
    for number in range(count):
        _add_schools(rows, organiser, number)
        _add_people(rows, people, number)
        _add_to_booths(rows, number)
        _add_registrations(rows, number)
        _add_contests(rows, organiser)
        _add_judging(rows, organiser, number)
        _add_events(rows, organiser, number)
    for sheet, points in zip(rows.apart, (20, 1), strict=True):
        make.give_points(sheet, points, *[5] * (count + 1))  # marks of the added criteria, too
    rows.blocker = blocker_lines(rows.contest, list(judging_state(rows.contest).blockers))[0]


def _add_schools(rows: SimpleNamespace, by: User, number: int) -> None:
    """Schools that take part, have not answered and decline, each with a person and an invitation."""
    for answer in School.Participation:
        school = make.make_school(
            rows.festival,
            name=f"Trường Tiểu học Xuân {answer} {number}",
            participation=answer,
            phone=f"091234567{number}",
            commune=f"Xã {number}",
            cluster=f"Cụm {number}",
        )
        _invite(school, by)
    _invite(rows.school, by)


def _invite(school: School, by: User) -> None:
    user = make.make_school_user(school)
    link_for(festival=school.festival, user=user, purpose=SignInLink.Purpose.INVITATION, by=by)


def _add_people(rows: SimpleNamespace, people: dict[str, User | None], number: int) -> None:
    """More organisers and secretaries, a signer, and a role in another festival for every user."""
    make.make_organiser(rows.festival)
    make.make_part(rows.festival, Membership.Role.SECRETARY)
    rows.festival.signers.create(kind=f"paper-{number}", name="Nguyễn Văn Hòa")
    other = make.make_festival(name=f"Ngày hội khác {number}", starts_on=date(2024, 1, 1 + number))
    for person in people.values():
        if person is not None:
            make.make_part(other, Membership.Role.ORGANISER, user=person)
            make.make_part(other, Membership.Role.SCHOOL, user=person, school=make.make_school(other))


def _add_to_booths(rows: SimpleNamespace, number: int) -> None:
    """Products, photos and partners; booths of the school in every state, some of them at a stand."""
    for booth in (rows.booth, rows.draft):
        make.make_product(booth)
        make_photo(booth, f"{number}.jpg")
        booth.partners.add(make.make_school(rows.festival))
    for state in STATES:
        booth = make.make_booth(rows.school, state=state, title=f"Gian {state} {number}")
        make.make_product(booth)
        make_photo(booth, "a.jpg")
    shared = make.make_booth(
        make.make_school(rows.festival), stand=make.make_stand(rows.festival, f"B{number}")
    )
    shared.partners.add(rows.school)
    make.make_stand(rows.festival, f"C{number}")


def _add_registrations(rows: SimpleNamespace, number: int) -> None:
    """Entries of the school in every state, with people, files and partners."""
    rows.contest.categories.create(name=f"Bảng {number}", position=number)
    _complete(rows.entry, number)
    _complete(rows.sheet.assignment.entry, number)
    for contest in (rows.contest, rows.people):
        category = contest.categories.order_by("position")[0]
        for state in STATES:
            entry = make.make_entry(contest, school=rows.school, state=state, category=category)
            _complete(entry, number)


def _complete(entry: Entry, number: int) -> None:
    make.make_member(entry, f"Trần Thị Ánh {number}")
    make_file(entry, f"bai-{number}.pdf")
    entry.partners.add(make.make_school(entry.contest.festival))


def _add_contests(rows: SimpleNamespace, by: User) -> None:
    """An open contest of every kind with an entry of the school, and a published one in which it won."""
    for kind in Contest.Kind:
        contest = make.make_contest(rows.festival, kind=kind, categories=("A", "B"))
        make.make_member(make.make_entry(contest, school=rows.school))
    _published(rows.festival, by, rows.school, 1)


def _competing_booth(contest: Contest, stand: Any, count: int) -> Entry:
    """The entry of a booth with products and partners, as a judge sees it."""
    entry = make.make_entry(contest)
    booth = make.make_booth(entry.school, entry=entry, stand=stand)
    for _ in range(count):
        make.make_product(booth)
        entry.partners.add(make.make_school(contest.festival))
    return entry


def _add_judging(rows: SimpleNamespace, by: User, number: int) -> None:
    """A panel, a criterion, judges with sheets in every state, a conflict, a gap and a settlement."""
    contest = rows.contest
    make.make_criterion(contest, code=f"them-{number}")
    Device.objects.create(festival=rows.festival, device_id=uuid4(), user=rows.judge.user)
    panel = Panel.objects.create(contest=contest, name=f"Tổ thêm {number}")
    colleague = make.make_judge(rows.festival, school=make.make_school(rows.festival))
    for points in (18, 4):
        entry = make.make_entry(contest)
        make.give_points(make.make_sheet(rows.judge, entry=entry, panel=panel), points, 8, submitted=True)
        make.give_points(make.make_sheet(colleague, entry=entry, panel=panel), 10, 2, submitted=points > 4)
    conflict = make.make_sheet(rows.judge, entry=make.make_entry(contest), panel=panel)
    make_conflict(conflict, rows.judge)
    make.make_sheet(colleague, entry=rows.sheet.assignment.entry)
    Settlement.objects.create(
        contest=contest,
        entry=conflict.assignment.entry,
        judge=colleague,
        kind="waived",
        blocker="sheet-missing",
        reason="Vắng",
        by=by,
    )


def _contest_of_rounds(festival: Festival, judge: Judge, count: int) -> Contest:
    """A contest with `count` rounds, each with a criterion of its own and a draft sheet of the judge."""
    contest = make.make_contest(festival, slug="nhieu-vong")
    entry = make.make_entry(contest)
    contest.rounds.all().delete()
    for number in range(count):
        code = f"vong-{number}"
        part = Round.objects.create(contest=contest, code=code, name=f"Vòng {number}", position=number)
        Scoring.objects.create(contest=contest, round=part)
        make.make_criterion(contest, code=code, round=part)
        sheet = ScoreSheet.objects.create(
            assignment=Assignment.objects.create(round=part, entry=entry, judge=judge)
        )
        make.give_points(sheet, 5, submitted=False)
    return contest


def _machine_round(festival: Festival, count: int) -> Round:
    """A round marked by machine with `count` marked entries and as many without marks."""
    contest = make.make_contest(festival, slug="cham-may")
    contest.rounds.update(marking=Round.Marking.MACHINE)
    part = contest.rounds.get()
    make.make_criterion(contest)
    for number in range(2 * count):
        entry = make.make_entry(contest, number=f"{number:03d}")
        make.make_member(entry)
        if number % 2:
            assignment = Assignment.objects.create(round=part, entry=entry)
            make.give_points(ScoreSheet.objects.create(assignment=assignment), 5)
    return part


def _add_events(rows: SimpleNamespace, by: User, number: int) -> None:
    """Jobs in every state and events by several people."""
    for kind in ("printing", "export", "letters"):
        for state in Job.State:
            Job.objects.create(
                festival=rows.festival, kind=kind, state=state, title="Việc", task="x", created_by=by
            )
    for person in (by, make.make_user()):
        with transaction.atomic():
            log_event(
                person, "school-added", rows.school, festival=rows.festival, body={"code": f"th-{number}"}
            )


def _correct_title(contest: Contest, entry: Entry, by: User, number: int) -> None:
    entry.refresh_from_db()
    change = NameChange("title", 0, entry.title, f"Bài đúng {number}")
    correct_names(contest=contest, entry=entry, changes=[change], reason="Gõ nhầm", by=by, now=make.NOW)


def _published(festival: Festival, first: User, school: School, count: int) -> Contest:
    """A published contest: `count` judges, and in each of `count` categories two entries of the school."""
    second = make.make_organiser(festival)
    contest = make.make_contest(festival, categories=tuple(f"Bảng {place}" for place in range(count)))
    judges = [make.make_judge(festival) for _ in range(count)]
    for category in contest.categories.all():
        _judged_entries(category, school, judges)
    scheme = make.make_scheme(contest, *[1] * (count + 1))
    run = freeze_results(contest=contest, by=first, now=make.NOW)
    award_prizes(contest=contest, by=first, now=make.NOW)
    for _ in range(count):
        TieDecision.objects.create(run=run, prize=scheme.prizes.all()[0], reason="a", by=first)
    certify_contest(contest=contest, by=second, now=make.NOW)
    publish_results(contest=contest, by=first, now=make.NOW)
    for kind in ("prize", "participation"):
        issue_certificates(contest=contest, kind=kind, by=first, now=make.NOW)
    return contest


def _judged_entries(category: Category, school: School, judges: list[Judge]) -> None:
    for points in (18, 12):
        entry = make.make_entry(category.contest, school=school, category=category)
        for person in range(len(judges)):
            make.make_member(entry, f"Lê Thị Hòa {person}")
        for judge in judges:
            make.give_points(make.make_sheet(judge, entry=entry), points, 5)

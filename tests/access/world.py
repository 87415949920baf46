"""A sample festival with one row of every kind that a URL can name, and a user of every role."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image

from awards.actions.awarding import award_prizes
from awards.actions.certificates import issue_certificates
from awards.actions.certifying import certify_contest
from awards.models import Certificate, TieDecision
from booths.models import Booth, Photo
from contests.models import Attachment, Contest, Entry
from festival.actions.links import link_for, token_of
from festival.models import Festival, Job, Membership, School, SignInLink, User
from judging.actions.results import freeze_results, publish_results
from judging.models import Judge, Panel, ScoreOp, ScoreSheet, Scoring, Settlement
from tests import make

ROLES = (
    "visitor",
    "stranger",
    "elsewhere",
    "organiser",
    "secretary",
    "school",
    "neighbour",
    "judge",
    "colleague",
)


@dataclass(frozen=True)
class World:
    """The rows that URLs name, and a user for each role; a visitor is None."""

    rows: SimpleNamespace
    people: dict[str, User | None]


def make_world() -> World:
    """A judged, published contest; an open one; a school with a booth and an entry; a panel; a job."""
    festival = make.make_festival()
    organiser, second = make.make_organiser(festival), make.make_organiser(festival)
    school, neighbour = make.make_school(festival), make.make_school(festival)
    past = _published(festival, organiser, second)
    contest = make.make_contest(festival, kind=Contest.Kind.PRODUCT, slug="dang-dien-ra")
    entry = make.make_entry(contest, school=school, state="draft", number="07")
    sheet = make.make_sheet(entry=make.make_entry(contest, school=neighbour))
    apart = _discrepancy(sheet)
    judge = sheet.assignment.judge
    assert judge is not None
    booth = make.make_booth(school)
    user = make.make_school_user(school)
    rows = SimpleNamespace(
        festival=festival,
        school=school,
        contest=contest,
        past=past,
        ranked=past.entries.first(),
        entry=entry,
        sheet=sheet,
        apart=apart,
        judge=judge,
        booth=booth,
        draft=make.make_booth(school, state="draft", title="Gian hàng nháp"),
        stand=make.make_stand(festival),
        photo=make_photo(booth),
        file=make_file(entry, "bai.pdf"),
        judged_file=make_file(sheet.assignment.entry, "san-pham.pdf"),
        panel=Panel.objects.create(contest=contest, name="Tổ 1"),
        round=contest.rounds.get(),
        op=make_conflict(sheet, judge),
        **_office_rows(past, contest, organiser, user),
    )
    paper = rows.paper
    assert isinstance(paper, Certificate)
    paper.school = school
    paper.save()
    people = _people(festival, organiser=organiser, judge=judge, neighbour=neighbour)
    return World(rows, {**people, "school": user})


def _people(
    festival: Festival, *, organiser: User, judge: Judge, neighbour: School
) -> dict[str, User | None]:
    return {
        "visitor": None,
        "stranger": make.make_user(),
        "elsewhere": make.make_organiser(make.make_festival()),
        "organiser": organiser,
        "secretary": make.make_part(festival, Membership.Role.SECRETARY),
        "neighbour": make.make_school_user(neighbour),
        "judge": judge.user,
        "colleague": make.make_judge(festival).user,
    }


def _office_rows(past: Contest, contest: Contest, by: User, user: User) -> dict[str, object]:
    """Rows of the office's pages: decisions, certificates, a job, a school's user and link."""
    festival = contest.festival
    prize = past.prize_scheme.prizes.get()
    return {
        "settlement": Settlement.objects.create(
            contest=contest, kind="waived", blocker="sheet-missing", reason="Vắng", by=by
        ),
        "decision": TieDecision.objects.create(run=past.runs.get(), prize=prize, reason="a", by=by),
        "paper": issue_certificates(contest=past, kind="prize", by=by, now=make.NOW)[0],
        "job": Job.objects.create(festival=festival, kind="printing", title="In", task="x", created_by=by),
        "membership": Membership.objects.get(user=user),
        "token": token_of(
            link_for(festival=festival, user=user, purpose=SignInLink.Purpose.INVITATION, by=None)
        ),
    }


def _published(festival: Festival, first: User, second: User) -> Contest:
    contest = make.make_judged_contest(15, 12, festival=festival, slug="da-qua")
    make.make_scheme(contest, 1)
    freeze_results(contest=contest, by=first, now=make.NOW)
    award_prizes(contest=contest, by=first, now=make.NOW)
    certify_contest(contest=contest, by=second, now=make.NOW)
    publish_results(contest=contest, by=first, now=make.NOW)
    return contest


def _discrepancy(sheet: ScoreSheet) -> list[ScoreSheet]:
    """Sheets of two other judges of the entry whose totals differ beyond the contest's thresholds."""
    entry = sheet.assignment.entry
    Scoring.objects.create(
        contest=entry.contest, discrepancy_agree=Decimal("0.1"), discrepancy_discuss=Decimal("0.2")
    )
    judges = [make.make_judge(entry.contest.festival) for _ in range(2)]
    sheets = [make.make_sheet(judge, entry=entry) for judge in judges]
    return [make.give_points(row, points, 5) for row, points in zip(sheets, (20, 1), strict=True)]


def make_photo(booth: Booth, name: str = "a.jpg") -> Photo:
    drawn = BytesIO()
    Image.new("RGB", (8, 6), "navy").save(drawn, "JPEG")
    picture, small = (ContentFile(drawn.getvalue(), name=size) for size in ("a.jpg", "a-small.jpg"))
    return Photo.objects.create(
        booth=booth, name=name, image=picture, thumbnail=small, source_sha256="0" * 64
    )


def make_file(entry: Entry, name: str) -> Attachment:
    return Attachment.objects.create(
        entry=entry, name=name, file=ContentFile(b"%PDF-1.7", name=name), size=8, sha256="0" * 64
    )


def make_conflict(sheet: ScoreSheet, judge: Judge) -> ScoreOp:
    payload = {"marks": {}, "comment": "", "submitted": False}
    return ScoreOp.objects.create(
        op_id=uuid4(),
        festival=judge.festival,
        sheet=sheet,
        author=judge.user,
        base_version=0,
        schema="x",
        payload=payload,
        payload_hash="0" * 64,
        outcome=ScoreOp.Outcome.CONFLICT,
    )

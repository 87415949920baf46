"""Typed builders of rows for tests; each returns a valid row with as few arguments as possible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from awards.models import Prize, PrizeScheme
from booths.models import Booth, Product, Stand
from contests.actions.keys import set_entry_keys, set_member_keys
from contests.models import Category, Contest, Entry, Member, Round
from festival.models import Festival, Membership, School, User
from festival.text import natural_key, person_sort_key, search_key, sort_key
from judging.models import Assignment, Criterion, Judge, Mark, Panel, ScoreSheet

NOW = datetime(2025, 1, 5, 8, tzinfo=UTC)
_next = count(1)


def make_user(full_name: str = "", **fields: Any) -> User:
    """A user without a password."""
    number = next(_next)
    name = full_name or f"Nguyễn Văn {number}"
    fields.setdefault("login", f"person{number}@example.vn")
    fields.setdefault("sort_key", person_sort_key(name))
    fields.setdefault("search_key", search_key(name))
    return User.objects.create_user(full_name=name, **fields)


def make_festival(**fields: Any) -> Festival:
    """An open festival whose registration is open at `NOW` and today, one booth a school."""
    number = next(_next)
    fields.setdefault("slug", f"ngay-hoi-{number}")
    fields.setdefault("name", f"Ngày hội Công nghệ thông tin và STEM {number}")
    fields.setdefault("state", Festival.State.OPEN)
    fields.setdefault("booths_per_school", 1)
    fields.setdefault("registration_opens_at", NOW - timedelta(days=30))
    fields.setdefault("registration_closes_at", datetime(2099, 1, 1, tzinfo=UTC))
    return Festival.objects.create(**fields)


def make_school(festival: Festival | None = None, **fields: Any) -> School:
    """A primary school that takes part."""
    number = next(_next)
    fields.setdefault("name", f"Trường Tiểu học Số {number}")
    fields.setdefault("code", f"th-{number}")
    fields.setdefault("level", School.Level.PRIMARY)
    fields.setdefault("participation", School.Participation.CONFIRMED)
    fields.setdefault("sort_key", sort_key(fields["name"]))
    fields.setdefault("search_key", search_key(fields["name"]))
    return School.objects.create(festival=festival or make_festival(), **fields)


def make_part(
    festival: Festival, role: str, *, user: User | None = None, school: School | None = None
) -> User:
    """A user with a role in the festival."""
    person = user or make_user()
    Membership.objects.create(user=person, festival=festival, role=role, school=school)
    return person


def make_organiser(festival: Festival) -> User:
    return make_part(festival, Membership.Role.ORGANISER)


def make_school_user(school: School) -> User:
    """A user who signs in for the school."""
    return make_part(school.festival, Membership.Role.SCHOOL, school=school)


def make_contest(
    festival: Festival | None = None, *, categories: tuple[str, ...] = (), **fields: Any
) -> Contest:
    """An open contest of people with one round."""
    number = next(_next)
    fields.setdefault("slug", f"cuoc-thi-{number}")
    fields.setdefault("name", f"Cuộc thi {number}")
    fields.setdefault("kind", Contest.Kind.INDIVIDUAL)
    contest = Contest.objects.create(festival=festival or make_festival(), **fields)
    Round.objects.create(contest=contest)
    for place, name in enumerate(categories):
        Category.objects.create(contest=contest, name=name, position=place)
    return contest


def make_entry(contest: Contest | None = None, *, school: School | None = None, **fields: Any) -> Entry:
    """An approved entry."""
    contest = contest or make_contest()
    number = next(_next)
    fields.setdefault("title", f"Bài dự thi {number}")
    fields.setdefault("state", Entry.State.APPROVED)
    entry = Entry(contest=contest, school=school or make_school(contest.festival), **fields)
    set_entry_keys(entry, names=[])
    entry.save()
    return entry


def make_member(entry: Entry, full_name: str = "Nguyễn Thị Hòa", **fields: Any) -> Member:
    """A teacher on an entry."""
    fields.setdefault("role", Member.Role.TEACHER)
    member = Member(entry=entry, full_name=full_name, **fields)
    set_member_keys(member)
    member.save()
    return member


def make_booth(school: School | None = None, **fields: Any) -> Booth:
    """An approved booth without an entry."""
    school = school or make_school()
    number = next(_next)
    fields.setdefault("title", f"Gian hàng học liệu số {number}")
    fields.setdefault("code", f"b{number:07d}")
    fields.setdefault("field", Booth.Field.STEM)
    fields.setdefault("state", Booth.State.APPROVED)
    fields.setdefault("sort_key", sort_key(fields["title"]))
    fields.setdefault("search_key", search_key(f"{fields['title']} {school.name}"))
    return Booth.objects.create(festival=school.festival, school=school, **fields)


def make_product(booth: Booth, name: str = "", **fields: Any) -> Product:
    return Product.objects.create(booth=booth, name=name or f"Sản phẩm {next(_next)}", **fields)


def make_stand(festival: Festival, code: str = "A1", **fields: Any) -> Stand:
    return Stand.objects.create(festival=festival, code=code, sort_key=natural_key(code), **fields)


def make_judge(festival: Festival | None = None, *, user: User | None = None, **fields: Any) -> Judge:
    """A judge without a school, with the membership."""
    festival = festival or make_festival()
    person = make_part(festival, Membership.Role.JUDGE, user=user)
    return Judge.objects.create(festival=festival, user=person, **fields)


def make_criterion(contest: Contest, **fields: Any) -> Criterion:
    """Up to 20 points in steps of 0.25."""
    number = next(_next)
    fields.setdefault("code", f"tieu-chi-{number}")
    fields.setdefault("name", f"Tiêu chí {number}")
    fields.setdefault("maximum", Decimal(20))
    fields.setdefault("position", number)
    return Criterion.objects.create(contest=contest, **fields)


def make_sheet(
    judge: Judge | None = None, *, entry: Entry | None = None, panel: Panel | None = None
) -> ScoreSheet:
    """An untouched sheet of one judge and one entry in the contest's first round; a rubric of two lines."""
    judge = judge or make_judge(entry.contest.festival if entry else None)
    entry = entry or make_entry(make_contest(judge.festival))
    if not entry.contest.criteria.exists():
        make_criterion(entry.contest, code="noi-dung", name="Nội dung")
        make_criterion(entry.contest, code="trinh-bay", name="Trình bày", maximum=Decimal(10))
    assignment = Assignment.objects.create(
        round=entry.contest.rounds.get(), entry=entry, judge=judge, panel=panel
    )
    return ScoreSheet.objects.create(assignment=assignment)


def give_points(sheet: ScoreSheet, *points: int, submitted: bool = True) -> ScoreSheet:
    """Submit points for the sheet's criteria in their order, as if the judge had sent them."""
    criteria = sheet.assignment.entry.contest.criteria.order_by("position", "pk")
    for criterion, whole in zip(criteria, points, strict=False):
        Mark.objects.update_or_create(sheet=sheet, criterion=criterion, defaults={"hundredths": whole * 100})
    sheet.version += 1
    sheet.state = ScoreSheet.State.SUBMITTED if submitted else ScoreSheet.State.DRAFT
    sheet.save()
    return sheet


def make_judged_contest(*points: int, festival: Festival | None = None, **fields: Any) -> Contest:
    """One judge, and an entry for each of `points` (on the first criterion; the second has 5)."""
    contest = make_contest(festival, **fields)
    judge = make_judge(contest.festival)
    for number, whole in enumerate(points, start=1):
        entry = make_entry(contest, number=f"{number:02d}", title=f"Bài {number:02d}")
        give_points(make_sheet(judge, entry=entry), whole, 5)
    return contest


def make_scheme(contest: Contest, *counts: int, **fields: Any) -> PrizeScheme:
    """A prize scheme with these counts from the first prize down."""
    scheme = PrizeScheme.objects.create(contest=contest, **fields)
    names = ["Giải Nhất", "Giải Nhì", "Giải Ba", "Giải Khuyến khích"]
    for place, number in enumerate(counts):
        Prize.objects.create(
            scheme=scheme, code=f"giai-{place + 1}", name=names[place], count=number, position=place
        )
    return scheme

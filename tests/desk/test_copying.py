"""Next year's festival is made from this one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from awards.queries.scheme import scheme_rule
from festival.models import Festival
from judging.actions.settings import set_scoring
from judging.models import Judge
from judging.queries.settings import contest_rule
from tests import make

pytestmark = pytest.mark.django_db


def test_copy_has_schools_contests_rules_and_prizes_and_nothing_of_the_day(client: Client) -> None:
    festival = make.make_festival(
        slug="stem-2025",
        starts_on="2025-01-10",
        ends_on="2025-01-11",
        body_name="Phòng Văn hóa - Xã hội xã Sơn Đồng",
        issuer="Ủy ban nhân dân xã Sơn Đồng",
        invitation_number="05/GM-VHXH",
    )
    by = make.make_organiser(festival)
    contest = make.make_judged_contest(15, 12, festival=festival, slug="robot")
    make.make_scheme(contest, 1, 3)
    part = contest.rounds.get()
    set_scoring(contest=contest, round=None, by=by, method="median", tie_break=["criterion:noi-dung"])
    set_scoring(contest=contest, round=part, by=by, decimals=3)
    festival.signers.create(title="CHỦ TỊCH")
    client.force_login(by)
    form = {"name": "Ngày hội STEM", "school_year": "2025-2026", "slug": ""}
    response = client.post(reverse("desk:copy", args=[festival.slug]), form)
    assert response["Location"] == "/ngay-hoi-stem-2025-2026/desk/"
    copy = Festival.objects.get(slug="ngay-hoi-stem-2025-2026")
    assert (copy.state, copy.starts_on, copy.schools.count()) == ("draft", None, festival.schools.count())
    fresh = copy.contests.get()
    assert (fresh.slug, fresh.entries.count(), Judge.objects.filter(festival=copy).count()) == ("robot", 0, 0)
    assert contest_rule(fresh) == contest_rule(contest)
    assert scheme_rule(fresh) == scheme_rule(contest)
    assert set(copy.schools.values_list("participation", flat=True)) == {"invited"}
    assert copy.signers.get().title == "CHỦ TỊCH"
    assert (copy.body_name, copy.issuer, copy.invitation_number) == (
        "Phòng Văn hóa - Xã hội xã Sơn Đồng",
        "Ủy ban nhân dân xã Sơn Đồng",
        "",
    )
    assert list(copy.memberships.values_list("user", "role")) == [(by.pk, "organiser")]


def test_changing_the_copy_leaves_the_source_alone(client: Client) -> None:
    contest = make.make_contest()
    make.make_criterion(contest, name="Nội dung")
    by = make.make_organiser(contest.festival)
    client.force_login(by)
    form = {"name": "Năm sau", "school_year": "2026-2027", "slug": "nam-sau"}
    client.post(reverse("desk:copy", args=[contest.festival.slug]), form)
    copy = Festival.objects.get(slug="nam-sau").contests.get()
    copy.criteria.update(name="Khác")
    assert contest.criteria.get().name == "Nội dung"


def test_copy_to_a_taken_address_is_refused(client: Client) -> None:
    festival = make.make_festival()
    make.make_festival(slug="nam-sau")
    client.force_login(make.make_organiser(festival))
    form = {"name": "Năm sau", "school_year": "", "slug": "nam-sau"}
    assert client.post(reverse("desk:copy", args=[festival.slug]), form).status_code == 422

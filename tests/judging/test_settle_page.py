"""The page that settles a discrepancy: the marks that differ, and what was settled before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Entry
from judging.actions.settle import settle_discrepancy, waive
from judging.models import Judge, Scoring
from tests import make
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    """Two judges with 24 and 16 of 30 points, a third who has begun; thresholds of 10 % and 15 %."""
    contest = make.make_judged_contest(19)
    Scoring.objects.create(
        contest=contest, discrepancy_agree=Decimal("0.10"), discrepancy_discuss=Decimal("0.155")
    )
    entry = contest.entries.get()
    make.give_points(make.make_sheet(entry=entry), 11, 5)
    make.give_points(make.make_sheet(entry=entry), 15, submitted=False)
    for place, judge in enumerate(Judge.objects.order_by("pk"), start=1):
        judge.user.full_name, judge.user.sort_key = f"Giám khảo {place}", str(place)
        judge.user.save()
    return contest


def page_of(client: Client, contest: Contest) -> Any:
    client.force_login(make.make_organiser(contest.festival))
    return client.get(address(contest))


def address(contest: Contest) -> str:
    entry = Entry.objects.get(contest=contest)
    return reverse("judging:settle", args=[contest.festival.slug, contest.slug, entry.pk, "-"])


def test_page_shows_the_marks_by_criterion_with_totals_gap_and_thresholds(
    client: Client, contest: Contest
) -> None:
    page = page_of(client, contest)
    assert texts(page, "main thead th") == [
        "Tiêu chí",
        "Giám khảo 1",
        "Giám khảo 2",
        "Giám khảo 3 chưa được tính",
    ]
    assert texts(page, "main tbody tr > *") == [
        *("Nội dung / 20", "19", "11", "15"),
        *("Trình bày / 10", "5", "5", "–"),
    ]
    assert texts(page, "main tfoot tr > *") == ["Tổng / 30", "24", "16", "15"]
    assert texts(page, "main dl.facts dd") == [
        "8 điểm, bằng 26,7 % điểm tối đa",
        "dưới 10 % là thống nhất; trên 15,5 % thì mời giám khảo thứ ba",
        "Cần giám khảo thứ ba chấm, hoặc Trưởng ban giám khảo quyết định. Giao cho giám khảo",
    ]
    entry, part = contest.entries.get(), contest.rounds.get()
    assign = reverse("judging:assign", args=[contest.festival.slug, contest.slug])
    assert values(page, "dl.facts a", "href") == [f"{assign}?entries={entry.pk}&round={part.pk}"]


def test_marks_are_cards_on_a_phone_with_the_judges_as_labels(client: Client, contest: Contest) -> None:
    page = page_of(client, contest)
    judges = ["Giám khảo 1", "Giám khảo 2", "Giám khảo 3 (chưa được tính)"]
    assert values(page, ".table.cards td", "data-label") == judges * 3


def test_waived_discrepancy_is_shown_as_waived(client: Client, contest: Contest) -> None:
    page_of(client, contest)
    progress = reverse("judging:progress", args=[contest.festival.slug, contest.slug])
    assert texts(client.get(progress), "td[data-label='Trạng thái'] .chip") == ["Cần giám khảo thứ ba"]
    by = make.make_organiser(contest.festival)
    entry, part = contest.entries.get(), contest.rounds.get()
    waive(
        contest=contest,
        blocker="discrepancy",
        entry=entry,
        round=part,
        judge=None,
        reason="Hội đồng thống nhất",
        by=by,
        now=make.NOW,
    )
    assert texts(client.get(progress), "td[data-label='Trạng thái'] .chip") == ["Đã bỏ qua"]


def test_page_of_a_settled_discrepancy_holds_what_was_settled(client: Client, contest: Contest) -> None:
    assert "kind" not in sent_by(page_of(client, contest))
    by = make.make_organiser(contest.festival)
    settle_discrepancy(
        contest=contest,
        entry=contest.entries.get(),
        round=contest.rounds.get(),
        kind="head",
        points=Decimal("21.5"),
        reason="Đã đối thoại",
        by=by,
        now=make.NOW,
    )

    page = page_of(client, contest)

    sent = sent_by(page)
    assert (sent["kind"], sent["points"], sent["reason"]) == ("head", "21,5", "Đã đối thoại")
    assert texts(page, "form p.muted") == [
        f"{by.full_name} đã ghi kết luận dưới đây lúc 15:00 05/01/2025. Ghi lại sẽ thay kết luận này."
    ]


def test_waiver_says_what_it_means(client: Client, contest: Contest) -> None:
    client.force_login(make.make_organiser(contest.festival))
    entry = contest.entries.get()
    third = Judge.objects.get(user__full_name="Giám khảo 3")
    key = f"sheet-incomplete~{entry.pk}~~{third.pk}~"
    page = client.get(reverse("judging:waive", args=[contest.festival.slug, contest.slug, key]))
    assert "Phiếu này không được tính: kết quả lấy từ các phiếu khác của bài." in texts(page, "main form p")

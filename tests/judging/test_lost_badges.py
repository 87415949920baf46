"""A lost badge: withdrawn by one click of an organiser, and the judge gets another."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from festival.actions.links import link_for, token_of
from festival.models import AuditEvent, Membership, SignInLink
from judging.actions.badges import replace_badge
from judging.actions.judges import remove_judge
from judging.models import Judge
from tests.make import make_festival, make_judge, make_organiser, make_part
from tests.reading import sent_by, texts, values

pytestmark = pytest.mark.django_db
FORM = "form[action$='/badge/replace/']"


def badge_of(judge: Judge) -> SignInLink:
    return link_for(festival=judge.festival, user=judge.user, purpose="badge", by=None)


def go(link: SignInLink) -> str:
    return reverse("festival:go", args=[token_of(link)])


def url_of(judge: Judge, name: str) -> str:
    return reverse(f"judging:{name}", args=[judge.festival.slug, judge.pk])


def as_organiser(judge: Judge) -> Client:
    client = Client()
    client.force_login(make_organiser(judge.festival))
    return client


def valid_badges(judge: Judge) -> list[SignInLink]:
    return list(judge.user.links.filter(revoked_at__isnull=True, purpose="badge"))


def test_lost_badge_signs_nobody_in_its_sessions_end_and_the_new_one_is_shown() -> None:
    judge = make_judge()
    lost, tablet, finder = badge_of(judge), Client(), Client()
    tablet.post(go(lost))
    home = reverse("judging:my-entries", args=[judge.festival.slug])
    assert tablet.get(home).status_code == 200
    office = as_organiser(judge)
    page = office.post(url_of(judge, "badge"))

    shown = office.post(url_of(judge, "badge-replace"), sent_by(page, FORM))

    (new,) = valid_badges(judge)
    assert new != lost
    assert texts(shown, "#messages")[0].startswith("Đã hủy thẻ bị mất")
    (address,) = texts(shown, "[data-copy] textarea")
    assert address.endswith(go(new))
    assert len(values(shown, ".badge-card .qr svg", "viewBox")) == 1
    assert tablet.get(home).status_code == 302
    assert tablet.get(reverse("judging:api-sheets", args=[judge.festival.slug])).status_code == 401
    assert [finder.get(go(lost)).status_code, finder.post(go(lost)).status_code] == [410, 410]
    assert tablet.post(go(new))["Location"] == home
    assert tablet.get(home).status_code == 200


def test_lost_badge_leaves_its_events_in_the_audit_log() -> None:
    judge = make_judge()
    by = make_organiser(judge.festival)
    assert replace_badge(judge=judge, lost=badge_of(judge).pk, by=by) is True
    events = AuditEvent.objects.filter(actor=by).order_by("seq")
    assert [event.action for event in events] == ["badge-replaced", "link-revoked", "link-made"]


def test_form_sent_twice_withdraws_one_badge() -> None:
    judge = make_judge()
    lost, office = badge_of(judge), as_organiser(judge)
    office.post(url_of(judge, "badge-replace"), {"badge": str(lost.pk)})
    (new,) = valid_badges(judge)
    again = office.post(url_of(judge, "badge-replace"), {"badge": str(lost.pk)})
    assert valid_badges(judge) == [new]
    assert texts(again, "#messages") == ["Thẻ đó đã hủy từ trước. Đây là thẻ đang dùng được."]
    assert texts(again, "[data-copy] textarea")[0].endswith(go(new))


def test_list_offers_to_withdraw_a_badge_once_there_is_one() -> None:
    judge = make_judge()
    without = make_judge(judge.festival)
    lost = badge_of(judge)
    page = as_organiser(judge).get(reverse("judging:judges", args=[judge.festival.slug]))
    assert values(page, FORM, "action") == [url_of(judge, "badge-replace")]
    assert sent_by(page, FORM)["badge"] == str(lost.pk)
    assert valid_badges(without) == []


@pytest.mark.parametrize("who", ["visitor", "stranger", "secretary", "elsewhere", "judge", "badge"])
def test_badge_is_withdrawn_by_organisers_of_its_festival_alone(who: str) -> None:
    judge = make_judge()
    lost, client = badge_of(judge), Client()
    people: dict[str, Any] = {
        "stranger": make_judge().user,
        "secretary": make_part(judge.festival, Membership.Role.SECRETARY),
        "elsewhere": make_organiser(make_festival()),
        "judge": judge.user,
    }
    if who == "badge":
        client.post(go(lost))
    elif who in people:
        client.force_login(people[who])
    status = client.post(url_of(judge, "badge-replace"), {"badge": str(lost.pk)}).status_code
    assert status == (302 if who in {"visitor", "badge"} else 404)
    assert valid_badges(judge) == [lost]


def test_judge_or_badge_of_another_festival_is_not_touched() -> None:
    judge, other = make_judge(), make_judge()
    own, foreign, office = badge_of(judge), badge_of(other), as_organiser(judge)
    wrong = reverse("judging:badge-replace", args=[judge.festival.slug, other.pk])
    assert office.post(wrong, {"badge": str(foreign.pk)}).status_code == 404
    for key in (str(foreign.pk), "", "x", "9" * 30):
        assert office.post(url_of(judge, "badge-replace"), {"badge": key}).status_code == 200
    assert (valid_badges(judge), valid_badges(other)) == ([own], [foreign])


def test_badge_of_a_removed_judge_signs_nobody_in() -> None:
    judge = make_judge()
    link = badge_of(judge)
    remove_judge(judge=judge, by=make_organiser(judge.festival))
    assert Client().post(go(link)).status_code == 410

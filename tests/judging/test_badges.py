"""Sign-in links of invitations and badges, and the access that they give."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from festival.actions.links import link_for, revoke_link, token_of
from festival.models import Festival, Membership, SignInLink, User
from judging.models import Judge
from tests.make import (
    make_festival,
    make_judge,
    make_organiser,
    make_part,
    make_school,
    make_school_user,
    make_user,
)

pytestmark = pytest.mark.django_db
PASSWORD = "mua thu ha noi 2025"


def badge_url(judge: Judge) -> str:
    link = link_for(festival=judge.festival, user=judge.user, purpose="badge", by=None)
    return reverse("festival:go", args=[token_of(link)])


def invitation_url(user: User, festival: Festival, *, fresh: bool = False) -> str:
    link = link_for(festival=festival, user=user, purpose="invitation", by=None, fresh=fresh)
    return reverse("festival:go", args=[token_of(link)])


def judge_home(judge: Judge) -> str:
    return reverse("judging:my-entries", args=[judge.festival.slug])


def test_badge_looked_at_signs_nobody_in(client: Client) -> None:
    judge = make_judge()
    url = badge_url(judge)
    response = client.get(url)
    assert response.status_code == 200
    assert judge.user.full_name in response.content.decode()
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "_auth_user_id" not in client.session
    assert SignInLink.objects.get().first_used_at is None


@pytest.mark.parametrize("behind", ["/", ".", "%20", ",", "./"])
def test_link_typed_with_what_a_hand_adds_opens_all_the_same(client: Client, behind: str) -> None:
    judge = make_judge()
    badge, invitation = badge_url(judge), invitation_url(make_user(), judge.festival)

    assert client.get(f"{invitation}{behind}").status_code == 200
    assert client.post(f"{badge}{behind}")["Location"] == judge_home(judge)


def test_badge_pressed_opens_the_judges_list(client: Client) -> None:
    judge = make_judge()
    response = client.post(badge_url(judge))
    assert (response.status_code, response["Location"]) == (302, judge_home(judge))
    assert client.get(judge_home(judge)).status_code == 200


def test_badge_of_an_organiser_opens_no_office(client: Client) -> None:
    festival = make_festival()
    judge = make_judge(festival, user=make_organiser(festival))
    judge.user.is_staff = judge.user.is_superuser = True
    judge.user.save()
    client.post(badge_url(judge))
    assert client.get(judge_home(judge)).status_code == 200
    for path in (
        f"/{festival.slug}/desk/",
        f"/{festival.slug}/desk/settings/",
        "/admin/",
        "/accounts/password/set/",
    ):
        response = client.get(path)
        assert response.status_code in (302, 404), path
        assert "_auth_user_id" in client.session


def test_badge_of_one_festival_does_not_open_another(client: Client) -> None:
    judge = make_judge()
    other = make_judge(make_festival(), user=judge.user)
    client.post(badge_url(judge))
    assert client.get(judge_home(other)).status_code == 404


def test_badge_after_a_password_leaves_the_session_as_it_was(client: Client) -> None:
    festival = make_festival()
    judge = make_judge(festival, user=make_organiser(festival))
    client.force_login(judge.user)
    client.post(badge_url(judge))
    assert "badge" not in client.session


def test_password_after_a_badge_opens_the_office_again(client: Client) -> None:
    festival = make_festival()
    judge = make_judge(festival, user=make_organiser(festival))
    judge.user.set_password(PASSWORD)
    judge.user.save()
    client.post(badge_url(judge))
    assert client.session["badge"]
    client.post(reverse("account_login"), {"login": judge.user.login, "password": PASSWORD})
    assert "badge" not in client.session


def test_badge_taken_back_ends_its_sessions_and_is_gone(client: Client) -> None:
    judge = make_judge()
    url = badge_url(judge)
    client.post(url)
    revoke_link(link=SignInLink.objects.get(), by=None)
    assert client.get(judge_home(judge)).status_code == 302
    assert client.get(url).status_code == 410
    assert client.post(url).status_code == 410


def test_link_whose_time_is_over_is_gone_and_an_unknown_one_is_not_found(client: Client) -> None:
    judge = make_judge()
    url = badge_url(judge)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(url).status_code == 410
    assert client.get(reverse("festival:go", args=["x" * 22])).status_code == 404


def test_badge_on_another_persons_browser_changes_the_person(client: Client) -> None:
    judge = make_judge()
    client.force_login(make_judge().user)
    client.post(badge_url(judge))
    assert client.session["_auth_user_id"] == str(judge.user.pk)


def test_invitation_asks_for_a_password_once(client: Client) -> None:
    school = make_school()
    user = make_school_user(school)
    url = invitation_url(user, school.festival)
    assert client.get(url).status_code == 200
    weak = client.post(url, {"new_password1": "12345", "new_password2": "12345"})
    assert weak.status_code == 422
    done = client.post(url, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert done.status_code == 302
    assert done["Location"].startswith(f"/{school.festival.slug}/")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)
    again = Client().post(url, {"new_password1": PASSWORD + "x", "new_password2": PASSWORD + "x"})
    assert again.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_fresh_invitation_replaces_a_forgotten_password() -> None:
    school = make_school()
    user = make_school_user(school)
    for number, fresh in ((1, False), (2, True)):
        word = f"{PASSWORD} {number}"
        url = invitation_url(user, school.festival, fresh=fresh)
        assert Client().post(url, {"new_password1": word, "new_password2": word}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(f"{PASSWORD} 2")


@pytest.mark.parametrize(
    "case", ["staff", "organiser-elsewhere", "organiser-with-password", "school-elsewhere"]
)
def test_invitation_never_takes_an_account_over(client: Client, case: str) -> None:
    festival, school = make_festival(), make_school()
    user = make_part(festival, Membership.Role.ORGANISER)
    if case == "staff":
        user.is_staff = True
    elif case == "organiser-elsewhere":
        make_organiser(other := make_festival())
        Membership.objects.create(user=user, festival=other, role="organiser")
    else:
        user.set_password(PASSWORD)
    if case == "school-elsewhere":
        Membership.objects.filter(user=user).delete()
        Membership.objects.create(user=user, festival=school.festival, role="school", school=school)
        Membership.objects.create(user=user, festival=festival, role="judge")
    user.save()
    before = user.password
    url = invitation_url(user, festival)
    assert client.get(url).status_code == 200
    client.post(url, {"new_password1": "ban moi hoan toan", "new_password2": "ban moi hoan toan"})
    user.refresh_from_db()
    assert user.password == before
    assert "_auth_user_id" not in client.session


def test_start_page_sends_a_badge_to_the_judges_list(client: Client) -> None:
    judge = make_judge()
    client.post(badge_url(judge))
    assert client.get("/")["Location"] == judge_home(judge)

"""Inviting schools by link, on paper and by e-mail."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from festival.actions.invitations import prepare_invitations, renew_invitation, revoke_invitation
from festival.actions.links import live_link, token_of, use_link
from festival.letters import LETTERS_AT_ONCE, invitation_text, letters_of
from festival.models import AuditEvent, Festival, Job, Membership
from festival.pages.invitations import invitations_of
from festival.printing import pdf_of
from festival.refusals import RuleBroken
from tests import make
from tests.reading import texts

pytestmark = pytest.mark.django_db


def states(festival: Festival) -> list[str]:
    return [one.state for one in invitations_of(festival, schools=festival.schools.all())]


def test_prepared_links_go_to_schools_with_a_contact_and_nobody_twice() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school(festival, name="A", phone="0912345678", head="Nguyễn Thị Hòa")
    make.make_school(festival, name="B", email="b@truong.vn")
    unanswered = make.make_school(festival, name="C")
    make.make_school(festival, name="D", phone="0912345679", participation="declined")
    done = prepare_invitations(festival=festival, by=by)
    again = prepare_invitations(festival=festival, by=by)
    assert (done.made, done.without_contact, again.made) == (2, (unanswered,), 0)
    assert states(festival) == ["made", "made", "none", "none"]


def test_imported_people_without_a_link_get_one_and_a_revoked_link_stays_revoked() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school_user(make.make_school(festival, name="A", phone="0912345678"))
    make.make_school_user(make.make_school(festival, name="B", participation="declined"))
    assert prepare_invitations(festival=festival, by=by).made == 1
    assert states(festival) == ["made", "none"]
    revoke_invitation(membership=Membership.objects.get(school__name="A"), by=by)
    assert prepare_invitations(festival=festival, by=by).made == 0
    assert states(festival) == ["none", "none"]


def test_state_follows_what_happens_to_the_link() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school(festival, phone="0912345678")
    prepare_invitations(festival=festival, by=by)
    link = festival.links.get()
    festival.links.update(sent_at=timezone.now())
    assert states(festival) == ["sent"]
    use_link(link=link, now=timezone.now())
    assert states(festival) == ["opened"]
    link.user.set_password("matkhau-dai-2026")
    link.user.last_login = timezone.now()
    link.user.save()
    assert states(festival) == ["joined"]


def test_renewed_link_ends_the_old_one_and_a_revoked_one_is_gone() -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school(festival, phone="0912345678")
    prepare_invitations(festival=festival, by=by)
    old = token_of(festival.links.get())
    membership = festival.memberships.get(role=Membership.Role.SCHOOL)
    new = token_of(renew_invitation(membership=membership, by=by))
    now = timezone.now()
    assert (live_link(old, now=now), live_link(new, now=now) is not None) == (None, True)
    revoke_invitation(membership=membership, by=by)
    assert live_link(new, now=now) is None
    with pytest.raises(RuleBroken, match="no-link"):
        revoke_invitation(membership=membership, by=by)


def test_message_of_a_school_holds_its_link_and_the_group_text_holds_none(client: Client) -> None:
    festival = make.make_festival(issuing_body="PHÒNG VĂN HÓA - XÃ HỘI")
    by = make.make_organiser(festival)
    school = make.make_school(festival, name="Trường THCS An Khánh", phone="0912345678")
    school.participation = "invited"
    school.save()
    prepare_invitations(festival=festival, by=by)
    client.force_login(by)
    token = token_of(festival.links.get())
    page = client.get(reverse("festival:invitation", args=[festival.slug, school.pk]))
    assert f"http://testserver/go/{token}" in page.content.decode()
    (text,) = texts(client.get(reverse("festival:missing", args=[festival.slug])), "#copy-missing")
    assert ("Trường THCS An Khánh" in text, "/go/" in text) == (True, False)


def test_letters_of_few_schools_come_at_once_and_count_as_sent(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://ngayhoi.example.vn"
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school(festival, phone="0912345678")
    prepare_invitations(festival=festival, by=by)
    client.force_login(by)
    response = client.post(reverse("festival:letters", args=[festival.slug]))
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert states(festival) == ["sent"]


def test_trial_print_of_letters_marks_nothing_as_sent(client: Client) -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school(festival, phone="0912345678")
    prepare_invitations(festival=festival, by=by)
    client.force_login(by)
    page = client.get(reverse("festival:invitations", args=[festival.slug])).content.decode()
    assert "không tính là đã gửi" in page

    client.post(reverse("festival:letters", args=[festival.slug]))

    assert states(festival) == ["made"]
    assert not AuditEvent.objects.filter(action="invitations-sent").exists()


def test_letters_of_many_schools_are_a_job(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    for number in range(LETTERS_AT_ONCE + 1):
        make.make_school(festival, phone=f"09123456{number:02d}")
    prepare_invitations(festival=festival, by=by)
    client.force_login(by)
    response = client.post(reverse("festival:letters", args=[festival.slug]))
    job = Job.objects.get()
    assert response["Location"] == reverse("festival:job", args=[festival.slug, job.pk])
    assert job.task == "festival.tasks.print_letters"


def test_mail_leaves_only_where_the_installation_sends_mail(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    festival = make.make_festival()
    by = make.make_organiser(festival)
    make.make_school(festival, email="thcs@truong.vn")
    make.make_school(festival, phone="0912345678")
    prepare_invitations(festival=festival, by=by)
    client.force_login(by)
    url = reverse("festival:invitations-mail", args=[festival.slug])
    settings.FESTIVAL_MAILS = False
    client.post(url)
    assert not Job.objects.exists()
    settings.FESTIVAL_MAILS = True
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert [message.to for message in mail.outbox] == [["thcs@truong.vn"]]
    assert "/go/" in mail.outbox[0].body
    assert sorted(states(festival)) == ["made", "sent"]


def test_person_of_another_festival_cannot_be_renewed(client: Client) -> None:
    school = make.make_school(phone="0912345678")
    prepare_invitations(festival=school.festival, by=make.make_organiser(school.festival))
    membership = school.memberships.get()
    other = make.make_festival()
    client.force_login(make.make_organiser(other))
    url = reverse("festival:invitation-action", args=[other.slug, membership.pk, "renew"])
    assert client.post(url).status_code == 404


def test_secretary_gets_no_link_of_somebody_who_is_more_than_a_contact(client: Client) -> None:
    festival = make.make_festival()
    organiser = make.make_organiser(festival)
    secretary = make.make_part(festival, Membership.Role.SECRETARY)
    school = make.make_school(festival)
    make.make_part(festival, Membership.Role.SCHOOL, user=organiser, school=school)
    membership = school.memberships.get()
    renew_invitation(membership=membership, by=organiser)
    with pytest.raises(RuleBroken, match="other-role"):
        renew_invitation(membership=membership, by=secretary)
    client.force_login(secretary)
    page = client.get(reverse("festival:invitation", args=[festival.slug, school.pk]))
    assert ("/go/" in page.content.decode(), texts(page, ".copy-box")) == (False, [])
    form = {"login": organiser.login, "full_name": "X"}
    other = make.make_school(festival)
    url = reverse("festival:invitation", args=[festival.slug, other.pk])
    assert client.post(url, form).status_code == 422
    assert not other.memberships.exists()


@pytest.mark.parametrize(
    ("public", "counted"), [("https://ngayhoi.example.vn", ["sent", "sent"]), ("", ["made", "made"])]
)
def test_job_prints_the_letters_and_counts_them_as_sent_unless_it_is_a_trial(
    client: Client,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    public: str,
    counted: list[str],
) -> None:
    settings.PUBLIC_URL = public
    monkeypatch.setattr("festival.views.invitations.LETTERS_AT_ONCE", 0)
    festival = make.make_festival()
    by = make.make_organiser(festival)
    for number in range(2):
        make.make_school(festival, phone=f"091234567{number}")
    prepare_invitations(festival=festival, by=by)
    client.force_login(by)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("festival:letters", args=[festival.slug]))
    job = Job.objects.get()
    file = client.get(reverse("festival:job-file", args=[festival.slug, job.pk]))
    assert (job.state, b"".join(file)[:5]) == ("done", b"%PDF-")
    assert states(festival) == counted


@pytest.mark.parametrize(("number", "line"), [("05/GM-VHXH", "Số: 05/GM-VHXH"), ("", "Số: ……/GM-……")])
def test_invitation_of_an_office_is_a_giay_moi_with_its_number(number: str, line: str) -> None:
    festival = make.make_festival(
        name="Ngày hội STEM",
        issuing_body="PHÒNG VĂN HÓA - XÃ HỘI",
        body_name="Phòng Văn hóa - Xã hội xã Sơn Đồng",
        invitation_number=number,
        starts_on=date(2026, 3, 10),
        ends_on=date(2026, 3, 11),
        venue="Nhà văn hóa xã",
    )
    make.make_school(festival, name="Trường THCS Sơn Đồng", phone="0912345678")
    prepare_invitations(festival=festival, by=make.make_organiser(festival))
    found = invitations_of(festival, schools=festival.schools.all())

    (page,) = PdfReader(BytesIO(pdf_of(letters_of(festival, found, root="http://a.vn")))).pages
    text = " ".join(page.extract_text().split())

    assert line in text and "GIẤY MỜI Tham gia Ngày hội STEM" in text
    assert "Phòng Văn hóa - Xã hội xã Sơn Đồng trân trọng kính mời: Trường THCS Sơn Đồng" in text
    assert "Thời gian: từ ngày 10/03/2026 đến ngày 11/03/2026. Địa điểm: Nhà văn hóa xã." in text


def test_text_to_copy_names_the_office_as_in_a_sentence() -> None:
    school = make.make_school(
        make.make_festival(issuing_body="PHÒNG VĂN HÓA - XÃ HỘI", name="Ngày hội", level="cấp xã")
    )

    text = invitation_text(school.festival, school, address="http://a.vn/go/x")

    assert "Phòng Văn hóa - Xã hội trân trọng kính mời nhà trường tham gia Ngày hội cấp xã." in text

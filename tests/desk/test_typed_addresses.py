"""Every short address that is printed leads to its page, however it is typed from paper."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.crypto import salted_hmac

from awards.actions.certificates import issue_certificates
from booths.documents import booth_qr
from contests.models import Contest
from desk.actions.printing import print_order_of
from festival.actions.links import link_for, token_of
from festival.models import SignInLink
from judging.actions.badges import badges_of
from tests import make
from tests.desk.test_printing import contest as contest
from tests.desk.test_printing import go_to, printed, text_of

pytestmark = pytest.mark.django_db
TYPED: dict[str, Callable[[str], str]] = {
    "as printed": lambda code: code,
    "capitals": str.upper,
    "small letters": str.lower,
    "a slash behind": lambda code: f"{code}/",
    "a full stop behind": lambda code: f"{code}.",
    "a comma and a blank": lambda code: f"{code}, ",
    "in brackets": lambda code: f"{code})",
    "in groups": lambda code: f"{code[:4]}-{code[4:]}",
    "a blank between": lambda code: f"{code[:4]} {code[4:]}",
}
LOOK_ALIKES: dict[str, Callable[[str], str]] = {
    "O for 0": lambda code: code.replace("0", "O"),
    "l and I for 1": lambda code: code.replace("1", "l", 1).replace("1", "I"),
}


@pytest.fixture(params=sorted(TYPED))
def typed(request: pytest.FixtureRequest) -> Callable[[str], str]:
    return TYPED[request.param]


def test_booth_address_typed_from_paper_leads_to_the_booth(
    client: Client, typed: Callable[[str], str]
) -> None:
    booth = make.make_booth(code="rdmypjxx")

    page = client.get(f"/b/{quote(typed('rdmypjxx'), safe='/')}")

    assert (page.status_code, page["Location"]) == (
        302,
        reverse("booths:public-detail", args=[booth.festival.slug, "rdmypjxx"]),
    )


@pytest.mark.parametrize("start", ["c", "C"])
def test_certificate_address_typed_from_paper_leads_to_the_check_page(
    client: Client, contest: Contest, typed: Callable[[str], str], start: str
) -> None:
    paper = issue_certificates(
        contest=contest, kind="prize", by=go_to(contest, "freeze", "award", "certify")
    )[0]

    page = client.get(f"/{start}/{quote(typed(paper.check_code), safe='/')}")

    assert (page.status_code, paper.recipient in page.content.decode()) == (200, True)


@pytest.mark.parametrize("start", ["go", "GO", "Go"])
def test_badge_address_typed_from_paper_leads_to_the_judge(
    client: Client, typed: Callable[[str], str], start: str
) -> None:
    judge = make.make_judge(make.make_festival())
    link = link_for(festival=judge.festival, user=judge.user, purpose=SignInLink.Purpose.BADGE, by=None)

    page = client.get(f"/{start}/{quote(typed(token_of(link)), safe='/')}")

    assert (page.status_code, judge.user.full_name in page.content.decode()) == (200, True)


@pytest.mark.parametrize("change", sorted(LOOK_ALIKES))
def test_code_typed_with_look_alikes_leads_to_its_page(client: Client, contest: Contest, change: str) -> None:
    by = go_to(contest, "freeze", "award", "certify")
    paper = issue_certificates(contest=contest, kind="prize", by=by)[0]
    type(paper).objects.filter(pk=paper.pk).update(check_code="0a11b0c1d0e1f0g1")
    judge = make.make_judge(contest.festival)
    links = [
        link_for(
            festival=contest.festival, user=judge.user, purpose=SignInLink.Purpose.BADGE, by=by, fresh=True
        )
        for _ in range(6)
    ]
    token = token_of(links[-1])

    assert client.get(f"/c/{LOOK_ALIKES[change]('0a11b0c1d0e1f0g1')}").status_code == 200
    assert client.get(f"/go/{LOOK_ALIKES[change](token)}").status_code == 200


def test_link_printed_before_with_a_code_in_both_cases_still_signs_in(client: Client) -> None:
    judge = make.make_judge(make.make_festival())
    link = link_for(festival=judge.festival, user=judge.user, purpose=SignInLink.Purpose.BADGE, by=None)
    digest = salted_hmac("festival.sign-in-link", link.nonce, algorithm="sha256").digest()[:16]
    token = base64.urlsafe_b64encode(digest).decode().rstrip("=")

    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert client.get(f"/go/{token}").status_code == 200


@pytest.mark.parametrize("code", ["booth-qr", "certificates", "judge-badges"])
def test_printed_address_is_readable_and_leads_to_its_page(
    client: Client, contest: Contest, settings: Any, code: str
) -> None:
    """What stands on the paper, typed again, is a page."""
    settings.PUBLIC_URL = "https://ngayhoi.example.vn"
    by = go_to(contest, "freeze", "award", "certify")

    found = re.findall(
        r"ngayhoi\.example\.vn ?(/ ?(?:b|c|go) ?/ ?[0-9a-z -]+[0-9a-z])", _lines(printed(code, contest, by))
    )

    assert found
    for path in found:
        assert client.get(quote(path.replace(" ", ""), safe="/")).status_code in {200, 302}


def _lines(pdf: bytes) -> str:
    """The text of a PDF in which an address ends at another word: words with capitals or marks are cut."""
    return re.sub(r"\b(?=\w*[^\W0-9a-z])\w+", "|", text_of(pdf))


@pytest.mark.parametrize("served", ["http://192.168.1.20:8000", "http://127.0.0.1:9000"])
def test_codes_of_a_trial_print_carry_the_address_that_is_served(contest: Contest, served: str) -> None:
    by = make.make_organiser(contest.festival)
    order = print_order_of(contest.festival, contest=None, by=by, served=served)
    booth = contest.festival.booths.get()

    sheets = booth_qr(order.festival, [booth], root=order.root).data.sheets
    badges = badges_of(order.festival, by=by, root=order.root)

    assert [sheet.link for sheet in sheets] == [f"{served}/b/{booth.code}"]
    assert all(badge.link.startswith(f"{served}/go/") for badge in badges) and badges


def test_printing_on_the_page_uses_the_address_of_the_request(
    client: Client, contest: Contest, django_capture_on_commit_callbacks: Any
) -> None:
    by = make.make_organiser(contest.festival)
    client.force_login(by)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("desk:print-all", args=[contest.festival.slug, "booth-qr"]), HTTP_HOST="testserver:9000"
        )
    job = contest.festival.jobs.get()
    pdf = client.get(reverse("festival:job-file", args=[contest.festival.slug, job.pk])).getvalue()

    assert "http://testserver:9000/b/" in text_of(pdf).replace(" ", "")


def test_public_address_wins_over_the_one_of_the_request(contest: Contest, settings: Any) -> None:
    settings.PUBLIC_URL = "https://ngayhoi.example.vn"
    by = make.make_organiser(contest.festival)

    order = print_order_of(contest.festival, contest=None, by=by, served="http://192.168.1.20:8000")

    assert order.root == "https://ngayhoi.example.vn"

"""Invitations as text for Zalo and e-mail, and as printed letters with a QR code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from festival.actions.links import token_of
from festival.codes import grouped
from festival.documents import (
    Letterhead,
    Signature,
    days_line,
    festival_line,
    letterhead_of,
    signature_of,
)
from festival.models import Festival, School, SignInLink
from festival.pages.invitations import Invitation
from festival.printing import Paper, is_trial_run, qr_svg

LETTERS_AT_ONCE = 20
NUMBER_BY_HAND = "……/GM-……"


@dataclass(frozen=True, slots=True)
class Letter:
    """One school's letter of invitation."""

    school: str
    head: str
    address: str
    qr: SafeString


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a festival, one page each."""

    head: Letterhead
    body: str
    festival: str
    days: str
    venue: str
    signer: Signature
    letters: tuple[Letter, ...]
    closes_at: datetime | None


def link_address(link: SignInLink, *, root: str) -> str:
    """The absolute URL that signs the user in, as printed and mailed."""
    return f"{root}{link_path(link)}"


def typed_address(link: SignInLink, *, root: str) -> str:
    """The same URL as it is printed to be typed: its code in groups."""
    return f"{root}{reverse('festival:go', args=[grouped(token_of(link))])}"


def link_path(link: SignInLink) -> str:
    """The path of the URL that signs the user in."""
    return reverse("festival:go", args=[token_of(link)])


def invitation_text(festival: Festival, school: School, *, address: str) -> str:
    """The message to one school, for Zalo or e-mail."""
    context = {
        "festival": festival,
        "named": festival_line(festival),
        "days": days_line(festival),
        "school": school,
        "address": address,
    }
    return render_to_string("print/invitation.txt", context).strip()


def reminder_text(festival: Festival, schools: Iterable[School], *, address: str) -> str:
    """The reminder to a group of all schools, with those that have not answered. Contains no sign-in link."""
    context = {
        "festival": festival,
        "named": festival_line(festival),
        "schools": list(schools),
        "address": address,
    }
    return render_to_string("print/missing.txt", context).strip()


def letters_of(festival: Festival, invitations: Iterable[Invitation], *, root: str) -> Paper:
    """The printed letters of the invitations that have a link; `root` begins their addresses."""
    letters = tuple(
        _letter(found.school, found.link, root) for found in invitations if found.school and found.link
    )
    data = Letters(
        head=letterhead_of(festival, number=festival.invitation_number or NUMBER_BY_HAND),
        body=festival.body_in_sentence,
        festival=festival_line(festival),
        days=days_line(festival),
        venue=festival.venue,
        signer=signature_of(festival, "invitations"),
        letters=letters,
        closes_at=festival.registration_closes_at,
    )
    return Paper(
        "print/invitations.html", data, ["letter.css", "invitation.css"], "Giấy mời", is_trial=is_trial_run()
    )


def _letter(school: School, link: SignInLink, root: str) -> Letter:
    address = typed_address(link, root=root)
    return Letter(school.name, school.head, address, qr_svg(link_address(link, root=root)))

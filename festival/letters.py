"""Invitations as text for Zalo and e-mail, and as printed letters with a QR code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import get_valid_filename

from festival.actions.invitations import mark_sent
from festival.actions.jobs import Progress
from festival.actions.links import token_of
from festival.documents import Letterhead, Signature, letterhead_of, signature_of
from festival.models import Festival, Job, School, SignInLink
from festival.pages.invitations import Invitation, invitations_of
from festival.printing import Paper, is_trial_run, pdf_of, public_address, qr_svg

LETTERS_AT_ONCE = 20


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

    festival: Festival
    head: Letterhead
    signer: Signature
    letters: tuple[Letter, ...]
    closes_at: datetime | None


def link_address(link: SignInLink) -> str:
    """The whole address that signs the person in, as printed and mailed."""
    return public_address(link_path(link))


def link_path(link: SignInLink) -> str:
    """The same without the server's name."""
    return reverse("festival:go", args=[token_of(link)])


def invitation_text(festival: Festival, school: School, *, address: str) -> str:
    """What one school receives by Zalo or e-mail."""
    context = {"festival": festival, "school": school, "address": address}
    return render_to_string("print/invitation.txt", context).strip()


def missing_text(festival: Festival, schools: Iterable[School], *, address: str) -> str:
    """What goes to everybody's group: who has not answered. Holds no sign-in link."""
    context = {"festival": festival, "schools": list(schools), "address": address}
    return render_to_string("print/missing.txt", context).strip()


def letters_of(festival: Festival, invitations: Iterable[Invitation]) -> Paper:
    """The printed letters of those who have a link."""
    letters = tuple(_letter(found.school, found.link) for found in invitations if found.school and found.link)
    data = Letters(
        festival=festival,
        head=letterhead_of(festival),
        signer=signature_of(festival, "invitations"),
        letters=letters,
        closes_at=festival.registration_closes_at,
    )
    return Paper(
        "print/invitations.html", data, ["letter.css", "invitation.css"], "Thư mời", is_trial=is_trial_run()
    )


def _letter(school: School, link: SignInLink) -> Letter:
    address = link_address(link)
    return Letter(school.name, school.head, address, qr_svg(address))


def print_letters(job: Job, progress: Progress) -> None:
    """The work of a job: all letters in one file."""
    found = invitations_of(job.festival, schools=_schools(job))
    progress.start(1)
    folder = settings.FESTIVAL_PAPERS
    folder.mkdir(parents=True, exist_ok=True)
    job.file, job.file_name = f"letters-{job.pk}.pdf", f"thu-moi-{get_valid_filename(job.festival.slug)}.pdf"
    (folder / job.file).write_bytes(pdf_of(letters_of(job.festival, found)))
    _sent(job, found, how="printed")
    progress.reached(1)


def mail_invitations(job: Job, progress: Progress) -> None:
    """The work of a job: one e-mail for each invitation that was not sent yet."""
    found = [one for one in invitations_of(job.festival, schools=_schools(job)) if one.state == "made"]
    mailable = [one for one in found if one.part is not None and one.part.user.email]
    for one in progress.over(mailable, total=len(mailable)):
        if one.school is None or one.link is None or one.part is None:
            continue
        text = invitation_text(job.festival, one.school, address=link_address(one.link))
        subject = f"Thư mời: {job.festival.name}"
        EmailMessage(subject, text, to=[one.part.user.email]).send()
        _sent(job, [one], how="mailed")


def _schools(job: Job) -> list[School]:
    return list(job.festival.schools.filter(pk__in=job.params["schools"]))


def _sent(job: Job, found: Sequence[Invitation], *, how: str) -> None:
    links = [one.link.pk for one in found if one.link]
    mark_sent(festival=job.festival, links=links, how=how, by=job.created_by)

"""Data of the check page of a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from awards.models import Certificate
from contests.models import Contest, Member
from festival.text import given_name
from judging.rules.states import CERTIFIED


@dataclass(frozen=True, slots=True)
class CheckText:
    """A row of the register as the page shows it. A pupil's name is shortened, to protect the pupil.

    is_person     the recipient is a person, whose unit begins with the position
    is_reviewed   the contest was reopened, so the paper may still be replaced
    successor     check code of the paper that replaced this one, with its number in the register
    dated_on      the date printed on the certificate, else the day of its issue
    """

    is_valid: bool
    is_person: bool
    is_reviewed: bool
    successor: str
    successor_number: int
    register_number: int
    recipient: str
    is_shortened: bool
    unit: str
    achievement: str
    issuer: str
    dated_on: date


def check_text(paper: Certificate) -> CheckText:
    """The data of the page; one query for the role of the recipient."""
    is_pupil = is_of_pupil(paper)
    successor = paper.superseded_by
    return CheckText(
        is_person=paper.member is not None,
        is_valid=paper.state == Certificate.State.ISSUED,
        is_reviewed=paper.contest is not None and paper.contest.state not in CERTIFIED,
        successor=successor.check_code if successor else "",
        successor_number=successor.register_number if successor else 0,
        register_number=paper.register_number,
        recipient=shortened_name(paper.recipient) if is_pupil else paper.recipient,
        is_shortened=is_pupil,
        unit=paper.unit,
        achievement=paper.achievement,
        issuer=paper.festival.certificate_issuer,
        dated_on=paper.dated_on or timezone.localdate(paper.issued_at),
    )


def is_of_pupil(paper: Certificate) -> bool:
    """Whether the certificate may name a pupil; True also when the member no longer exists."""
    if paper.member is not None:
        return paper.member.role == Member.Role.PUPIL
    is_school = paper.contest is None or paper.contest.kind == Contest.Kind.BOOTH
    return not is_school and paper.recipient != paper.school.name


def shortened_name(name: str) -> str:
    """ "Em Nguyễn Minh Anh" → "N. M. Anh": initials and the given name."""
    words = [word for word in name.split() if word.lower() not in Member.Salutation.values]
    return " ".join([*(f"{word[0]}." for word in words[:-1]), given_name(name)])

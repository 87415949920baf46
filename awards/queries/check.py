"""What the check page says of a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from awards.models import Certificate
from contests.models import Contest, Member
from festival.text import given_name


@dataclass(frozen=True, slots=True)
class CheckText:
    """The register's words. A pupil's name is shortened: the holder can compare, others learn nothing."""

    is_valid: bool
    register_number: int
    recipient: str
    is_shortened: bool
    unit: str
    achievement: str
    issuing_body: str
    issued_at: datetime


def check_text(paper: Certificate) -> CheckText:
    """The page's text; one query for the person's role."""
    is_pupil = is_of_pupil(paper)
    return CheckText(
        is_valid=paper.state == Certificate.State.ISSUED,
        register_number=paper.register_number,
        recipient=shortened(paper.recipient) if is_pupil else paper.recipient,
        is_shortened=is_pupil,
        unit=paper.unit,
        achievement=paper.achievement,
        issuing_body=paper.festival.issuing_body,
        issued_at=paper.issued_at,
    )


def is_of_pupil(paper: Certificate) -> bool:
    """Whether the paper may name a pupil; when the person is gone from the entry, better say yes."""
    if paper.member is not None:
        return paper.member.role == Member.Role.PUPIL
    is_school = paper.contest is None or paper.contest.kind == Contest.Kind.BOOTH
    return not is_school and paper.recipient != paper.school.name


def shortened(name: str) -> str:
    """ "Em Nguyễn Minh Anh" → "N. M. Anh": initials and the given name."""
    words = [word for word in name.split() if word.lower() not in Member.Salutation.values]
    return " ".join([*(f"{word[0]}." for word in words[:-1]), given_name(name)])

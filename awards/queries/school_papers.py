"""Certificates of one school."""

from __future__ import annotations

from awards.models import Certificate
from contests.models import Contest
from festival.models import School


def papers_of_school(school: School) -> list[Certificate]:
    """The school's valid certificates of published contests, in register order; one query."""
    return list(
        Certificate.objects.filter(
            school=school, state=Certificate.State.ISSUED, contest__state=Contest.State.PUBLISHED
        )
    )

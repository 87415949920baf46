"""Copy a festival for the next year, with the rows of all apps."""

from __future__ import annotations

from django.db import transaction

from awards.actions.scheme import copy_schemes
from booths.actions.stands import copy_stands
from contests.actions.contests import copy_contests
from festival.actions.festivals import copy_festival_settings
from festival.models import Festival, User
from judging.actions.rubric import copy_criteria
from judging.actions.settings import copy_scorings


@transaction.atomic
def copy_festival(*, source: Festival, by: User, name: str, slug: str, school_year: str) -> Festival:
    """Copy settings, signers, schools, stands, and contests with rubrics and prizes; no registrations.

    The user becomes the organiser of the copy, which has no other members.
    """
    festival = copy_festival_settings(source=source, by=by, name=name, slug=slug, school_year=school_year)
    copied = copy_contests(source=source, to=festival)
    copy_criteria(copied.contests, copied.rounds)
    copy_scorings(copied.contests, copied.rounds)
    copy_schemes(copied.contests)
    copy_stands(source=source, to=festival)
    return festival

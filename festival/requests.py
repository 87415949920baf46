"""A request whose user has signed in, for type checking, and the school he speaks for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from festival.access import school_membership
from festival.models import School, User


class UserRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: User
    htmx: Any


def school_at(request: HttpRequest, slug: str) -> School:
    """The school (with its festival) for which a person speaks.

    The school that the form names, else the one chosen in this session, else the first; 404 for others.
    """
    named = request.POST.get("for_school", "")
    chosen = named or request.session.get(f"school:{slug}", "")
    try:
        part = school_membership(request.user, slug, chosen)
    except Http404:
        if named or not chosen:
            raise
        part = school_membership(request.user, slug)
    assert part.school is not None  # a constraint of the table
    part.school.festival = part.festival
    return part.school

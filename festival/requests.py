"""What views read of a request besides forms: its user, the current school, and single parameters.

Parameters are read only by these functions, so that every text is clean and of a bounded length; a test
refuses `request.GET["…"]` and its kind elsewhere. Whole forms take `request.GET` or `request.POST`.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest

from festival.access import school_membership
from festival.models import School, User
from festival.text import clean_text, is_key

LONGEST: Final = 500


class UserRequest(HttpRequest):
    """The request that a view behind `login_required` receives."""

    user: User
    htmx: Any


def query_text(request: HttpRequest, name: str) -> str:
    """A query parameter as clean text; empty when it is missing."""
    return clean_text(request.GET.get(name, "")[:LONGEST])


def is_in_query(request: HttpRequest, name: str) -> bool:
    """Whether the query string has the parameter."""
    return name in request.GET


def posted_text(request: HttpRequest, name: str) -> str:
    """A posted value as clean text; empty when it is missing."""
    return clean_text(request.POST.get(name, "")[:LONGEST])


def posted_texts(request: HttpRequest, name: str) -> list[str]:
    """All posted values of one name, such as ticked rows."""
    return [clean_text(text[:LONGEST]) for text in request.POST.getlist(name)]


def posted_keys(request: HttpRequest, name: str) -> list[int]:
    """All posted values of one name that can be primary keys; others are left out."""
    return [int(text) for text in posted_texts(request, name) if is_key(text)]


def is_posted(request: HttpRequest, name: str) -> bool:
    """Whether the form was sent with this field or button."""
    return name in request.POST


def current_school(request: HttpRequest, slug: str) -> School:
    """The school (with its festival) for which the user acts.

    The school named by the form, else the one chosen in this session, else the first. Http404 when the user
    is not its contact.
    """
    named = posted_text(request, "for_school")
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

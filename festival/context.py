"""Context processor for the navigation of every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from festival.access import roles_of


def reader_roles(request: HttpRequest) -> dict[str, object]:
    """`roles`: the user's roles in the festival of this URL, queried lazily and once."""
    return {"roles": SimpleLazyObject(lambda: _roles(request))}


def _roles(request: HttpRequest) -> frozenset[str]:
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    if not slug or not request.user.is_authenticated:
        return frozenset()
    return roles_of(request.user, str(slug))

"""Sessions begun by a judge's badge: they have access to the judges' pages only.

A badge can be lost or photographed, so it gives access to the judge's own sheets only, even when the judge
is an organiser too. On other pages such a session counts as signed out; pages for judges are marked with
`@badges_allowed`. In addition, `festival.access` gives a badge session no other membership.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from festival.access import live_badge
from festival.models import SignInLink, User
from festival.registries import home_urls
from festival.signin import BADGE_KEY

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

BACKEND = "festival.signin.SignInBackend"
SIGN_OUT = "account_logout"


def badges_allowed(view: View) -> View:
    """Mark a view as open to badge sessions."""
    view.badges_allowed = True  # type: ignore[attr-defined]
    return view


def sign_in_by_badge(request: HttpRequest, link: SignInLink) -> None:
    """Begin a badge session; a password session of the same user is kept."""
    user = request.user
    if user.is_authenticated and user.pk == link.user_id and BADGE_KEY not in request.session:
        return
    login(request, link.user, backend=BACKEND)
    request.session[BADGE_KEY] = link.pk


class BadgeMiddleware:
    """Signs badge sessions out on pages that are not marked. Must follow AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        pk = request.session.get(BADGE_KEY) if has_session else None
        if pk is None:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == SIGN_OUT:
            return None
        user = request.user
        badge = live_badge(user, pk, now=timezone.now()) if isinstance(user, User) else None
        if badge is not None and name == home_urls[""]:
            return redirect(home_urls["judge"], badge.festival.slug)
        if badge is None or not getattr(view, "badges_allowed", False):
            request.user = AnonymousUser()
            return None
        user.badge = badge  # type: ignore[union-attr]
        return None

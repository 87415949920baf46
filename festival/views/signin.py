"""Sign-in links: an invitation sets a password, a badge begins a session for the judges' pages."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from festival.access import may_set_password, roles_of
from festival.actions.links import link_with_token, live_link, set_first_password, use_link
from festival.badges import sign_in_by_badge
from festival.forms import attempt, status_of
from festival.forms.signin import FirstPasswordForm
from festival.models import Festival, SignInLink
from festival.registries import home_urls

HOME_ORDER = ("organiser", "secretary", "school", "judge")
"""The role whose home page a person with several roles sees first."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link it is and a button; only POST signs in, so that link previews do not use the link."""
    refused: HttpResponse | None = consume_or_429(request, action="sign_in_link", limit_get=True)
    if refused is not None:
        return refused
    link = live_link(token, now=timezone.now())
    if link is None:
        return _over(request, token)
    response = _badge(request, link) if link.purpose == link.Purpose.BADGE else _invitation(request, link)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _badge(request: HttpRequest, link: SignInLink) -> HttpResponse:
    if request.method != "POST":
        return _page(request, link)
    sign_in_by_badge(request, link)
    use_link(link=link, now=timezone.now())
    return redirect(_home(link.festival, roles=frozenset({"judge"})))


def _invitation(request: HttpRequest, link: SignInLink) -> HttpResponse:
    home = _home(link.festival, roles=roles_of(link.user, link.festival.slug))
    if not may_set_password(link):
        query = urlencode({"next": home})
        return _page(request, link, sign_in_url=f"{reverse('account_login')}?{query}")
    form = FirstPasswordForm(link.user, request.POST or None)
    if request.method == "POST":
        if attempt(form, set_first_password, link=link, now=timezone.now()):
            signed_in: HttpResponse = perform_login(request, link.user, redirect_url=home)
            return signed_in
        return _page(request, link, status=status_of(form), form=form)
    return _page(request, link, form=form)


def _page(request: HttpRequest, link: SignInLink, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"link": link, "festival": link.festival, **more}
    return render(request, "festival/go.html", context, status=status)


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invalid link: 410 when it was valid once, 404 when it is unknown."""
    link = link_with_token(token)
    context = {"link": link, "festival": link.festival if link else None}
    return render(request, "festival/go_over.html", context, status=410 if link else 404)


def _home(festival: Festival, *, roles: frozenset[str]) -> str:
    """The home page of the person's first role in the festival; without one, the festival's front page."""
    role = next((role for role in HOME_ORDER if role in roles), None)
    return reverse(home_urls[role], args=[festival.slug]) if role else f"/{festival.slug}/"

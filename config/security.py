"""The Content-Security-Policy header, in the shape of Django 6's SECURE_CSP setting; addresses with NUL."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"


def policy(directives: dict[str, list[str]]) -> str:
    """The header's text: `default-src 'self'; img-src 'self' data:` …"""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the policy to every response, unless a view has set its own."""
    text = policy(settings.SECURE_CSP)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(HEADER, text)
        return response

    return middleware


def refuse_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Respond with 400 when a path of Django's or allauth's pages has NUL, which PostgreSQL cannot look up.

    Our own pages read paths by `festival.converters` and parameters by `festival.requests`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_foreign = request.path.startswith(("/admin/", "/accounts/"))
        if is_foreign and ("\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware

"""A busy database: recognition of the error, and the response when it stays busy.

SQLite has one writer at a time and PostgreSQL locks rows; both wait `BUSY_SECONDS` (`config.environment`) for
another transaction and then raise. The response is 503 with `Retry-After`: nothing is stored, and the page
holds the submitted fields, to be sent again.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as server_error_page

RETRY_SECONDS: Final = 2
BUSY_STATES: Final = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "53300",  # too many connections
    "55P03",  # lock timeout
    "57P03",  # the server is starting
}

logger = logging.getLogger(__name__)


def is_busy(error: BaseException | None) -> bool:
    """Whether the error was caused by waiting too long for another transaction."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state in BUSY_STATES if state else "is locked" in str(error)


class BusyMiddleware:
    """Responds with 503 when a view raises because the database is busy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return busy_page(request) if is_busy(error) else None


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: Django's, except for a busy database met outside a view, as when a session is saved."""
    return busy_page(request) if is_busy(sys.exc_info()[1]) else server_error_page(request)


def busy_page(request: HttpRequest) -> HttpResponse:
    """503: a page with a form that sends the request again, or JSON for scripts. No query is made."""
    logger.warning("Database busy: %s %s", request.method, request.path)
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"error": "busy"}, status=503)
    else:
        context = {
            "address": request.get_full_path(),
            "is_post": request.method == "POST",
            "typed": list(posted_fields(request)),
            "secrets": [name for name in request.POST if "password" in name],
            "files": list(request.FILES),
        }
        response = HttpResponse(get_template("503.html").render(context), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    add_never_cache_headers(response)
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether the request sends JSON, or prefers it to HTML."""
    return request.content_type == "application/json" or not request.accepts("text/html")


def posted_fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Name and value of every submitted field, in order, without passwords and files."""
    for name, values in request.POST.lists():
        if "password" not in name:
            yield from ((name, str(value)) for value in values)

"""Bodies of requests: endpoints that take JSON alone, and the answer to a body that is too large."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect, requires_csrf_token

from festival.busy import wants_json

P = ParamSpec("P")
JSON_TYPE: Final = "application/json"
TOO_LARGE: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def json_body(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a JSON document of at most `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes through to the view.

    Responds with 415 for other content types and 413 for larger documents, before anything reads the body.
    The URL's view is `csrf_exempt`, because the middleware would parse a form for its token; the token in the
    header is checked here instead.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.content_type != JSON_TYPE:
            return JsonResponse({"error": "not-json"}, status=415)
        try:
            request.body  # noqa: B018 - reading it raises when it is too large
        except RequestDataTooBig:
            return JsonResponse({"error": "too-large"}, status=413)
        return protected(request, *args, **kwargs)

    return checked


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: 413 for a body that is too large, else 400."""
    if not isinstance(exception, TOO_LARGE):
        return render(request, "400.html", status=400)
    if wants_json(request):
        return JsonResponse({"error": "too-large"}, status=413)
    return render(request, "413.html", {"megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20}, status=413)

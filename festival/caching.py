"""Caching of public pages by browsers and proxies."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page

SECONDS = 60
View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Let a page be cached for a minute and answer with 304 when it did not change (ETag).

    The page of a signed-in user shows his name, so it is cached privately.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, public=True, max_age=SECONDS)
        patch_vary_headers(response, ["Cookie"])
        return response

    return conditional_page(answer)

"""How long browsers and proxies may keep a public page."""

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
    """A visitor's page may be kept for a minute and is sent again only when it changed (ETag, 304).

    Somebody who has signed in sees his name in the head, so his copy is his alone.
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

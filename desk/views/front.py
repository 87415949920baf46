"""The festival's public front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.pages.front import front_page
from festival.access import festival_for_viewer
from festival.caching import public_page


@require_safe
@public_page
def front(request: HttpRequest, slug: str) -> HttpResponse:
    """The front page. While the festival is a draft, only its members see it."""
    festival = festival_for_viewer(request.user, slug)
    context = {"festival": festival, "front": front_page(festival)}
    return render(request, "desk/front.html", context)

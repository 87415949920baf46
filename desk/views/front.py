"""The festival's front page, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.pages.front import front_of
from festival.access import festival_for_viewer
from festival.caching import public_page


@require_safe
@public_page
def front(request: HttpRequest, slug: str) -> HttpResponse:
    """What, when, where; how many; where to go on. Of a draft its own people see a preview."""
    festival = festival_for_viewer(request.user, slug)
    context = {"festival": festival, "front": front_of(festival)}
    return render(request, "desk/front.html", context)

"""Published results, for visitors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.access import published_contest
from desk.queries.public_results import public_groups, published_contests
from festival.access import festival_for_public


@require_safe
def contests(request: HttpRequest, slug: str) -> HttpResponse:
    """The contests with published results."""
    festival = festival_for_public(slug)
    context = {"festival": festival, "contests": published_contests(festival)}
    return render(request, "desk/public_results.html", context)


@require_safe
def table(request: HttpRequest, slug: str, contest: str) -> HttpResponse:
    """The prizes of one contest."""
    row = published_contest(slug, contest)
    context = {"festival": row.festival, "contest": row, "groups": public_groups(row)}
    return render(request, "desk/public_result.html", context)

"""The check page of a certificate: what the register says about the paper in somebody's hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from awards.access import certificate_by_code
from awards.queries.check import check_text


@require_safe
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine or taken back; an adult's name, never a pupil's."""
    paper = certificate_by_code(code)
    return render(request, "awards/check.html", {"festival": paper.festival, "paper": check_text(paper)})

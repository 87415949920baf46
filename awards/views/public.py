"""The check page of a certificate, which shows its entry in the register."""

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
    """The state of the certificate and its holder; a pupil's name is shortened."""
    paper = certificate_by_code(code)
    return render(request, "awards/check.html", {"festival": paper.festival, "paper": check_text(paper)})

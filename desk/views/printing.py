"""The papers of a festival: choose, print, download."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from contests.access import contest_for_office
from desk.actions.printing import start_printing
from desk.documents import KINDS
from desk.pages.printing import printing_page
from festival.access import festival_for_office, festival_for_organiser
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import root_of


@login_required
@require_GET
def printing(request: UserRequest, slug: str) -> HttpResponse:
    """Every kind of paper with its contests, and the latest printed files."""
    festival = festival_for_office(request.user, slug)
    page = printing_page(festival, by=request.user)
    return render(request, "desk/printing.html", {"festival": festival, "page": page})


@login_required
@require_POST
def start(request: UserRequest, slug: str, kind: str, contest: str = "") -> HttpResponse:
    """Queue the printing and redirect to the page of the job."""
    festival = festival_for_office(request.user, slug)
    if kind not in KINDS:
        raise Http404
    if KINDS[kind].is_secret:
        festival_for_organiser(request.user, slug)
    row = contest_for_office(request.user, slug, contest) if contest else None
    try:
        job = start_printing(
            code=kind, festival=festival, contest=row, by=request.user, root=root_of(request)
        )
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:printing", slug)
    return redirect("festival:job", slug, job.pk)

"""The first page, the organiser's desk, and copying a festival."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from desk.actions.copying import copy_festival
from desk.pages.home import desk_page
from desk.pages.start import public_festivals, role_links
from desk.pages.todo import setup_steps, tasks_of
from festival.access import festival_for_office, festival_for_organiser, may_make_festivals
from festival.forms import refuse
from festival.forms.festivals import CopyForm
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import form_page
from festival.text import next_school_year


def start(request: HttpRequest) -> HttpResponse:
    """Redirect to the page of a single role; list several roles; show visitors the public festivals."""
    places = role_links(request.user) if request.user.is_authenticated else []
    may_make = may_make_festivals(request.user)
    if len(places) == 1 and not may_make:
        return redirect(places[0].url)
    context = {"places": places, "may_make": may_make, "festivals": list(public_festivals())}
    return render(request, "desk/start.html", context)


@login_required
def home(request: UserRequest, slug: str) -> HttpResponse:
    """The desk: counts of the festival, and tasks."""
    festival = festival_for_office(request.user, slug)
    desk = desk_page(festival)
    context = {"festival": festival, "home": desk, "tasks": tasks_of(desk), "steps": setup_steps(desk)}
    return render(request, "desk/home.html", context)


@login_required
def copy(request: UserRequest, slug: str) -> HttpResponse:
    """Copy the festival for the next year."""
    festival = festival_for_organiser(request.user, slug)
    initial = {"name": festival.name, "school_year": next_school_year(festival.school_year)}
    form = CopyForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            fresh = copy_festival(source=festival, by=request.user, **form.cleaned_data)
            messages.success(request, _("The copy is made and in preparation. Next: its dates."))
            return redirect("desk:home", fresh.slug)
        except RuleBroken as refusal:
            refuse(form, refusal)
    return form_page(request, "desk/copy.html", form, festival=festival)

"""The first page, the organiser's desk, and copying a festival."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from desk.actions.copying import copy_festival
from desk.pages.home import home_of
from desk.pages.start import places_of_person, public_festivals
from desk.pages.todo import steps_of, tasks_of
from festival.access import festival_for_office, festival_for_organiser, may_make_festivals
from festival.forms import refuse
from festival.forms.festivals import CopyForm
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import form_page


def start(request: HttpRequest) -> HttpResponse:
    """Everybody to his work: one place at once, several as a list, visitors to the public festivals."""
    places = places_of_person(request.user) if request.user.is_authenticated else []
    may_make = may_make_festivals(request.user)
    if len(places) == 1 and not may_make:
        return redirect(places[0].url)
    context = {"places": places, "may_make": may_make, "festivals": list(public_festivals())}
    return render(request, "desk/start.html", context)


@login_required
def home(request: UserRequest, slug: str) -> HttpResponse:
    """The desk: where the festival stands, and what has to be done."""
    festival = festival_for_office(request.user, slug)
    desk = home_of(festival)
    context = {"festival": festival, "home": desk, "tasks": tasks_of(desk), "steps": steps_of(desk)}
    return render(request, "desk/home.html", context)


@login_required
def copy(request: UserRequest, slug: str) -> HttpResponse:
    """Make next year's festival from this one."""
    festival = festival_for_organiser(request.user, slug)
    form = CopyForm(request.POST or None, initial={"name": festival.name})
    if form.is_valid():
        try:
            fresh = copy_festival(source=festival, by=request.user, **form.cleaned_data)
            messages.success(request, _("The copy is there, in preparation. Next: its days."))
            return redirect("desk:home", fresh.slug)
        except RuleBroken as refusal:
            refuse(form, refusal)
    return form_page(request, "desk/copy.html", form, festival=festival)

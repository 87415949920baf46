"""Pages of stands for the office."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from booths.access import stand_for_office
from booths.actions.placing import fill_stands, place_booths
from booths.actions.stands import make_stands, remove_stand
from booths.forms.stands import PlacesForm, StandsForm
from booths.queries.office import placeable, stands_of
from festival.access import festival_for_office
from festival.forms import ConfirmForm, attempt
from festival.refusals import RuleBroken
from festival.requests import UserRequest
from festival.responses import form_page


@login_required
def stands(request: UserRequest, slug: str) -> HttpResponse:
    """Approved booths and their stands."""
    festival = festival_for_office(request.user, slug)
    booths, places = placeable(festival), stands_of(festival)
    form = PlacesForm(request.POST or None, booths=booths, stands=places)
    if attempt(form, place_booths, festival=festival, by=request.user, now=timezone.now()):
        messages.success(request, _("Saved."))
        return redirect("booths:office-stands", festival.slug)
    taken = {booth.stand_id for booth in booths}
    context = {
        "festival": festival,
        "booths": booths,
        "stands": places,
        "free": [stand for stand in places if stand.pk not in taken],
        "new": StandsForm(),
    }
    return form_page(request, "booths/office_stands.html", form, **context)


@login_required
@require_POST
def stands_new(request: UserRequest, slug: str) -> HttpResponse:
    """Add stands."""
    festival = festival_for_office(request.user, slug)
    form = StandsForm(request.POST)
    if attempt(form, make_stands, festival=festival, by=request.user):
        messages.success(request, _("Stands added."))
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect("booths:office-stands", festival.slug)


@login_required
@require_POST
def stands_fill(request: UserRequest, slug: str) -> HttpResponse:
    """Place booths without a stand at the free stands in order."""
    festival = festival_for_office(request.user, slug)
    try:
        number = fill_stands(festival=festival, by=request.user, now=timezone.now())
        text = ngettext("%(n)d booth placed.", "%(n)d booths placed.", number) % {"n": number}
        messages.success(request, text)
    except RuleBroken as refusal:
        messages.error(request, refusal.message)
    return redirect("booths:office-stands", festival.slug)


@login_required
@require_POST
def stand_remove(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Remove an empty stand."""
    stand = stand_for_office(request.user, slug, pk)
    form = ConfirmForm(request.POST)
    if attempt(form, remove_stand, stand=stand, by=request.user):
        messages.success(request, _("Removed: %(name)s.") % {"name": stand.code})
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("booths:office-stands", slug)
